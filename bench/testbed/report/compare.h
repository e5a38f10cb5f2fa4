// `tidegate-testbed compare OLD NEW --max-regress P`: whether a change made a policy worse.
#ifndef TIDEGATE_TESTBED_REPORT_COMPARE_H_
#define TIDEGATE_TESTBED_REPORT_COMPARE_H_

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "testbed/report/compare_input.h"

namespace tidegate::testbed {

struct CompareOptions {
  std::string old_results;  // directories, or files: cells.jsonl or CSV
  std::string new_results;
  double max_regress = 0;  // percent
};

// What to end a program with.
inline constexpr int kNotWorse = 0;
inline constexpr int kWorse = 1;
inline constexpr int kNotCompared = 2;  // a file cannot be read, or no cell is in both

// Prints a table to `out`: each workload and policy, with what became better or worse, then each cell that became worse
// by more than is allowed, and the cells that are in one of the two only, which count as neither. Errors go to
// `errors`, one line each.
int Compare(const CompareOptions& options, std::ostream& out, std::ostream& errors);

// A figure of a cell, before and after.
struct Change {
  std::string cell;   // its id
  std::string what;   // "loss", "cost.strict"
  double before = 0;  // a share, or milliseconds for each connection
  double after = 0;
  bool counts = false;  // is more than one connection's worth
  bool worse = false;   // by more than is allowed

  double percent() const;  // infinite from nothing
};

// All changes of a cell, those without any difference too. A change of at most one connection is none: one SYN more or
// less, or the price of one broken connection.
std::vector<Change> ChangesOf(const std::string& id, const ComparedCell& before, const ComparedCell& after,
                              double max_regress);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_COMPARE_H_
