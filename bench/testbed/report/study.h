// The results of a sweep, sorted by what is compared with what.
//
//   Study
//     contenders   what is judged: a policy with its table, admission and ageing
//     scenarios    what they are judged on: a workload with its overlay
//       plays      in which a lost entry breaks its connection (costs "strict" and "nat"), or does not ("loose")
//         results  of a contender at a capacity, one for each seed
#ifndef TIDEGATE_TESTBED_REPORT_STUDY_H_
#define TIDEGATE_TESTBED_REPORT_STUDY_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "testbed/report/cell_result.h"
#include "testbed/report/palette.h"

namespace tidegate::testbed {

struct Contender {
  std::string label;       // "state_first", "arc/full", "lru + syn_cookies"
  std::string policy;      // its name alone
  bool reference = false;  // fully associative: shows what could be had, but no lock-free table of sets can run it
  PolicyStyle style;
};

using Seeds = std::vector<const CellResult*>;  // of one contender and capacity, in the order of their seeds

struct Play {
  std::vector<std::uint64_t> capacities;  // rising
  std::vector<std::size_t> contenders;    // rising; positions in Study::contenders
  std::map<std::pair<std::size_t, std::uint64_t>, Seeds> results;

  bool empty() const { return results.empty(); }
  // Empty if it was not run.
  const Seeds& At(std::size_t contender, std::uint64_t capacity) const;
};

struct Scenario {
  std::string label;  // "web + syn_flood"
  Json spec;          // the fields of the cell that make it
  Play kept;          // strict and nat
  Play loose;

  const Play& PlayOf(CostMode mode) const { return mode == CostMode::kLoose ? loose : kept; }
};

// Moves, but is not copied: the plays point into the results.
struct Study {
  Study() = default;
  Study(Study&&) = default;
  Study& operator=(Study&&) = default;
  Study(const Study&) = delete;
  Study& operator=(const Study&) = delete;

  std::vector<CellResult> results;
  std::vector<Contender> contenders;  // in the order of lists: by family, rank and label
  std::vector<Scenario> scenarios;    // by label
};

// Whatever the order of the results, the study is the same.
Study MakeStudy(std::vector<CellResult> results);

// The modes in which anything was played, in the order of kCostModeNames.
std::vector<CostMode> PlayedModes(const Study& study);
std::vector<CostMode> PlayedModes(const Scenario& scenario);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_STUDY_H_
