// Lines over an axis, each with its name beside its end: nobody has to match colours with a legend. Lines that cannot
// be told apart share a label, "lru = clock".
#ifndef TIDEGATE_TESTBED_REPORT_PLOT_LINE_PLOT_H_
#define TIDEGATE_TESTBED_REPORT_PLOT_LINE_PLOT_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "testbed/report/plot/frame.h"

namespace tidegate::testbed {

struct LinePoint {
  double x = 0;
  double y = 0;
  double low = 0;  // of the interval
  double high = 0;
  std::string hint;
};

struct LineSeries {
  std::string label;
  std::string style;
  std::optional<Marker> marker;
  std::vector<LinePoint> points;  // by rising x
  bool own_label = false;         // even where it covers another one
};

struct LinePlot {
  std::string title;
  std::string note;  // what the y axis shows
  std::string x_title;
  AxisKind x_kind = AxisKind::kLog;
  AxisKind y_kind = AxisKind::kLogWithZero;
  std::vector<double> x_ticks;  // none: the axis's own
  TickText x_text;
  TickText y_text;
  bool steps = false;                                  // a value holds until the next point
  double least_y = 1e-6;                               // of a logarithmic axis, at the least
  std::optional<std::pair<double, std::string>> mark;  // a line across
  std::vector<LineSeries> series;                      // the first are drawn on top
};

inline constexpr double kLinePlotWidth = 592;

// Empty if there is no point.
std::string LinePlotSvg(LinePlot plot);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_PLOT_LINE_PLOT_H_
