// Writes the ranking.
#include "testbed/report/section/rank_table.h"

#include <algorithm>
#include <vector>

#include "testbed/report/cat.h"
#include "testbed/report/figures.h"
#include "testbed/report/heat.h"
#include "testbed/report/html.h"
#include "testbed/report/plot/dot_plot.h"
#include "testbed/report/section/parts.h"
#include "testbed/report/section/single_plots.h"

namespace tidegate::testbed {
namespace {

using bench::Svg;

constexpr double kDotWidth = 230;
constexpr double kDotHeight = 18;
constexpr double kDotEdge = 8;

Dot DotOf(const Study& study, const Standing& standing) {
  return {StyleClasses(study, standing.contender), study.contenders[standing.contender].style.marker, standing.regret(),
          standing.low(), standing.high()};
}

Axis AxisOf(const Study& study, const Ranking& ranking) {
  std::vector<Dot> dots;
  for (const Standing& standing : ranking.standings) dots.push_back(DotOf(study, standing));
  return DotAxis(dots, kDotEdge, kDotWidth - kDotEdge);
}

// The head of the column of dots: its scale.
std::string DotHead(const Axis& axis) {
  Svg svg;
  for (const double tick : DotTicks(axis)) {
    svg.Text(axis.At(tick), 12, DotTickText(tick), "tick", Svg::Anchor::kMiddle);
  }
  return svg.Embed(kDotWidth, 16, "regret, logarithmic");
}

std::string DotCell(const Study& study, const Standing& standing, const Axis& axis) {
  const Dot dot = DotOf(study, standing);
  Svg svg;
  for (const double tick : DotTicks(axis)) svg.Line(axis.At(tick), 0, axis.At(tick), kDotHeight, "grid");
  svg.BeginGroup("series " + dot.style);
  DrawDot(svg, dot, axis, kDotHeight / 2);
  svg.EndGroup();
  return svg.Embed(kDotWidth, kDotHeight, Factor(standing.regret()));
}

std::string IntervalText(const Standing& standing) {
  if (!standing.log_regret.has_interval()) return "";
  return Cat(Factor(standing.low()), "\u2009\u2013\u2009", Factor(standing.high()));
}

// The greatest regret of a scenario, which is the darkest.
double MostOf(const std::vector<Ranking>& scenarios) {
  double most = 1;
  for (const Ranking& scenario : scenarios) {
    for (const Standing& standing : scenario.standings) most = std::max(most, standing.regret());
  }
  return most;
}

HtmlCell ScenarioCell(const Ranking& ranking, std::size_t contender, double most) {
  const Standing* standing = ranking.Find(contender);
  if (standing == nullptr) return {"\u2013", "number quiet"};
  const bool first = standing->rank == 1;
  return {Factor(standing->regret()), Cat("number heat h", HeatStep(standing->regret(), most), first ? " best" : "")};
}

// A single seed has no intervals, so no column for them.
std::vector<HtmlCell> HeadCells(const Ranking& ranking, const Axis& axis) {
  std::vector<HtmlCell> cells = {{"rank", "number"}, {"policy", ""}, {"regret", "number"}};
  if (ranking.seeds > 1) cells.push_back({"95\u00a0% interval", "number"});
  cells.push_back({DotHead(axis), "dots"});
  return cells;
}

std::vector<HtmlCell> FirstCells(const Study& study, const Ranking& ranking, const Standing& standing,
                                 const Axis& axis) {
  std::vector<HtmlCell> cells = {{RankText(standing), "number rank"},
                                 {ContenderHtml(study, standing.contender), ""},
                                 {Factor(standing.regret()), "number strong"}};
  if (ranking.seeds > 1) cells.push_back({IntervalText(standing), "number quiet"});
  cells.push_back({DotCell(study, standing, axis), "dots"});
  return cells;
}

std::string Note(const Study& study, const Ranking& ranking) {
  std::string note =
      "Of each scenario the geometric mean over its capacities; its best, and what ties with it, is bold. ";
  if (ranking.seeds > 1) {
    Append(note, "Error bars are 95\u00a0% intervals over ", ranking.seeds,
           " seeds; ranks marked = are within their noise. ");
  } else {
    Append(note, "A single seed: there is no interval, and ranks marked = differ by less than 1\u00a0%. ");
  }
  const auto is_reference = [](const Contender& contender) { return contender.reference; };
  if (std::ranges::any_of(study.contenders, is_reference)) {
    Append(note, "/full: fully associative, a reference.");
  }
  return Element("p", "foot", note);
}

}  // namespace

std::string RankText(const Standing& standing) {
  if (standing.rank == 0) return "\u2013";
  return Cat(standing.rank, standing.tied ? "=" : "");
}

std::string RankingPlot(const Study& study, const Ranking& ranking, CostMode mode) {
  DotPlot plot;
  plot.title = Cat("Regret over all scenarios, ", Name(mode));
  plot.note = ranking.seeds > 1 ? Cat("geometric mean; error bars: 95 % intervals over ", ranking.seeds, " seeds")
                                : "geometric mean; one seed, so no intervals";
  plot.x_title = ranking.reference == RegretReference::kBest ? "cost beside that of the best policy of each run"
                                                             : "cost beside that of the offline optimum";
  for (const Standing& standing : ranking.standings) {
    if (standing.rank == 0) continue;
    plot.rows.push_back({RankText(standing), study.contenders[standing.contender].label, Factor(standing.regret()),
                         DotOf(study, standing)});
  }
  return DotPlotSvg(plot);
}

std::string RankTable(const Study& study, const Ranking& ranking, CostMode mode) {
  const Axis axis = AxisOf(study, ranking);
  HtmlTable table("figures ranks");
  std::vector<HtmlCell> head = HeadCells(ranking, axis);
  std::vector<Ranking> own;  // of each scenario
  for (const Scenario& scenario : study.scenarios) {
    if (scenario.PlayOf(mode).empty()) continue;
    own.push_back(RankOver({&scenario, 1}, mode));
    head.push_back({Escaped(scenario.label), "number slim"});
  }
  table.Head(head);
  const double most = MostOf(own);
  for (const Standing& standing : ranking.standings) {
    std::vector<HtmlCell> row = FirstCells(study, ranking, standing, axis);
    for (const Ranking& scenario : own) row.push_back(ScenarioCell(scenario, standing.contender, most));
    table.Row(row, study.contenders[standing.contender].reference ? "reference-row" : "");
  }
  return table.Finish() + HeatLegend(most) + Note(study, ranking);
}

}  // namespace tidegate::testbed
