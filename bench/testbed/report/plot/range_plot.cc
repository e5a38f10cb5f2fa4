// Draws rows of marks.
#include "testbed/report/plot/range_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tidegate::testbed {
namespace {

using bench::Svg;

constexpr double kTop = 46;
constexpr double kRow = 30;
constexpr double kFoot = 44;
constexpr double kMarker = 4.5;
constexpr double kCap = 4;     // half of what closes a range
constexpr double kBar = 7;     // half of a bar's height
constexpr double kLimit = 11;  // half of a limit's

Axis AxisOf(const RangePlot& plot, double from, double to) {
  double low = plot.bars ? 0 : std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::lowest();
  const auto add = [&](double least, double most) {
    low = std::min(low, least);
    high = std::max(high, most);
  };
  for (const RangeRow& row : plot.rows) {
    for (const RangeMark& mark : row.marks) add(mark.low, mark.high);
    if (row.limit) add(*row.limit, *row.limit);
  }
  low = std::max(low, plot.least.value_or(low));
  high = std::min(high, plot.most.value_or(high));
  if (plot.kind == AxisKind::kLinear) return {plot.kind, std::min(low, high), high, from, to};
  return Axis::Exact(plot.kind, low / 1.15, high * 1.15, from, to);
}

// Powers of ten, with 2 and 5 times them: as many as DrawXTicks() finds room for.
std::vector<double> TicksOf(const RangePlot& plot, const Axis& axis) {
  if (plot.kind == AxisKind::kLinear) return axis.Ticks();
  std::vector<double> ticks;
  for (int decade = -9; decade < 12; ++decade) {
    for (const double times : {1.0, 2.0, 5.0}) {
      const double tick = times * std::pow(10, decade);
      if (tick >= axis.low() && tick <= axis.high()) ticks.push_back(tick);
    }
  }
  return ticks;
}

void DrawRange(Svg& svg, const RangeMark& mark, const Axis& axis, double y) {
  if (mark.low >= mark.high) return;
  const double low = axis.At(mark.low);
  const double high = axis.At(mark.high);
  svg.Line(low, y, high, y, "error-bar");
  for (const double end : {low, high}) svg.Line(end, y - kCap, end, y + kCap, "error-bar");
}

void DrawRow(Svg& svg, const RangePlot& plot, const RangeRow& row, const Axis& axis, double y) {
  svg.BeginGroup("series " + row.style);
  svg.Text(0, y + 4, row.label, "name");
  if (plot.bars && !row.marks.empty()) {
    const double zero = axis.At(0);
    svg.Rect(zero, y - kBar, axis.At(row.marks.front().value) - zero, 2 * kBar, "bar-fill", 2);
  }
  for (const RangeMark& mark : row.marks) DrawRange(svg, mark, axis, y);
  for (const RangeMark& mark : row.marks) {
    DrawMarker(svg, mark.marker, axis.At(mark.value), y, kMarker, "marker", mark.hint);
  }
  if (row.limit) svg.Line(axis.At(*row.limit), y - kLimit, axis.At(*row.limit), y + kLimit, "limit");
  svg.Text(kRangePlotWidth, y + 4, row.figure, "tick", Svg::Anchor::kEnd);
  svg.EndGroup();
}

}  // namespace

std::string RangePlotSvg(const RangePlot& plot) {
  if (plot.rows.empty()) return "";
  const double bottom = kTop + kRow * static_cast<double>(plot.rows.size());
  const PlotArea area{plot.labels, kTop, kRangePlotWidth - plot.figures, bottom};
  const Axis axis = AxisOf(plot, area.left + 4, area.right - 12);
  Svg svg;
  DrawTitles(svg, plot.title, plot.note);
  DrawXTicks(svg, area, axis, TicksOf(plot, axis), plot.text);
  DrawXTitle(svg, area, plot.x_title);
  double y = kTop + kRow / 2;
  for (const RangeRow& row : plot.rows) {
    DrawRow(svg, plot, row, axis, y);
    y += kRow;
  }
  return svg.Embed(kRangePlotWidth, bottom + kFoot, plot.title + ": " + plot.note);
}

}  // namespace tidegate::testbed
