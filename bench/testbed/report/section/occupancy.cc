// What fills the table over time.
#include <array>

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

std::vector<double> Shares(const std::vector<double>& entries, double slots) {
  std::vector<double> shares;
  shares.reserve(entries.size());
  for (const double count : entries) shares.push_back(slots > 0 ? count / slots : 0);
  return shares;
}

std::string OccupancyPlot(const Contender& contender, const CellResult& result) {
  const Timeline& timeline = result.timeline;
  TimePlot plot;
  plot.title = contender.label;
  plot.note = "share of the slots";
  plot.step_s = timeline.step_s;
  plot.y_text = [](double share) { return Cat(Compact(share * 100), " %"); };
  plot.attacks = BandsOf(timeline.attack, timeline.step_s);
  for (std::size_t i = 0; i < kShownClasses.size(); ++i) {
    plot.series.push_back({std::string(ClassTitle(kShownClasses[i])), ClassStyle(kShownClasses[i]),
                           Shares(timeline.occupancy[i], result.slots)});
  }
  return StackedAreasSvg(plot);
}

std::string PlayFigures(const Study& study, const PlayView& view) {
  const std::uint64_t capacity = FocusCapacity(view.play, view.mode);
  std::vector<std::string> figures;
  for (const std::size_t contender : ChosenContenders(study, view.play)) {
    const Seeds& seeds = view.play.At(contender, capacity);
    if (!seeds.empty()) figures.push_back(OccupancyPlot(study.contenders[contender], *seeds.front()));
  }
  const std::string grid = Grid(figures, "grid small");
  if (grid.empty()) return "";
  return Element("p", "at", Cat("At ", bench::Grouped(capacity), " slots.")) + ClassLegend() + grid;
}

}  // namespace

std::string OccupancySection(const Material& material) {
  return SectionHtml(
      "occupancy", "What fills the table",
      "Entries that stand in the table, by state, second by second, at the capacity where the policies differ most; "
      "first seed. What is empty is room. The band marks an attack.",
      BlocksOfPlays(material.study, [&](const Scenario& /*scenario*/, const PlayView& view) {
        return PlayFigures(material.study, view);
      }));
}

}  // namespace tidegate::testbed
