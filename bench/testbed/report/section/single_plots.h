// The plots that also make sense alone: for the page, and for files of their own (../plot_files.h). Empty if there is
// nothing to show.
#ifndef TIDEGATE_TESTBED_REPORT_SECTION_SINGLE_PLOTS_H_
#define TIDEGATE_TESTBED_REPORT_SECTION_SINGLE_PLOTS_H_

#include <cstdint>
#include <string>

#include "testbed/report/ranking.h"
#include "testbed/report/section/sections.h"
#include "testbed/report/study.h"

namespace tidegate::testbed {

// What is refused, and what all costs, against capacity. REQUIRES: the scenario was played in the mode.
std::string LossPlot(const Material& material, const Scenario& scenario, CostMode mode);
std::string CostPlot(const Material& material, const Scenario& scenario, CostMode mode);

// How long setting up took, at a capacity.
std::string SetupPlot(const Study& study, const Scenario& scenario, CostMode mode, std::uint64_t capacity);

// Regret beside the time of an insertion that evicts, and of a known packet. REQUIRES: speeds.
std::string EvictSpeedPlot(const Material& material, const Ranking& ranking, CostMode mode);
std::string HitSpeedPlot(const Material& material, const Ranking& ranking, CostMode mode);

// Everybody's regret with its interval, the best first.
std::string RankingPlot(const Study& study, const Ranking& ranking, CostMode mode);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_SECTION_SINGLE_PLOTS_H_
