// What happened second by second: areas that add up, or lines from zero; small, to stand side by side.
#ifndef TIDEGATE_TESTBED_REPORT_PLOT_TIME_PLOT_H_
#define TIDEGATE_TESTBED_REPORT_PLOT_TIME_PLOT_H_

#include <string>
#include <vector>

#include "testbed/report/plot/frame.h"

namespace tidegate::testbed {

struct TimeSeries {
  std::string label;
  std::string style;
  std::vector<double> values;  // one a step
};

struct TimePlot {
  std::string title;
  std::string note;
  double step_s = 1;
  double most = 1;                      // the end of the y axis, so that plots side by side can be compared
  AxisKind y_kind = AxisKind::kLinear;  // or kLogWithZero, for lines
  TickText y_text;
  Bands attacks;  // in seconds
  std::vector<TimeSeries> series;
};

inline constexpr double kTimePlotWidth = 388;

// Empty if there are no values.
std::string StackedAreasSvg(const TimePlot& plot);  // the first series lies at the bottom
std::string TimeLinesSvg(const TimePlot& plot);     // the first is an area, the others are lines

// The stretches of a timeline with anything in them.
Bands BandsOf(const std::vector<double>& values, double step_s);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_PLOT_TIME_PLOT_H_
