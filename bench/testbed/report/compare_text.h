// The comparison as text.
#ifndef TIDEGATE_TESTBED_REPORT_COMPARE_TEXT_H_
#define TIDEGATE_TESTBED_REPORT_COMPARE_TEXT_H_

#include <ostream>
#include <vector>

#include "testbed/report/compare.h"

namespace tidegate::testbed {

// A row for each workload, policy and figure: its mean over the cells, and how many of them became better or worse.
void PrintChanges(const std::vector<Change>& changes, const ComparedCells& cells, std::ostream& out);
// A line for each that is worse than allowed.
void PrintWorse(const std::vector<Change>& changes, const ComparedCells& cells, std::ostream& out);
// A line for each cell of `cells` that `others` has not.
void PrintMissing(const ComparedCells& cells, const ComparedCells& others, const std::string& where, std::ostream& out);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_COMPARE_TEXT_H_
