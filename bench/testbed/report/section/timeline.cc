// Who got through, second by second.
#include <algorithm>

#include "conntrack/text.h"
#include "testbed/report/cat.h"
#include "testbed/report/figures.h"
#include "testbed/report/html.h"
#include "testbed/report/measures.h"
#include "testbed/report/plot/time_plot.h"
#include "testbed/report/section/parts.h"
#include "testbed/report/section/sections.h"

namespace tidegate::testbed {
namespace {

// Of the whole traffic, as far as the sample tells.
std::vector<double> Rates(const std::vector<double>& counts, const CellResult& result) {
  std::vector<double> rates;
  rates.reserve(counts.size());
  for (const double count : counts) rates.push_back(count * result.sample / result.timeline.step_s);
  return rates;
}

double MostOf(const CellResult& result) {
  double most = 0;
  for (const auto* counts : {&result.timeline.connections, &result.timeline.refused, &result.timeline.broken}) {
    for (const double rate : Rates(*counts, result)) most = std::max(most, rate);
  }
  return most;
}

std::string RatesPlot(const Contender& contender, const CellResult& result, double most) {
  const Timeline& timeline = result.timeline;
  TimePlot plot;
  plot.title = contender.label;
  plot.note = "each second; logarithmic";
  plot.step_s = timeline.step_s;
  plot.most = most;
  plot.y_kind = AxisKind::kLogWithZero;
  plot.y_text = Compact;
  plot.attacks = BandsOf(timeline.attack, timeline.step_s);
  plot.series = {{"connections", "t-connections", Rates(timeline.connections, result)},
                 {"refused", "t-refused", Rates(timeline.refused, result)},
                 {"broken", "t-broken", Rates(timeline.broken, result)}};
  return TimeLinesSvg(plot);
}

std::string Legend() {
  return Element("p", "legend",
                 "<span><i class=\"chip t-connections\"></i>connections begun</span>"
                 "<span><i class=\"chip t-refused\"></i>refused</span>"
                 "<span><i class=\"chip t-broken\"></i>connections broken</span>");
}

std::string PlayFigures(const Study& study, const PlayView& view) {
  const std::uint64_t capacity = FocusCapacity(view.play, view.mode);
  const std::vector<std::size_t> chosen = ChosenContenders(study, view.play);
  double most = 0;
  for (const std::size_t contender : chosen) {
    const Seeds& seeds = view.play.At(contender, capacity);
    if (!seeds.empty()) most = std::max(most, MostOf(*seeds.front()));
  }
  std::vector<std::string> figures;
  for (const std::size_t contender : chosen) {
    const Seeds& seeds = view.play.At(contender, capacity);
    if (!seeds.empty()) figures.push_back(RatesPlot(study.contenders[contender], *seeds.front(), most));
  }
  const std::string grid = Grid(figures, "grid small");
  if (grid.empty()) return "";
  return Element("p", "at", Cat("At ", bench::Grouped(capacity), " slots.")) + Legend() + grid;
}

}  // namespace

std::string TimelineSection(const Material& material) {
  return SectionHtml(
      "timeline", "Second by second",
      "Legitimate connections begun, SYNs and datagrams of theirs refused, and connections broken, each second, at the "
      "capacity "
      "where the policies differ most; first seed. The band marks an attack: what lasts beyond it is what recovery "
      "costs.",
      BlocksOfPlays(material.study, [&](const Scenario& /*scenario*/, const PlayView& view) {
        return PlayFigures(material.study, view);
      }));
}

}  // namespace tidegate::testbed
