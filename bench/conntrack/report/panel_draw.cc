// Draws one panel.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "conntrack/report/panel.h"
#include "conntrack/text.h"

namespace tidegate::bench {
namespace {

using Anchor = Svg::Anchor;

constexpr double kPadding = 16;
constexpr double kHead = 62;
constexpr double kFoot = 30;
constexpr double kRow = 19;
constexpr double kLabels = 182;  // the width of the names
constexpr double kValue = 50;    // of a column of figures
constexpr double kGap = 14;

// From a tick below the least value to one above the largest: ticks are 1, 2 and 5 times a power of ten.
double TickAtMost(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {5.0, 2.0}) {
    if (step * power <= value) return step * power;
  }
  return power;
}
double NextTick(double tick) {
  const double power = std::pow(10, std::floor(std::log10(tick) + 1e-9));
  const double step = tick / power;
  return step < 1.5 ? 2 * power : step < 3 ? 5 * power : 10 * power;
}

// A logarithmic scale between two positions.
class Scale {
 public:
  Scale(double low, double high, double left, double right)
      : low_(std::log10(low)), high_(std::log10(high)), left_(left), right_(right) {}

  double At(double value) const { return left_ + (std::log10(value) - low_) / (high_ - low_) * (right_ - left_); }

  // From end to end.
  std::vector<double> Ticks() const {
    std::vector<double> ticks = {std::pow(10, low_)};
    while (std::log10(ticks.back()) < high_ - 1e-9) ticks.push_back(NextTick(ticks.back()));
    return ticks;
  }

 private:
  double low_;
  double high_;
  double left_;
  double right_;
};

Scale ScaleOf(const Panel& panel, double left, double right) {
  double low = std::numeric_limits<double>::max();
  double high = 0;
  for (const Row& row : panel.rows) {
    for (const Point& point : row.points) {
      if (point.ns <= 0) continue;
      low = std::min(low, &point == &row.points.front() ? point.low : point.ns);
      high = std::max(high, &point == &row.points.front() ? point.high : point.ns);
    }
  }
  low = TickAtMost(low);
  return {low, std::max(NextTick(TickAtMost(high)), NextTick(low)), left, right};
}

std::string TickText(double ns) {
  if (ns < 1000) return Format("%g", ns);
  if (ns < 1e6) return Format("%g us", ns / 1e3);
  return Format("%g ms", ns / 1e6);
}

void DrawScale(Svg& svg, const Scale& scale, double top, double bottom) {
  double last = -1e9;  // where the text before ended
  for (const double tick : scale.Ticks()) {
    const double x = scale.At(tick);
    svg.Line(x, top, x, bottom, "grid");
    if (x - last < 34) continue;
    svg.Text(x, bottom + 15, TickText(tick), "tick", Anchor::kMiddle);
    last = x;
  }
}

void DrawPoints(Svg& svg, const Row& row, const Panel& panel, const Scale& scale, double y) {
  static constexpr const char* kShades[] = {"p0", "p1", "p2", "p3"};
  double least = std::numeric_limits<double>::max();
  double most = 0;
  for (const Point& point : row.points) {
    if (point.ns <= 0) continue;
    least = std::min(least, point.ns);
    most = std::max(most, point.ns);
  }
  const Point& first = row.points.front();
  if (first.ns > 0) svg.Line(scale.At(first.low), y, scale.At(first.high), y, "range " + row.style);
  if (most > least) svg.Line(scale.At(least), y, scale.At(most), y, "link " + row.style);
  // The first size is drawn last, on top.
  for (std::size_t i = row.points.size(); i-- > 0;) {
    const Point& point = row.points[i];
    if (point.ns <= 0) continue;
    const std::string style = row.style + " " + kShades[std::min<std::size_t>(i, 3)];
    svg.Circle(scale.At(point.ns), y, i == 0 ? 5 : 4, style,
               row.table + ", " + panel.headings[i] + ": " + Figure(point.ns) + " ns");
  }
}

void DrawRow(Svg& svg, const Row& row, const Panel& panel, const Scale& scale, double x, double y) {
  const bool own = row.style == "own";
  svg.Text(x + kPadding + kLabels - 6, y + 4, row.table, own ? "name own-text" : "name", Anchor::kEnd);
  DrawPoints(svg, row, panel, scale, y);
  double right = x + kPanelWidth - kPadding;
  for (std::size_t i = row.values.size(); i-- > 0; right -= kValue) {
    svg.Text(right, y + 4, row.values[i], own ? "value own-text" : "value", Anchor::kEnd);
  }
}

}  // namespace

double Panel::Height() const { return kHead + static_cast<double>(rows.size()) * kRow + kFoot; }

void DrawPanel(Svg& svg, const Panel& panel, double x, double y, double height) {
  svg.Rect(x, y, kPanelWidth, height, "card", 8);
  svg.Text(x + kPadding, y + 26, panel.title, "title");
  svg.Text(x + kPadding, y + 43, panel.note, "note");
  double right = x + kPanelWidth - kPadding;
  for (std::size_t i = panel.headings.size(); i-- > 0; right -= kValue) {
    svg.Text(right, y + kHead - 11, panel.headings[i], "heading", Anchor::kEnd);
  }
  const double left = x + kPadding + kLabels + kGap / 2;
  const Scale scale = ScaleOf(panel, left, right - kGap);
  const double top = y + kHead - 4;
  const double bottom = y + kHead + static_cast<double>(panel.rows.size()) * kRow;
  DrawScale(svg, scale, top, bottom);
  if (panel.reference > 0) svg.Line(scale.At(panel.reference), top, scale.At(panel.reference), bottom, "reference");
  double row_y = y + kHead + kRow / 2 - 1;
  for (const Row& row : panel.rows) {
    DrawRow(svg, row, panel, scale, x, row_y);
    row_y += kRow;
  }
}

}  // namespace tidegate::bench
