// Points with their names, and the line of those that nobody beats in both.
#ifndef TIDEGATE_TESTBED_REPORT_PLOT_SCATTER_PLOT_H_
#define TIDEGATE_TESTBED_REPORT_PLOT_SCATTER_PLOT_H_

#include <string>
#include <vector>

#include "testbed/report/plot/frame.h"

namespace tidegate::testbed {

struct ScatterPoint {
  std::string label;
  std::string style;
  Marker marker = Marker::kCircle;
  double x = 0;
  double y = 0;
  std::string hint;
};

// Both axes are logarithmic; less is better on both.
struct ScatterPlot {
  std::string title;
  std::string note;
  std::string x_title;
  TickText x_text;
  TickText y_text;
  std::vector<ScatterPoint> points;  // x and y above zero
};

inline constexpr double kScatterPlotWidth = 592;

// Empty if there is no point.
std::string ScatterPlotSvg(const ScatterPlot& plot);

// The points for which no other is at most equal in both and less in one, by rising x.
std::vector<ScatterPoint> ParetoFront(const std::vector<ScatterPoint>& points);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_PLOT_SCATTER_PLOT_H_
