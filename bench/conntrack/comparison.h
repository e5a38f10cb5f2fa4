// The readable end of a run: for each size a row for each table and a column for each workload, times and ratios; how
// evenly the times are spread at a full table; and the targets. For a terminal of 120 columns.
#ifndef TIDEGATE_BENCH_CONNTRACK_COMPARISON_H_
#define TIDEGATE_BENCH_CONNTRACK_COMPARISON_H_

#include <string>

#include "conntrack/measurements.h"

namespace tidegate::bench {

// Empty if nothing was measured. A ratio is how many times the time of `tidegate` a table takes.
std::string ComparisonText(const Measurements& measurements);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_COMPARISON_H_
