// Draws lines.
#include "testbed/report/plot/line_plot.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_join.h"
#include "testbed/report/plot/line_labels.h"

namespace tidegate::testbed {
namespace {

using bench::Svg;
using bench::SvgPath;

constexpr double kTop = 46;
constexpr double kFoot = 42;
constexpr double kTicks = 52;    // the width of the y axis's texts
constexpr double kLabels = 186;  // of the lines' names
constexpr double kHeight = 372;  // between the axes, at the least
constexpr double kEdge = 10;

struct Extent {
  double low = std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::lowest();

  void Add(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  bool empty() const { return low > high; }
};

Extent XExtent(const LinePlot& plot) {
  Extent extent;
  for (const LineSeries& series : plot.series) {
    for (const LinePoint& point : series.points) extent.Add(point.x);
  }
  return extent;
}

// Logarithmic axes have no place for less than least_y; what is less stands at their end.
Extent YExtent(const LinePlot& plot) {
  Extent extent;
  const bool logarithmic = plot.y_kind != AxisKind::kLinear;
  for (const LineSeries& series : plot.series) {
    for (const LinePoint& point : series.points) {
      if (!logarithmic || point.y > 0) extent.Add(logarithmic ? std::max(point.y, plot.least_y) : point.y);
    }
  }
  if (plot.mark) extent.Add(plot.mark->first);
  if (extent.empty()) extent = {plot.least_y, plot.least_y * 10};
  return extent;
}

// A series in pixels. A step goes level to the next point's x, then straight to its y.
Pixels PixelsOf(const LineSeries& series, const Axis& x, const Axis& y) {
  Pixels pixels;
  pixels.reserve(series.points.size());
  for (const LinePoint& point : series.points) pixels.emplace_back(x.At(point.x), y.At(point.y));
  return pixels;
}

SvgPath PathOf(const Pixels& pixels, bool steps) {
  SvgPath path;
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const auto& [x, y] = pixels[i];
    if (i == 0) {
      path.MoveTo(x, y);
      continue;
    }
    if (steps) path.LineTo(x, pixels[i - 1].second);
    if (!steps || y != pixels[i - 1].second) path.LineTo(x, y);
  }
  return path;
}

void DrawWhisker(Svg& svg, const LinePoint& point, double x, const Axis& y) {
  const double low = y.At(std::max(0.0, point.low));
  const double high = y.At(std::max(0.0, point.high));
  if (low - high < 3) return;
  svg.Line(x, low, x, high, "whisker");
}

void DrawSeries(Svg& svg, const LineSeries& series, const Pixels& pixels, const Axis& y, bool steps) {
  svg.BeginGroup("series " + series.style);
  svg.Path(PathOf(pixels, steps), "line", series.label);
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const LinePoint& point = series.points[i];
    DrawWhisker(svg, point, pixels[i].first, y);
    if (series.marker) {
      DrawMarker(svg, *series.marker, pixels[i].first, pixels[i].second, 3.2, "marker", point.hint);
    }
  }
  svg.EndGroup();
}

// Where the leader of a label begins: a line of steps ends where it falls to nothing.
std::pair<double, double> EndOf(const LineSeries& series, const Pixels& pixels, bool steps, Side side) {
  if (side == Side::kLeft) return pixels.front();
  std::size_t last = pixels.size() - 1;
  while (steps && last > 0 && series.points[last].y <= 0) --last;
  return last + 1 < pixels.size() ? std::pair(pixels[last + 1].first, pixels[last].second) : pixels[last];
}

constexpr std::size_t kFew = 4;        // lines, whose names are soon read
constexpr std::size_t kMostNamed = 7;  // in one label

// If all lines but those with labels of their own cover each other, their names would say less than their number.
bool AllAlike(const LinePlot& plot, const std::vector<std::size_t>& group) {
  const auto common = std::ranges::count(plot.series, false, &LineSeries::own_label);
  return group.size() > kFew && group.size() == static_cast<std::size_t>(common);
}

// Those that share a label.
std::vector<std::vector<std::size_t>> GroupsOf(const LinePlot& plot, const std::vector<Pixels>& lines) {
  std::vector<std::vector<std::size_t>> groups;
  for (const std::vector<std::size_t>& same : CoincidingLines(lines)) {
    std::vector<std::size_t> shared;
    for (const std::size_t i : same) {
      if (plot.series[i].own_label) {
        groups.push_back({i});
      } else {
        shared.push_back(i);
      }
    }
    if (!shared.empty()) groups.push_back(std::move(shared));
  }
  return groups;
}

std::vector<LineLabel> LabelsOf(const LinePlot& plot, const std::vector<Pixels>& lines, Side side) {
  std::vector<LineLabel> labels;
  for (const auto& group : GroupsOf(plot, lines)) {
    const LineSeries& first = plot.series[group.front()];
    LineLabel label{{}, "", first.marker, EndOf(first, lines[group.front()], plot.steps, side), ""};
    for (const std::size_t i : group) {
      label.names.push_back(plot.series[i].label);
      label.style += (label.style.empty() ? "" : " ") + plot.series[i].style;
    }
    if (AllAlike(plot, group)) {
      label.names = {"all " + std::to_string(group.size()) + " alike"};
      label.style = "all";
      label.marker.reset();
    }
    if (label.names.size() > kMostNamed) {
      label.hint = absl::StrJoin(label.names, ", ");
      const std::size_t more = label.names.size() - kFew;
      label.names.resize(kFew);
      label.names.push_back(std::to_string(more) + " more");
    }
    labels.push_back(std::move(label));
  }
  return labels;
}

PlotArea AreaFor(Side labels_at, double height) {
  PlotArea area{kTicks, kTop, kLinePlotWidth - kLabels, kTop + height};
  if (labels_at == Side::kLeft) {
    area.left = kLabels;
    area.right = kLinePlotWidth - kTicks;
  }
  area.left += labels_at == Side::kRight ? kEdge : 0;
  area.right -= labels_at == Side::kLeft ? kEdge : 0;
  return area;
}

// All of a plot's lines in pixels of an area.
struct Layout {
  PlotArea area;
  Axis x;
  Axis y;
  std::vector<Pixels> lines;
};

Layout LayOut(const LinePlot& plot, const PlotArea& area) {
  const Extent x_extent = XExtent(plot);
  const Extent y_extent = YExtent(plot);
  Layout layout{area,
                Axis::Exact(plot.x_kind, x_extent.low, x_extent.high, area.left, area.right),
                Axis(plot.y_kind, y_extent.low, y_extent.high, area.bottom, area.top),
                {}};
  for (const LineSeries& series : plot.series) layout.lines.push_back(PixelsOf(series, layout.x, layout.y));
  return layout;
}

void DrawAxes(Svg& svg, const LinePlot& plot, const Layout& layout, Side labels_at) {
  const std::vector<double> ticks = plot.x_ticks.empty() ? layout.x.Ticks() : plot.x_ticks;
  DrawXTicks(svg, layout.area, layout.x, ticks, plot.x_text);
  DrawYTicks(svg, layout.area, layout.y, plot.y_text, labels_at == Side::kLeft ? Side::kRight : Side::kLeft);
  DrawXTitle(svg, layout.area, plot.x_title);
  if (!plot.mark) return;
  const double y = layout.y.At(plot.mark->first);
  svg.Line(layout.area.left, y, layout.area.right, y, "mark");
}

// Above the lines, and where the labels are not: there most lines have fallen off.
void DrawMarkText(Svg& svg, const LinePlot& plot, const Layout& layout, Side labels_at) {
  if (!plot.mark) return;
  const double y = layout.y.At(plot.mark->first) - 5;
  const bool at_right = labels_at == Side::kLeft;
  svg.Text(at_right ? layout.area.right - 8 : layout.area.left + 8, y, plot.mark->second, "tick halo",
           at_right ? Svg::Anchor::kEnd : Svg::Anchor::kStart);
}

}  // namespace

std::string LinePlotSvg(LinePlot plot) {
  std::erase_if(plot.series, [](const LineSeries& series) { return series.points.empty(); });
  if (plot.series.empty()) return "";
  const Side side = plot.steps ? Side::kRight : SideOfLabels(LayOut(plot, AreaFor(Side::kRight, kHeight)).lines);
  // As high as the labels need; lines that cover each other at one height do at any.
  const Layout draft = LayOut(plot, AreaFor(side, kHeight));
  const double height = std::max(kHeight, HeightOf(LabelsOf(plot, draft.lines, side)));
  const Layout layout = LayOut(plot, AreaFor(side, height));

  Svg svg;
  DrawTitles(svg, plot.title, plot.note);
  DrawAxes(svg, plot, layout, side);
  DrawLineLabels(svg, LabelsOf(plot, layout.lines, side), layout.area, side);
  for (std::size_t i = plot.series.size(); i-- > 0;) {
    DrawSeries(svg, plot.series[i], layout.lines[i], layout.y, plot.steps);
  }
  DrawMarkText(svg, plot, layout, side);
  return svg.Embed(kLinePlotWidth, kTop + height + kFoot, plot.title + ": " + plot.note);
}

}  // namespace tidegate::testbed
