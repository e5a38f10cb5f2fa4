// One panel of the chart: what it shows, and how it is drawn.
#ifndef TIDEGATE_BENCH_CONNTRACK_REPORT_PANEL_H_
#define TIDEGATE_BENCH_CONNTRACK_REPORT_PANEL_H_

#include <string>
#include <vector>

#include "conntrack/measurements.h"
#include "conntrack/report/svg.h"

namespace tidegate::bench {

// A point of a row.
struct Point {
  double ns = 0;   // 0: none
  double low = 0;  // a bar from here to there is drawn at the first point
  double high = 0;
};

struct Row {
  std::string table;
  std::string style;                // "own" (Tidegate's), "many" (threads may share it) or "single"
  std::vector<Point> points;        // as many as the panel has
  std::vector<std::string> values;  // as text, at the right: as many as the panel has headings
  bool last = false;                // stands below all others, however fast: it did not do its work
};

struct Panel {
  std::string title;
  std::string note;  // what an operation is
  std::vector<std::string> headings;
  std::vector<Row> rows;
  double reference = 0;  // where a line is drawn; 0: nowhere

  double Height() const;
};

inline constexpr double kPanelWidth = 576;

// The panels of all workloads.
std::vector<Panel> MakePanels(const Measurements& measurements);

// With its corner at x, y; `height` of the card it stands on.
void DrawPanel(Svg& svg, const Panel& panel, double x, double y, double height);

// A number of connections: "1,024", "113 k", "7.23 M".
std::string ShortCount(std::uint64_t number);
// "8.53", "1,234", "126 us", "2.4 ms".
std::string ShortTime(double ns);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_REPORT_PANEL_H_
