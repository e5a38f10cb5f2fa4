// Labels lines.
#include "testbed/report/plot/line_labels.h"

#include <algorithm>
#include <cmath>

#include "testbed/report/plot/label_column.h"

namespace tidegate::testbed {
namespace {

using bench::Svg;
using bench::SvgPath;

constexpr double kSame = 1.2;   // pixels that nobody sees
constexpr double kApart = 6;    // pixels between ends that can be told apart
constexpr double kLeader = 22;  // from the plot to the texts
constexpr double kMarkerGap = 11;

bool Coincide(const Pixels& a, const Pixels& b) {
  return std::ranges::equal(a, b, [](const auto& p, const auto& q) {
    return std::abs(p.first - q.first) < kSame && std::abs(p.second - q.second) < kSame;
  });
}

std::size_t CountApart(std::vector<double> ends) {
  std::ranges::sort(ends);
  std::size_t count = 0;
  double last = -1e9;
  for (const double end : ends) {
    if (end - last < kApart) continue;
    last = end;
    ++count;
  }
  return count;
}

void DrawLabel(Svg& svg, const LineLabel& label, double y, double edge, double direction) {
  const Svg::Anchor anchor = direction > 0 ? Svg::Anchor::kStart : Svg::Anchor::kEnd;
  const double x = edge + direction * kLeader;
  svg.BeginGroup("label " + label.style, label.hint);
  svg.Path(SvgPath()
               .MoveTo(label.end.first, label.end.second)
               .LineTo(edge + direction * 4, label.end.second)
               .LineTo(x - direction * 4, y),
           "leader");
  if (label.marker) DrawMarker(svg, *label.marker, x + direction * 3, y, 3, "marker", "");
  const std::vector<std::string> lines = JoinedLines(label.names, kLabelWidth);
  double text_y = y - kLabelLine * static_cast<double>(lines.size() - 1) / 2 + 4;
  for (const std::string& line : lines) {
    svg.Text(x + direction * kMarkerGap, text_y, Shortened(line, kLabelWidth + 2), "name", anchor);
    text_y += kLabelLine;
  }
  svg.EndGroup();
}

double HeightOf(const LineLabel& label) {
  return kLabelLine * static_cast<double>(JoinedLines(label.names, kLabelWidth).size());
}

}  // namespace

std::vector<std::vector<std::size_t>> CoincidingLines(const std::vector<Pixels>& lines) {
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto same = std::ranges::find_if(
        groups, [&](const std::vector<std::size_t>& group) { return Coincide(lines[group.front()], lines[i]); });
    if (same == groups.end()) {
      groups.push_back({i});
    } else {
      same->push_back(i);
    }
  }
  return groups;
}

Side SideOfLabels(const std::vector<Pixels>& lines) {
  std::vector<double> left;
  std::vector<double> right;
  for (const Pixels& line : lines) {
    if (line.empty()) continue;
    left.push_back(line.front().second);
    right.push_back(line.back().second);
  }
  return CountApart(left) > CountApart(right) ? Side::kLeft : Side::kRight;
}

double HeightOf(const std::vector<LineLabel>& labels) {
  double height = 0;
  for (const LineLabel& label : labels) height += HeightOf(label);
  return height;
}

void DrawLineLabels(Svg& svg, const std::vector<LineLabel>& labels, const PlotArea& area, Side side) {
  std::vector<ColumnLabel> places;
  places.reserve(labels.size());
  for (const LineLabel& label : labels) places.push_back({label.end.second, HeightOf(label), 0});
  PlaceLabels(places, area.top - 6, area.bottom + 6);
  const double edge = side == Side::kRight ? area.right : area.left;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    DrawLabel(svg, labels[i], places[i].placed, edge, side == Side::kRight ? 1 : -1);
  }
}

}  // namespace tidegate::testbed
