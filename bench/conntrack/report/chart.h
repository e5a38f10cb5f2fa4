// The results as one picture: a panel for each workload, a row for each table, the fastest on top, a point for each
// size on a logarithmic scale of nanoseconds. Self-contained SVG for light and dark screens.
#ifndef TIDEGATE_BENCH_CONNTRACK_REPORT_CHART_H_
#define TIDEGATE_BENCH_CONNTRACK_REPORT_CHART_H_

#include <string>

#include "conntrack/report/results_file.h"

namespace tidegate::bench {

std::string ChartSvg(const Results& results);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_REPORT_CHART_H_
