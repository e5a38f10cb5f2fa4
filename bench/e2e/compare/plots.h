// The comparison's plots, as parts of a page.
#ifndef TIDEGATE_BENCH_E2E_COMPARE_PLOTS_H_
#define TIDEGATE_BENCH_E2E_COMPARE_PLOTS_H_

#include <string>

#include "e2e/compare/results.h"

namespace tidegate::e2e {

// All are empty if there is nothing to show.
std::string TargetPlot(const Results& results);                                // each round's ratios beside the limits
std::string RatePlot(const Results& results, const Workload& workload);        // a bar for each engine
std::string PercentilePlot(const Results& results, const Workload& workload);  // p50, p99 and p99.9
std::string TailPlot(const Results& results, const Workload& workload);        // how many took longer

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_COMPARE_PLOTS_H_
