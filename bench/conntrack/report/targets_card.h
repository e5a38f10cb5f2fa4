// The targets as a card of the chart.
#ifndef TIDEGATE_BENCH_CONNTRACK_REPORT_TARGETS_CARD_H_
#define TIDEGATE_BENCH_CONNTRACK_REPORT_TARGETS_CARD_H_

#include "conntrack/report/svg.h"
#include "conntrack/targets.h"

namespace tidegate::bench {

double TargetsHeight(const Targets& targets);
void DrawTargets(Svg& svg, const Targets& targets, double x, double y, double height);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_REPORT_TARGETS_CARD_H_
