// Loss and cost against capacity, with what nobody can do better than.
#include <algorithm>

#include "conntrack/text.h"
#include "testbed/report/cat.h"
#include "testbed/report/figures.h"
#include "testbed/report/html.h"
#include "testbed/report/measures.h"
#include "testbed/report/plot/line_plot.h"
#include "testbed/report/section/parts.h"
#include "testbed/report/section/sections.h"
#include "testbed/report/section/single_plots.h"

namespace tidegate::testbed {
namespace {

// What is less is drawn as this much: nobody would notice the difference.
constexpr double kLeastLoss = 1e-5;
constexpr double kLeastCost = 0.1;  // seconds for 1000 connections

using Figure = std::string (*)(double);

std::string CapacityText(double capacity) { return bench::Grouped(static_cast<std::uint64_t>(capacity)); }

LinePoint PointOf(const std::string& label, std::uint64_t capacity, const Estimate& estimate, Figure figure) {
  LinePoint point{static_cast<double>(capacity), estimate.mean, estimate.low(), estimate.high(), ""};
  point.hint = Cat(label, " at ", CapacityText(point.x), " slots: ", figure(estimate.mean));
  if (estimate.has_interval()) Append(point.hint, " \u00b1 ", figure(estimate.half_width));
  return point;
}

// A line for each contender.
void AddContenders(const Study& study, const Play& play, const std::function<Estimate(const Seeds&)>& measure,
                   Figure figure, LinePlot& plot) {
  for (const std::size_t contender : play.contenders) {
    const Contender& known = study.contenders[contender];
    LineSeries series{known.label, StyleClasses(study, contender), known.style.marker, {}};
    for (const std::uint64_t capacity : play.capacities) {
      const Seeds& seeds = play.At(contender, capacity);
      if (!seeds.empty()) series.points.push_back(PointOf(known.label, capacity, measure(seeds), figure));
    }
    plot.series.push_back(std::move(series));
  }
}

void AddBound(const Play& play, Bound bound, CostMode mode, const std::string& label, const std::string& style,
              Figure figure, LinePlot& plot) {
  LineSeries series{label, style, std::nullopt, {}};
  for (const std::uint64_t capacity : play.capacities) {
    const std::optional<Estimate> value = BoundAt(play, capacity, bound, mode);
    if (value) series.points.push_back(PointOf(label, capacity, {value->mean, 0, 1}, figure));
  }
  series.own_label = true;
  plot.series.push_back(std::move(series));
}

LinePlot CapacityPlot(const Play& play, std::string title, std::string note, Figure figure) {
  LinePlot plot;
  plot.title = std::move(title);
  plot.note = std::move(note);
  plot.x_title = "capacity, slots";
  plot.x_ticks.assign(play.capacities.begin(), play.capacities.end());
  plot.x_text = CapacityText;
  plot.y_text = figure;
  return plot;
}

}  // namespace

std::string LossPlot(const Material& material, const Scenario& scenario, CostMode mode) {
  const Play& play = scenario.PlayOf(mode);
  const Requests requests = RequestsOf(play);
  if (requests == Requests::kUnknown) return "";
  LinePlot plot = CapacityPlot(play, Cat(scenario.label, ": ", Name(requests), " refused"),
                               Cat("share of the legitimate ", Name(requests)), Share);
  plot.y_text = [](double share) { return Cat(share == kLeastLoss ? "\u2264 " : "", Compact(share * 100), " %"); };
  plot.least_y = kLeastLoss;
  plot.mark = {material.iso_loss, Cat("\u2264 ", Compact(material.iso_loss * 100), " % wanted")};
  AddBound(play, Bound::kFewestRefused, mode, "fewest possible (O1)", "bound o1", Share, plot);
  AddContenders(
      material.study, play, [&](const Seeds& seeds) { return RefusedShare(seeds, requests); }, Share, plot);
  return LinePlotSvg(std::move(plot));
}

std::string CostPlot(const Material& material, const Scenario& scenario, CostMode mode) {
  const Play& play = scenario.PlayOf(mode);
  LinePlot plot = CapacityPlot(play, Cat(scenario.label, ": cost, ", Name(mode)),
                               "seconds of people\u2019s time for 1,000 legitimate connections", Plain);
  plot.y_text = [](double seconds) { return Cat(seconds == kLeastCost ? "\u2264 " : "", Compact(seconds), " s"); };
  plot.least_y = kLeastCost;
  const std::string optimum = mode == CostMode::kLoose ? "optimum (O3)" : "optimum (O2)";
  AddBound(play, Bound::kLeastCost, mode, optimum, "bound o2", Plain, plot);
  AddBound(play, Bound::kLeastInSets, mode, "optimum in sets (O5)", "bound o5", Plain, plot);
  AddContenders(
      material.study, play, [&](const Seeds& seeds) { return Cost(seeds, mode); }, Plain, plot);
  return LinePlotSvg(std::move(plot));
}

namespace {

std::string ModeTitle(const Scenario& scenario, CostMode mode) {
  return Element("h3", "", Cat(Escaped(scenario.label), " <span class=\"mode\">", Name(mode), "</span>"));
}

// Modes that this scenario was not played in, while others were.
std::string NotPlayed(const Study& study, std::size_t i) {
  std::string blocks;
  const std::vector<CostMode> own = PlayedModes(study.scenarios[i]);
  for (const CostMode mode : PlayedModes(study)) {
    if (std::ranges::find(own, mode) != own.end()) continue;
    const std::string note = Cat("Not played in ", Name(mode), " mode.");
    blocks += Block(i, Name(mode), ModeTitle(study.scenarios[i], mode) + Element("p", "quiet", note));
  }
  return blocks;
}

}  // namespace

std::string LossSection(const Material& material) {
  std::string body;
  for (std::size_t i = 0; i < material.study.scenarios.size(); ++i) {
    const Scenario& scenario = material.study.scenarios[i];
    for (const CostMode mode : PlayedModes(scenario)) {
      std::string loss = LossPlot(material, scenario, mode);
      if (loss.empty()) loss = Element("p", "quiet", "This workload sends no SYNs: there are none to refuse.");
      const std::string plots = Grid({loss, CostPlot(material, scenario, mode)}, "grid wide");
      body += Block(i, Name(mode), ModeTitle(scenario, mode) + plots);
    }
    body += NotPlayed(material.study, i);
  }
  return SectionHtml(
      "loss", "Loss and cost against capacity",
      "How much is lost at each size of the table, lower is better; both axes are logarithmic, with a place for zero "
      "at "
      "the bottom. Refusing delays a connection, breaking ends it: the first plot shows refusals alone, the second "
      "weighs everything by the time it takes from people. Bars are 95\u00a0% intervals over the seeds. Between the "
      "optimum and the optimum in sets lies what associativity costs; above that, what not knowing the future costs.",
      body);
}

}  // namespace tidegate::testbed
