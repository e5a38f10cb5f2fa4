// What all plots have: a title, axes with grid lines, and the band of an attack.
#ifndef TIDEGATE_TESTBED_REPORT_PLOT_FRAME_H_
#define TIDEGATE_TESTBED_REPORT_PLOT_FRAME_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "conntrack/report/svg.h"
#include "testbed/report/palette.h"
#include "testbed/report/plot/axis.h"

namespace tidegate::testbed {

// Where the values are drawn, in pixels.
struct PlotArea {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
};

using TickText = std::function<std::string(double)>;

// Grid lines, with what they stand for; ticks that would run into the one before stay without a text.
void DrawXTicks(bench::Svg& svg, const PlotArea& area, const Axis& axis, const std::vector<double>& ticks,
                const TickText& text);
enum class Side : std::uint8_t { kLeft, kRight };
void DrawYTicks(bench::Svg& svg, const PlotArea& area, const Axis& axis, const TickText& text, Side side);

// In a plot's upper left corner, with what the y axis shows below.
void DrawTitles(bench::Svg& svg, const std::string& title, const std::string& note);
void DrawXTitle(bench::Svg& svg, const PlotArea& area, const std::string& title);

void DrawMarker(bench::Svg& svg, Marker marker, double x, double y, double radius, const std::string& style,
                const std::string& hint);

// Intervals of an axis during which something lasted.
using Bands = std::vector<std::pair<double, double>>;
void DrawBands(bench::Svg& svg, const PlotArea& area, const Axis& axis, const Bands& bands, const std::string& label);

// About how wide a text is in the fonts a reader may have.
double TextWidth(const std::string& text, double font_size);

// Shortened to `width` characters with an ellipsis.
std::string Shortened(const std::string& text, std::size_t width);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_PLOT_FRAME_H_
