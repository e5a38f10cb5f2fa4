// What a policy costs people against what it costs the processor.
#include "testbed/report/cat.h"
#include "testbed/report/figures.h"
#include "testbed/report/html.h"
#include "testbed/report/plot/scatter_plot.h"
#include "testbed/report/ranking.h"
#include "testbed/report/section/parts.h"
#include "testbed/report/section/sections.h"
#include "testbed/report/section/single_plots.h"

namespace tidegate::testbed {
namespace {

using NsByPolicy = decltype(Speeds::evict_ns);

// References are not timed: they are no code of the datapath.
std::string SpeedPlot(const Study& study, const Ranking& ranking, const NsByPolicy& times, CostMode mode,
                      const std::string& title, const std::string& x_title) {
  ScatterPlot plot;
  plot.title = title;
  plot.note = Cat("regret over all scenarios, ", Name(mode), "; nearer to the lower left is better");
  plot.x_title = x_title;
  plot.x_text = [](double ns) { return Cat(Compact(ns), " ns"); };
  plot.y_text = [](double factor) { return Cat(Compact(factor), "\u00d7"); };
  for (const Standing& standing : ranking.standings) {
    const Contender& contender = study.contenders[standing.contender];
    const auto time = times.find(contender.policy);
    if (contender.reference || standing.rank == 0 || time == times.end() || time->second <= 0) continue;
    plot.points.push_back({contender.label, StyleClasses(study, standing.contender), contender.style.marker,
                           time->second, standing.regret(),
                           Cat(contender.label, ": ", Plain(time->second), " ns, ", Factor(standing.regret()))});
  }
  return ScatterPlotSvg(plot);
}

}  // namespace

std::string EvictSpeedPlot(const Material& material, const Ranking& ranking, CostMode mode) {
  return SpeedPlot(material.study, ranking, material.speeds->evict_ns, mode, "Choosing a victim",
                   "time of an insertion that evicts");
}

std::string HitSpeedPlot(const Material& material, const Ranking& ranking, CostMode mode) {
  return SpeedPlot(material.study, ranking, material.speeds->hit_ns, mode, "Known packets",
                   "time that a packet of a known connection takes");
}

std::string SpeedSection(const Material& material) {
  if (material.speeds == nullptr) return "";
  std::string body;
  for (const CostMode mode : PlayedModes(material.study)) {
    const Ranking ranking = RankOver(material.study.scenarios, mode);
    const std::string evict = EvictSpeedPlot(material, ranking, mode);
    const std::string hit = HitSpeedPlot(material, ranking, mode);
    body += ModeBlock(Name(mode), Grid({evict, hit}, "grid wide"));
  }
  return SectionHtml(
      "speed", "Quality against speed",
      "Regret beside the time that the same policy takes in the datapath, as a benchmark measured it apart "
      "from these runs. On the stepped line nobody is better in both.",
      body);
}

}  // namespace tidegate::testbed
