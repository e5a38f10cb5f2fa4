// Tests of rows of dots.
#include "testbed/report/plot/dot_plot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace tidegate::testbed {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

Dot DotOf(double value, double low, double high) { return {"classic", Marker::kCircle, value, low, high}; }

Axis AxisTo(double high) { return Axis::Exact(AxisKind::kLog, 1, high, 8, 222); }

TEST(DotTicks, AsManyAsHaveRoom) {
  EXPECT_THAT(DotTicks(AxisTo(12)), ElementsAre(1, 2, 5, 10));
  EXPECT_THAT(DotTicks(AxisTo(2200)), ElementsAre(1, 10, 100, 1000));
}

// They ran into each other: 1x 2x 5x 20x 50x on two decades.
TEST(DotTicks, NoTextComesNearTheNext) {
  for (int i = 0; i < 76; ++i) {
    const double high = 2 * std::pow(1.3, i);  // to 1e9
    const Axis axis = AxisTo(high);
    const std::vector<double> ticks = DotTicks(axis);
    EXPECT_THAT(ticks, Not(SizeIs(0))) << high;
    for (std::size_t k = 1; k < ticks.size(); ++k) {
      const double end = axis.At(ticks[k - 1]) + TextWidth(DotTickText(ticks[k - 1]), 11) / 2;
      const double begin = axis.At(ticks[k]) - TextWidth(DotTickText(ticks[k]), 11) / 2;
      EXPECT_GT(begin - end, 8) << ticks[k - 1] << " and " << ticks[k] << " up to " << high;
    }
  }
}

TEST(DotAxis, HoldsDotsAndIntervals) {
  const Axis axis = DotAxis(std::vector{DotOf(3, 2, 5), DotOf(40, 30, 60)}, 0, 100);
  EXPECT_DOUBLE_EQ(axis.low(), 1);
  EXPECT_DOUBLE_EQ(axis.high(), 63);
  EXPECT_DOUBLE_EQ(DotAxis(std::vector{DotOf(0.5, 0.4, 0.6)}, 0, 100).low(), 0.4);
}

TEST(DotAxis, IntervalsWithoutMeasureLeaveTheDotsRoom) {
  const Axis axis = DotAxis(std::vector{DotOf(3, 1e-9, 1e9)}, 0, 100);
  EXPECT_DOUBLE_EQ(axis.low(), 0.1);
  EXPECT_DOUBLE_EQ(axis.high(), 31.5);
}

TEST(DotPlot, HasAnErrorBarForEachInterval) {
  DotPlot plot{.title = "Regret", .note = "3 seeds", .x_title = "cost", .rows = {}};
  plot.rows = {{"1", "lru<", "2.00\u00d7", DotOf(2, 1.5, 2.5)}, {"2", "none", "9.00\u00d7", DotOf(9, 9, 9)}};
  const std::string svg = DotPlotSvg(plot);
  std::size_t bars = 0;
  for (std::size_t at = 0; (at = svg.find("error-bar", at)) != std::string::npos; ++at) ++bars;
  EXPECT_EQ(bars, 3u) << "a line and its two ends, of the one that has an interval";
  for (const char* text : {">lru&lt;</text>", ">none</text>", ">2.00\u00d7</text>", ">cost</text>"}) {
    EXPECT_THAT(svg, HasSubstr(text));
  }
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_EQ(DotPlotSvg({}), "");
}

}  // namespace
}  // namespace tidegate::testbed
