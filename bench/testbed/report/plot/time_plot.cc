// Draws timelines.
#include "testbed/report/plot/time_plot.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "testbed/report/figures.h"

namespace tidegate::testbed {
namespace {

using bench::Svg;
using bench::SvgPath;

constexpr PlotArea kArea = {52, 48, kTimePlotWidth - 14, 200};
constexpr double kPlotHeight = 228;
constexpr double kLabelRoom = 17;  // the height of an area that has room for its name
constexpr double kLabelGap = 7;    // beside the name

std::size_t StepsOf(const TimePlot& plot) {
  std::size_t steps = 0;
  for (const TimeSeries& series : plot.series) steps = std::max(steps, series.values.size());
  return steps;
}

double ValueAt(const std::vector<double>& values, std::size_t i) { return i < values.size() ? values[i] : 0; }

// The axes; the time's begins at zero and ends with the last step.
struct Axes {
  Axis x;
  Axis y;
  double step_s;

  double X(std::size_t step) const { return x.At((static_cast<double>(step) + 0.5) * step_s); }
};

Axes AxesOf(const TimePlot& plot) {
  const double end = static_cast<double>(StepsOf(plot)) * plot.step_s;
  const bool logarithmic = plot.y_kind == AxisKind::kLogWithZero;
  return {Axis::Exact(AxisKind::kLinear, 0, end, kArea.left, kArea.right),
          logarithmic ? Axis(plot.y_kind, 1, std::max(10.0, plot.most), kArea.bottom, kArea.top)
                      : Axis::Exact(AxisKind::kLinear, 0, plot.most, kArea.bottom, kArea.top),
          plot.step_s};
}

void DrawFrame(Svg& svg, const TimePlot& plot, const Axes& axes) {
  DrawTitles(svg, plot.title, plot.note);
  DrawBands(svg, kArea, axes.x, plot.attacks, "attack");
  DrawXTicks(svg, kArea, axes.x, axes.x.Ticks(), DurationTick);
  DrawYTicks(svg, kArea, axes.y, plot.y_text, Side::kLeft);
}

// Above areas, which hide the bands themselves.
void DrawBandEdges(Svg& svg, const TimePlot& plot, const Axes& axes) {
  for (const auto& [begin, end] : plot.attacks) {
    for (const double at : {begin, end}) svg.Line(axes.x.At(at), kArea.top, axes.x.At(at), kArea.bottom, "band-edge");
  }
}

// Between two rows of values.
SvgPath AreaPath(const std::vector<double>& lower, const std::vector<double>& upper, const Axes& axes) {
  SvgPath path;
  for (std::size_t i = 0; i < upper.size(); ++i) {
    const double y = axes.y.At(upper[i]);
    if (i == 0) {
      path.MoveTo(axes.X(i), y);
    } else {
      path.LineTo(axes.X(i), y);
    }
  }
  for (std::size_t i = lower.size(); i-- > 0;) path.LineTo(axes.X(i), axes.y.At(lower[i]));
  return path.Close();
}

SvgPath LinePath(const std::vector<double>& values, const Axes& axes) {
  SvgPath path;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i == 0) {
      path.MoveTo(axes.X(i), axes.y.At(values[i]));
    } else {
      path.LineTo(axes.X(i), axes.y.At(values[i]));
    }
  }
  return path;
}

// How high an area is over the whole width of a text around a step; 0 if the text would leave the plot.
double RoomAt(std::size_t at, double half_width, const std::vector<double>& lower, const std::vector<double>& upper,
              const Axes& axes) {
  if (axes.X(at) - half_width < kArea.left || axes.X(at) + half_width > kArea.right) return 0;
  double ceiling = kArea.top;
  double ground = kArea.bottom;
  for (std::size_t i = 0; i < upper.size(); ++i) {
    if (std::abs(axes.X(i) - axes.X(at)) > half_width) continue;
    ceiling = std::max(ceiling, axes.y.At(upper[i]));
    ground = std::min(ground, axes.y.At(lower[i]));
  }
  return ground - ceiling;
}

// An area's name where it has most room, of equal places the one nearest to the middle.
void LabelArea(Svg& svg, const TimeSeries& series, const std::vector<double>& lower, const std::vector<double>& upper,
               const Axes& axes) {
  const double half = TextWidth(series.label, 10.5) / 2 + kLabelGap;
  const auto off_middle = [&](std::size_t i) { return std::abs(axes.X(i) - (kArea.left + kArea.right) / 2); };
  double most = kLabelRoom;
  std::size_t at = upper.size();
  for (std::size_t i = 0; i < upper.size(); ++i) {
    const double room = RoomAt(i, half, lower, upper, axes);
    const bool nearer = at < upper.size() && room > most - 1 && off_middle(i) < off_middle(at);
    if (room <= most && !nearer) continue;
    most = std::max(most, room);
    at = i;
  }
  if (at == upper.size()) return;
  const double y = (axes.y.At(lower[at]) + axes.y.At(upper[at])) / 2 + 4;
  svg.Text(axes.X(at), y, series.label, "area-label " + series.style, Svg::Anchor::kMiddle);
}

}  // namespace

std::string StackedAreasSvg(const TimePlot& plot) {
  const std::size_t steps = StepsOf(plot);
  if (steps == 0) return "";
  const Axes axes = AxesOf(plot);
  Svg svg;
  DrawFrame(svg, plot, axes);
  Svg labels;  // above all areas
  std::vector<double> lower(steps, 0.0);
  for (const TimeSeries& series : plot.series) {
    std::vector<double> upper(steps);
    for (std::size_t i = 0; i < steps; ++i) upper[i] = lower[i] + ValueAt(series.values, i);
    svg.Path(AreaPath(lower, upper, axes), "area " + series.style, series.label);
    LabelArea(labels, series, lower, upper, axes);
    lower = std::move(upper);
  }
  DrawBandEdges(svg, plot, axes);
  svg.Append(labels);
  return svg.Embed(kTimePlotWidth, kPlotHeight, plot.title + ": " + plot.note);
}

std::string TimeLinesSvg(const TimePlot& plot) {
  const std::size_t steps = StepsOf(plot);
  if (steps == 0) return "";
  const Axes axes = AxesOf(plot);
  Svg svg;
  DrawFrame(svg, plot, axes);
  for (const TimeSeries& series : plot.series) {
    if (&series == &plot.series.front()) {
      const std::vector<double> ground(series.values.size(), 0.0);
      svg.Path(AreaPath(ground, series.values, axes), "area " + series.style, series.label);
    } else if (std::ranges::any_of(series.values, [](double value) { return value > 0; })) {
      svg.Path(LinePath(series.values, axes), "time-line " + series.style, series.label);
    }
  }
  return svg.Embed(kTimePlotWidth, kPlotHeight, plot.title + ": " + plot.note);
}

Bands BandsOf(const std::vector<double>& values, double step_s) {
  Bands bands;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] <= 0) continue;
    const double begin = static_cast<double>(i) * step_s;
    if (bands.empty() || bands.back().second < begin) bands.emplace_back(begin, begin);
    bands.back().second = begin + step_s;
  }
  return bands;
}

}  // namespace tidegate::testbed
