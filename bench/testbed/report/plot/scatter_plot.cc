// Draws points.
#include "testbed/report/plot/scatter_plot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace tidegate::testbed {
namespace {

using bench::Svg;
using bench::SvgPath;

constexpr PlotArea kArea = {58, 46, kScatterPlotWidth - 16, 366};
constexpr double kHeight = 408;
constexpr double kTextHeight = 12;

struct Box {
  double left;
  double top;
  double right;
  double bottom;

  bool Overlaps(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

// A label's place relative to its point.
struct Place {
  double dx;
  double dy;
  Svg::Anchor anchor;
};
constexpr std::array kPlaces = {
    Place{9, 4, Svg::Anchor::kStart},    Place{-9, 4, Svg::Anchor::kEnd},    Place{0, -10, Svg::Anchor::kMiddle},
    Place{0, 18, Svg::Anchor::kMiddle},  Place{9, -8, Svg::Anchor::kStart},  Place{9, 16, Svg::Anchor::kStart},
    Place{-9, -8, Svg::Anchor::kEnd},    Place{-9, 16, Svg::Anchor::kEnd},   Place{14, -18, Svg::Anchor::kStart},
    Place{14, 26, Svg::Anchor::kStart},  Place{-14, -18, Svg::Anchor::kEnd}, Place{-14, 26, Svg::Anchor::kEnd},
    Place{20, -30, Svg::Anchor::kStart}, Place{20, 38, Svg::Anchor::kStart}};

Box BoxOf(const std::string& label, const Place& place, double x, double y) {
  const double width = TextWidth(label, 11);
  const double left = x + place.dx -
                      (place.anchor == Svg::Anchor::kEnd      ? width
                       : place.anchor == Svg::Anchor::kMiddle ? width / 2
                                                              : 0);
  return {left, y + place.dy - kTextHeight + 2, left + width, y + place.dy + 2};
}

// Puts each label at the first place where it covers nothing; if there is none, at the first.
class Labels {
 public:
  void Block(const Box& box) { taken_.push_back(box); }

  Place PlaceFor(const std::string& label, double x, double y) {
    for (const Place& place : kPlaces) {
      const Box box = BoxOf(label, place, x, y);
      const bool inside =
          box.left > kArea.left && box.right < kArea.right + 12 && box.top > kArea.top - 8 && box.bottom < kArea.bottom;
      if (!inside || std::ranges::any_of(taken_, [&](const Box& other) { return box.Overlaps(other); })) continue;
      taken_.push_back(box);
      return place;
    }
    return kPlaces[0];
  }

 private:
  std::vector<Box> taken_;
};

Axis AxisOver(const std::vector<ScatterPoint>& points, double ScatterPoint::*value, double from, double to) {
  const auto [least, most] = std::ranges::minmax_element(points, {}, value);
  return Axis::Exact(AxisKind::kLog, (*least).*value / 1.4, (*most).*value * 1.4, from, to);
}

// Of an axis between any two values: 1, 2 and 5 times powers of ten.
std::vector<double> TicksOf(const Axis& axis) {
  std::vector<double> ticks;
  for (int decade = -6; decade < 12; ++decade) {
    for (const double step : {1.0, 2.0, 5.0}) {
      const double tick = step * std::pow(10, decade);
      if (tick >= axis.low() && tick <= axis.high()) ticks.push_back(tick);
    }
  }
  return ticks;
}

void DrawFront(Svg& svg, const std::vector<ScatterPoint>& front, const Axis& x, const Axis& y) {
  SvgPath path;
  for (std::size_t i = 0; i < front.size(); ++i) {
    const double px = x.At(front[i].x);
    const double py = y.At(front[i].y);
    if (i == 0) {
      path.MoveTo(px, kArea.top).LineTo(px, py);
    } else {
      path.LineTo(px, y.At(front[i - 1].y)).LineTo(px, py);
    }
    if (i + 1 == front.size()) path.LineTo(kArea.right, py);
  }
  svg.Path(path, "front", "nobody is better in both");
}

// The level parts of the front, which no label should cover.
void BlockFront(const std::vector<ScatterPoint>& front, const Axis& x, const Axis& y, Labels& labels) {
  for (std::size_t i = 0; i < front.size(); ++i) {
    const double right = i + 1 < front.size() ? x.At(front[i + 1].x) : kArea.right;
    labels.Block({x.At(front[i].x), y.At(front[i].y) - 1, right, y.At(front[i].y) + 1});
  }
}

void DrawPoint(Svg& svg, const ScatterPoint& point, const Place& place, double x, double y) {
  svg.BeginGroup("series " + point.style);
  DrawMarker(svg, point.marker, x, y, 5, "marker", point.hint);
  svg.Text(x + place.dx, y + place.dy, point.label, "name", place.anchor);
  svg.EndGroup();
}

}  // namespace

std::vector<ScatterPoint> ParetoFront(const std::vector<ScatterPoint>& points) {
  std::vector<ScatterPoint> sorted = points;
  std::ranges::stable_sort(sorted, {}, [](const ScatterPoint& p) { return std::tuple(p.x, p.y); });
  std::vector<ScatterPoint> front;
  for (const ScatterPoint& point : sorted) {
    if (front.empty() || point.y < front.back().y) front.push_back(point);
  }
  return front;
}

std::string ScatterPlotSvg(const ScatterPlot& plot) {
  if (plot.points.empty()) return "";
  const Axis x = AxisOver(plot.points, &ScatterPoint::x, kArea.left, kArea.right);
  const Axis y = AxisOver(plot.points, &ScatterPoint::y, kArea.bottom, kArea.top);
  Svg svg;
  DrawTitles(svg, plot.title, plot.note);
  DrawXTicks(svg, kArea, x, TicksOf(x), plot.x_text);
  for (const double tick : TicksOf(y)) {
    svg.Line(kArea.left, y.At(tick), kArea.right, y.At(tick), "grid");
    svg.Text(kArea.left - 7, y.At(tick) + 4, plot.y_text(tick), "tick", Svg::Anchor::kEnd);
  }
  DrawXTitle(svg, kArea, plot.x_title);
  const std::vector<ScatterPoint> front = ParetoFront(plot.points);
  DrawFront(svg, front, x, y);
  Labels labels;
  BlockFront(front, x, y, labels);
  for (const ScatterPoint& p : plot.points) {
    labels.Block({x.At(p.x) - 6, y.At(p.y) - 6, x.At(p.x) + 6, y.At(p.y) + 6});
  }
  for (const ScatterPoint& p : plot.points) {
    DrawPoint(svg, p, labels.PlaceFor(p.label, x.At(p.x), y.At(p.y)), x.At(p.x), y.At(p.y));
  }
  return svg.Embed(kScatterPlotWidth, kHeight, plot.title + ": " + plot.note);
}

}  // namespace tidegate::testbed
