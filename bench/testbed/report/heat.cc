// Colours cells.
#include "testbed/report/heat.h"

#include <algorithm>
#include <cmath>

#include "conntrack/text.h"
#include "testbed/report/cat.h"
#include "testbed/report/plot/dot_plot.h"

namespace tidegate::testbed {
namespace {

constexpr double kGood = 1.005;  // reads as 1.00
constexpr double kLegendWidth = 320;
constexpr double kEdge = 14;  // where half of a tick's text stands
constexpr double kBarHeight = 10;

}  // namespace

int HeatStep(double regret, double most) {
  if (regret < kGood || most < kGood) return 0;
  const double share = std::log(regret) / std::log(most);
  return std::clamp(static_cast<int>(std::ceil(share * kHeatSteps - 1e-9)), 1, kHeatSteps);
}

std::string HeatLegend(double most) {
  if (most < kGood) return "";
  const Axis axis = Axis::Exact(AxisKind::kLog, 1, most, kEdge, kLegendWidth - kEdge);
  bench::Svg svg;
  const double width = (kLegendWidth - 2 * kEdge) / kHeatSteps;
  for (int step = 1; step <= kHeatSteps; ++step) {
    svg.Rect(kEdge + (step - 1) * width, 0, width, kBarHeight, Cat("heat-box h", step));
  }
  for (const double tick : DotTicks(axis)) {
    svg.Line(axis.At(tick), kBarHeight, axis.At(tick), kBarHeight + 4, "heat-tick");
    svg.Text(axis.At(tick), kBarHeight + 16, DotTickText(tick), "tick", bench::Svg::Anchor::kMiddle);
  }
  return Cat("<div class=\"heat-legend\"><span>regret in each scenario, logarithmic</span>",
             svg.Embed(kLegendWidth, kBarHeight + 20, "colours of the regret, logarithmic"), "</div>\n");
}

std::string HeatRules() {
  std::string rules;
  for (int step = 0; step <= kHeatSteps; ++step) {
    Append(rules, ".h", step, "{--h:", bench::Format("%.3f", static_cast<double>(step) / kHeatSteps), "}",
           step == kHeatSteps ? "\n" : " ");
  }
  return rules;
}

}  // namespace tidegate::testbed
