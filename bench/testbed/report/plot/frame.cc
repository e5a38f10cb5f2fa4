// Draws frames.
#include "testbed/report/plot/frame.h"

#include <algorithm>

namespace tidegate::testbed {
namespace {

using bench::Svg;
using bench::SvgPath;

SvgPath Polygon(const std::vector<std::pair<double, double>>& corners, double x, double y) {
  SvgPath path;
  bool first = true;
  for (const auto& [dx, dy] : corners) {
    if (std::exchange(first, false)) {
      path.MoveTo(x + dx, y + dy);
    } else {
      path.LineTo(x + dx, y + dy);
    }
  }
  return path.Close();
}

SvgPath Strokes(double x, double y, double r, bool upright) {
  SvgPath path;
  if (upright) return path.MoveTo(x - r, y).LineTo(x + r, y).MoveTo(x, y - r).LineTo(x, y + r);
  return path.MoveTo(x - r, y - r).LineTo(x + r, y + r).MoveTo(x - r, y + r).LineTo(x + r, y - r);
}

}  // namespace

double TextWidth(const std::string& text, double font_size) {
  // Bytes that continue a character have no width of their own.
  const auto characters = std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; });
  return static_cast<double>(characters) * font_size * 0.6;
}

std::string Shortened(const std::string& text, std::size_t width) {
  return text.size() <= width ? text : text.substr(0, width - 1) + "\u2026";
}

void DrawXTicks(Svg& svg, const PlotArea& area, const Axis& axis, const std::vector<double>& ticks,
                const TickText& text) {
  double free_from = -1e9;
  for (const double tick : ticks) {
    const double x = axis.At(tick);
    svg.Line(x, area.top, x, area.bottom, "grid");
    const std::string label = text(tick);
    const double half = TextWidth(label, 11) / 2;
    if (x - half < free_from) continue;
    svg.Text(x, area.bottom + 18, label, "tick", Svg::Anchor::kMiddle);
    free_from = x + half + 4;
  }
}

void DrawYTicks(Svg& svg, const PlotArea& area, const Axis& axis, const TickText& text, Side side) {
  const double x = side == Side::kLeft ? area.left - 7 : area.right + 10;
  const Svg::Anchor anchor = side == Side::kLeft ? Svg::Anchor::kEnd : Svg::Anchor::kStart;
  double free_below = 1e9;  // the texts go up
  for (const double tick : axis.Ticks()) {
    const double y = axis.At(tick);
    svg.Line(area.left, y, area.right, y, "grid");
    if (y + 6 > free_below) continue;
    svg.Text(x, y + 4, text(tick), "tick", anchor);
    free_below = y - 6;
  }
}

void DrawTitles(Svg& svg, const std::string& title, const std::string& note) {
  svg.Text(0, 14, title, "title");
  svg.Text(0, 31, note, "note");
}

void DrawXTitle(Svg& svg, const PlotArea& area, const std::string& title) {
  svg.Text((area.left + area.right) / 2, area.bottom + 37, title, "note", Svg::Anchor::kMiddle);
}

void DrawMarker(Svg& svg, Marker marker, double x, double y, double r, const std::string& style,
                const std::string& hint) {
  const std::string stroked = style + " stroked";
  switch (marker) {
    case Marker::kCircle:
      return svg.Circle(x, y, r, style, hint);
    case Marker::kSquare:
      return svg.Path(Polygon({{-r, -r}, {r, -r}, {r, r}, {-r, r}}, x, y), style, hint);
    case Marker::kDiamond:
      return svg.Path(Polygon({{0, -r * 1.35}, {r * 1.35, 0}, {0, r * 1.35}, {-r * 1.35, 0}}, x, y), style, hint);
    case Marker::kTriangle:
      return svg.Path(Polygon({{0, -r * 1.2}, {r * 1.2, r}, {-r * 1.2, r}}, x, y), style, hint);
    case Marker::kDown:
      return svg.Path(Polygon({{0, r * 1.2}, {r * 1.2, -r}, {-r * 1.2, -r}}, x, y), style, hint);
    case Marker::kCross:
      return svg.Path(Strokes(x, y, r, false), stroked, hint);
    case Marker::kPlus:
      return svg.Path(Strokes(x, y, r * 1.2, true), stroked, hint);
  }
}

void DrawBands(Svg& svg, const PlotArea& area, const Axis& axis, const Bands& bands, const std::string& label) {
  for (const auto& [begin, end] : bands) {
    const double left = axis.At(begin);
    const double width = std::max(1.0, axis.At(end) - left);
    svg.Rect(left, area.top, width, area.bottom - area.top, "band");
    if (width > TextWidth(label, 10))
      svg.Text(left + width / 2, area.top - 4, label, "band-label", Svg::Anchor::kMiddle);
  }
}

}  // namespace tidegate::testbed
