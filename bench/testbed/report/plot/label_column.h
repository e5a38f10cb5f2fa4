// Labels beside the ends of lines, each as near to its own as the others let it be.
#ifndef TIDEGATE_TESTBED_REPORT_PLOT_LABEL_COLUMN_H_
#define TIDEGATE_TESTBED_REPORT_PLOT_LABEL_COLUMN_H_

#include <cstddef>
#include <string>
#include <vector>

namespace tidegate::testbed {

struct ColumnLabel {
  double wanted = 0;  // where its middle should be
  double height = 0;
  double placed = 0;  // where it is
};

// Moves labels as little as possible so that none overlaps another; the order of what they want is kept. They stay
// between top and bottom if there is room.
void PlaceLabels(std::vector<ColumnLabel>& labels, double top, double bottom);

// "a = b = c" in lines of about `width` characters.
std::vector<std::string> JoinedLines(const std::vector<std::string>& names, std::size_t width);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_PLOT_LABEL_COLUMN_H_
