// Results that nobody has run: of the shape of real ones, and plausible, to test and to look at the report with.
#ifndef TIDEGATE_TESTBED_REPORT_TEST_SUPPORT_SYNTHETIC_H_
#define TIDEGATE_TESTBED_REPORT_TEST_SUPPORT_SYNTHETIC_H_

#include <cstdint>
#include <string>
#include <vector>

#include "testbed/cell/cell.h"

namespace tidegate::testbed {

struct SyntheticSweep {
  std::vector<std::string> policies;   // "state_first", "arc/full"; none: all that are known
  std::vector<std::string> scenarios;  // "web", "web+syn_flood"; none: all
  std::vector<std::uint64_t> capacities = {32768, 65536, 98304, 131072, 262144};
  std::vector<std::uint64_t> seeds = {1, 2, 3};
  std::vector<std::string> modes = {"strict", "loose"};
  bool optimum = true;
  std::uint64_t seconds = 120;
};

std::vector<Json> SyntheticResults(const SyntheticSweep& sweep);

// As Google Benchmark writes it: BM_Evict and BM_Hit of every policy of sets.
Json SyntheticSpeeds();

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_TEST_SUPPORT_SYNTHETIC_H_
