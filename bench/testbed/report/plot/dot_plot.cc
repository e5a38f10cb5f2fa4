// Draws rows of dots.
#include "testbed/report/plot/dot_plot.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "testbed/report/figures.h"

namespace tidegate::testbed {
namespace {

using bench::Svg;

constexpr double kTickSize = 11;
constexpr double kTickGap = 10;    // between two texts
constexpr double kMostReach = 10;  // of an interval beyond all dots, as a factor
constexpr double kCap = 3.5;       // half of what closes an error bar
constexpr double kRow = 20;
constexpr double kTop = 46;
constexpr double kRanks = 26;    // the width of the ranks
constexpr double kNames = 190;   // with the ranks
constexpr double kFigures = 74;  // the width of the values as text
constexpr double kFoot = 44;

// The marks of every `decades` decades, times these.
struct TickPattern {
  int decades;
  std::array<double, 3> times;  // 0: none
};
constexpr std::array kPatterns = {TickPattern{1, {1, 2, 5}}, TickPattern{1, {1, 3, 0}}, TickPattern{1, {1, 0, 0}},
                                  TickPattern{2, {1, 0, 0}}, TickPattern{3, {1, 0, 0}}};

std::vector<double> TicksOf(const TickPattern& pattern, const Axis& axis) {
  constexpr int kMostDecade = 12;
  std::vector<double> ticks;
  for (int decade = -kMostDecade; decade <= kMostDecade; decade += pattern.decades) {
    for (const double times : pattern.times) {
      const double tick = times * std::pow(10, decade);
      if (times > 0 && tick >= axis.low() * (1 - 1e-9) && tick <= axis.high() * (1 + 1e-9)) ticks.push_back(tick);
    }
  }
  return ticks;
}

bool HaveRoom(const std::vector<double>& ticks, const Axis& axis) {
  double free_from = -1e9;
  for (const double tick : ticks) {
    const double half = TextWidth(DotTickText(tick), kTickSize) / 2;
    if (axis.At(tick) - half < free_from) return false;
    free_from = axis.At(tick) + half + kTickGap;
  }
  return true;
}

void DrawRow(Svg& svg, const DotRow& row, const Axis& axis, double y) {
  svg.BeginGroup("series " + row.dot.style);
  svg.Text(kRanks - 8, y + 4, row.rank, "tick", Svg::Anchor::kEnd);
  svg.Text(kRanks + 4, y + 4, Shortened(row.label, 26), "name");
  DrawDot(svg, row.dot, axis, y);
  svg.Text(kDotPlotWidth, y + 4, row.figure, "tick", Svg::Anchor::kEnd);
  svg.EndGroup();
}

}  // namespace

Axis DotAxis(std::span<const Dot> dots, double from, double to) {
  double least = 1;
  double most = 2;
  double low = 1;
  double high = 2;
  for (const Dot& dot : dots) {
    least = std::min(least, dot.value);
    most = std::max(most, dot.value);
    low = std::min(low, dot.low);
    high = std::max(high, dot.high);
  }
  return Axis::Exact(AxisKind::kLog, std::max(low, least / kMostReach), std::min(high, most * kMostReach) * 1.05, from,
                     to);
}

std::vector<double> DotTicks(const Axis& axis) {
  for (const TickPattern& pattern : kPatterns) {
    std::vector<double> ticks = TicksOf(pattern, axis);
    if (HaveRoom(ticks, axis)) return ticks;
  }
  return {};
}

std::string DotTickText(double tick) { return Compact(tick) + "\u00d7"; }

void DrawDot(Svg& svg, const Dot& dot, const Axis& axis, double y) {
  const double low = axis.At(dot.low);
  const double high = axis.At(dot.high);
  if (dot.low < dot.high) {
    svg.Line(low, y, high, y, "error-bar");
    if (dot.low >= axis.low()) svg.Line(low, y - kCap, low, y + kCap, "error-bar");
    if (dot.high <= axis.high()) svg.Line(high, y - kCap, high, y + kCap, "error-bar");
  }
  DrawMarker(svg, dot.marker, axis.At(dot.value), y, 4, "marker", "");
}

std::string DotPlotSvg(const DotPlot& plot) {
  if (plot.rows.empty()) return "";
  std::vector<Dot> dots;
  dots.reserve(plot.rows.size());
  for (const DotRow& row : plot.rows) dots.push_back(row.dot);
  const double bottom = kTop + kRow * static_cast<double>(plot.rows.size());
  const PlotArea area{kNames, kTop, kDotPlotWidth - kFigures, bottom};
  const Axis axis = DotAxis(dots, area.left + 8, area.right - 8);
  Svg svg;
  DrawTitles(svg, plot.title, plot.note);
  DrawXTicks(svg, area, axis, DotTicks(axis), DotTickText);
  DrawXTitle(svg, area, plot.x_title);
  double y = kTop + kRow / 2;
  for (const DotRow& row : plot.rows) {
    DrawRow(svg, row, axis, y);
    y += kRow;
  }
  return svg.Embed(kDotPlotWidth, bottom + kFoot, plot.title + ": " + plot.note);
}

}  // namespace tidegate::testbed
