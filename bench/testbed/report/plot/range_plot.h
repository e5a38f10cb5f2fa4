// Rows of marks on one scale, each with the range of the values that it stands for: medians of a few rounds, say, with
// the lowest and the highest.
#ifndef TIDEGATE_TESTBED_REPORT_PLOT_RANGE_PLOT_H_
#define TIDEGATE_TESTBED_REPORT_PLOT_RANGE_PLOT_H_

#include <optional>
#include <string>
#include <vector>

#include "testbed/report/plot/frame.h"

namespace tidegate::testbed {

struct RangeMark {
  Marker marker = Marker::kCircle;
  double value = 0;
  double low = 0;  // both the value itself if there is no range
  double high = 0;
  std::string hint;
};

struct RangeRow {
  std::string label;
  std::string style;
  std::vector<RangeMark> marks;
  std::optional<double> limit;  // what the marks are measured by
  std::string figure;           // the values as text
};

struct RangePlot {
  std::string title;
  std::string note;
  std::string x_title;
  AxisKind kind = AxisKind::kLinear;  // kLinear or kLog
  std::optional<double> least;        // what lies beyond stands at the axis's end
  std::optional<double> most;
  bool bars = false;  // from zero to the first mark, on a linear axis
  TickText text;
  double labels = 110;   // the width of the rows' names
  double figures = 110;  // and of their figures
  std::vector<RangeRow> rows;
};

inline constexpr double kRangePlotWidth = 592;

// Empty without rows. REQUIRES: on a logarithmic axis, values above zero.
std::string RangePlotSvg(const RangePlot& plot);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_PLOT_RANGE_PLOT_H_
