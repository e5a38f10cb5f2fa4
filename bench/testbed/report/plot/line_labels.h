// The labels of lines: which lines share one, at which end they stand, and where.
#ifndef TIDEGATE_TESTBED_REPORT_PLOT_LINE_LABELS_H_
#define TIDEGATE_TESTBED_REPORT_PLOT_LINE_LABELS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "testbed/report/plot/frame.h"

namespace tidegate::testbed {

using Pixels = std::vector<std::pair<double, double>>;  // of the points of a line

// Lines that cover each other, as positions in `lines`; each group in order.
std::vector<std::vector<std::size_t>> CoincidingLines(const std::vector<Pixels>& lines);

// The side at which more of the ends stand apart.
Side SideOfLabels(const std::vector<Pixels>& lines);

struct LineLabel {
  std::vector<std::string> names;
  std::string style;
  std::optional<Marker> marker;
  std::pair<double, double> end;  // of the line, where its leader begins
  std::string hint;               // all names, where they are too many
};

inline constexpr double kLabelLine = 13;        // the height of a line of text
inline constexpr std::size_t kLabelWidth = 24;  // characters

double HeightOf(const std::vector<LineLabel>& labels);
void DrawLineLabels(bench::Svg& svg, const std::vector<LineLabel>& labels, const PlotArea& area, Side side);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_PLOT_LINE_LABELS_H_
