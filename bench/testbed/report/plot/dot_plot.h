// Dots in rows on one logarithmic scale of factors, each with the error bar of its interval.
#ifndef TIDEGATE_TESTBED_REPORT_PLOT_DOT_PLOT_H_
#define TIDEGATE_TESTBED_REPORT_PLOT_DOT_PLOT_H_

#include <span>
#include <string>
#include <vector>

#include "testbed/report/plot/frame.h"

namespace tidegate::testbed {

struct Dot {
  std::string style;
  Marker marker = Marker::kCircle;
  double value = 1;  // above zero
  double low = 1;    // of the interval; both the value itself if there is none
  double high = 1;
};

// From 1, or less where dots are, to the greatest. Intervals count as far as they leave the dots room: of two seeds
// they reach beyond all measure, and end at the edge.
Axis DotAxis(std::span<const Dot> dots, double from, double to);

// Powers of ten, those of 100 or 1000 where the axis is long, with 2 and 5 times them where it is short: so many that
// no text comes near the next.
std::vector<double> DotTicks(const Axis& axis);
std::string DotTickText(double tick);  // "1,000×"

void DrawDot(bench::Svg& svg, const Dot& dot, const Axis& axis, double y);

struct DotRow {
  std::string rank;
  std::string label;
  std::string figure;  // the value as text
  Dot dot;
};

struct DotPlot {
  std::string title;
  std::string note;
  std::string x_title;
  std::vector<DotRow> rows;
};

inline constexpr double kDotPlotWidth = 720;

// A plot that stands alone: a row for each, with its rank, name and figure. Empty without rows.
std::string DotPlotSvg(const DotPlot& plot);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_PLOT_DOT_PLOT_H_
