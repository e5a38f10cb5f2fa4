// Tests of what plots contain.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testbed/report/figures.h"
#include "testbed/report/plot/line_labels.h"
#include "testbed/report/plot/line_plot.h"
#include "testbed/report/plot/scatter_plot.h"
#include "testbed/report/plot/time_plot.h"

namespace tidegate::testbed {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
  return count;
}

// No position is a failed division.
void ExpectNumbers(const std::string& svg) {
  for (const char* wrong : {"nan", "inf\"", "inf "}) EXPECT_THAT(svg, Not(HasSubstr(wrong)));
}

LinePlot PlotOf(std::vector<LineSeries> series) {
  LinePlot plot;
  plot.title = "Refused <all>";
  plot.note = "share";
  plot.x_text = Compact;
  plot.y_text = Compact;
  plot.series = std::move(series);
  return plot;
}

LineSeries Series(const std::string& label, std::vector<double> values) {
  LineSeries series{label, "classic", Marker::kCircle, {}};
  for (double x = 1024; const double y : values) series.points.push_back({x *= 2, y, y, y, label + " hint"});
  return series;
}

TEST(LinePlot, DrawsEachSeriesWithItsLabel) {
  const std::string svg = LinePlotSvg(PlotOf({Series("a&b", {0.5, 0.1, 0}), Series("lru", {0.4, 0.05, 0.01})}));
  EXPECT_EQ(Count(svg, "<g class=\"series "), 2u);
  EXPECT_EQ(Count(svg, "<g class=\"label "), 2u);
  EXPECT_EQ(Count(svg, "<title>lru hint</title>"), 3u) << "a marker for each point";
  EXPECT_THAT(svg, HasSubstr(">a&amp;b</text>"));
  EXPECT_THAT(svg, HasSubstr("aria-label=\"Refused &lt;all&gt;: share\""));
  ExpectNumbers(svg);
}

TEST(LinePlot, LinesThatCoverEachOtherShareALabel) {
  const std::string svg =
      LinePlotSvg(PlotOf({Series("lru", {0.5, 0.1}), Series("clock", {0.5, 0.1}), Series("fifo", {0.5, 0.2})}));
  EXPECT_THAT(svg, HasSubstr(">lru = clock</text>"));
  EXPECT_EQ(Count(svg, "<g class=\"label "), 2u);
  EXPECT_EQ(Count(svg, "<g class=\"series "), 3u);
}

TEST(LinePlot, ALabelOfItsOwnIsNotShared) {
  LineSeries optimum = Series("optimum", {0.5, 0.1});
  optimum.own_label = true;
  const std::string svg = LinePlotSvg(PlotOf({optimum, Series("lru", {0.5, 0.1}), Series("clock", {0.5, 0.1})}));
  EXPECT_THAT(svg, HasSubstr(">optimum</text>"));
  EXPECT_THAT(svg, HasSubstr(">lru = clock</text>"));
}

TEST(LinePlot, IfAllCoverEachOtherTheirNumberIsEnough) {
  std::vector<LineSeries> series;
  for (const char* label : {"a", "b", "c", "d", "e"}) series.push_back(Series(label, {0, 0}));
  EXPECT_THAT(LinePlotSvg(PlotOf(series)), HasSubstr(">all 5 alike</text>"));
  series.push_back(Series("f", {0, 0.1}));
  EXPECT_THAT(LinePlotSvg(PlotOf(series)), HasSubstr(">a = b = c = d = e</text>"));
}

TEST(LinePlot, ManyThatCoverEachOtherAreCounted) {
  std::vector<LineSeries> series = {Series("other", {0, 0.1})};
  for (const char* label : {"a", "b", "c", "d", "e", "f", "g", "h"}) series.push_back(Series(label, {0, 0}));
  const std::string svg = LinePlotSvg(PlotOf(series));
  EXPECT_THAT(svg, HasSubstr(">a = b = c = d = 4 more</text>"));
  EXPECT_THAT(svg, HasSubstr("<title>a, b, c, d, e, f, g, h</title>")) << "who asks is told";
}

TEST(LinePlot, ZerosAndSinglePointsHaveAPlace) {
  ExpectNumbers(LinePlotSvg(PlotOf({Series("none", {0, 0, 0})})));
  ExpectNumbers(LinePlotSvg(PlotOf({Series("none", {0.3})})));
  EXPECT_EQ(LinePlotSvg(PlotOf({Series("none", {})})), "");
}

TEST(SideOfLabels, IsWhereTheEndsStandApart) {
  EXPECT_EQ(SideOfLabels({{{0, 10}, {100, 50}}, {{0, 30}, {100, 50}}}), Side::kLeft);
  EXPECT_EQ(SideOfLabels({{{0, 10}, {100, 50}}, {{0, 10}, {100, 90}}}), Side::kRight);
  EXPECT_EQ(SideOfLabels({{{0, 10}, {100, 50}}, {{0, 30}, {100, 90}}}), Side::kRight) << "if it makes no difference";
}

TEST(CoincidingLines, ComparesAllPoints) {
  EXPECT_THAT(CoincidingLines({{{0, 10}, {9, 50}}, {{0, 10.5}, {9, 50}}, {{0, 10}}, {{0, 10}, {9, 52}}}),
              ElementsAre(ElementsAre(0, 1), ElementsAre(2), ElementsAre(3)));
}

TEST(StackedAreas, NamesWhatHasRoom) {
  TimePlot plot;
  plot.title = "lru";
  plot.y_text = Compact;
  plot.attacks = {{10, 20}};
  plot.series = {{"established", "k-established", std::vector<double>(30, 0.8)},
                 {"closing", "k-closing", std::vector<double>(30, 0.01)}};
  const std::string svg = StackedAreasSvg(plot);
  EXPECT_EQ(Count(svg, "<path "), 2u);
  EXPECT_THAT(svg, HasSubstr(">established</text>"));
  EXPECT_THAT(svg, Not(HasSubstr(">closing</text>"))) << "too thin";
  EXPECT_THAT(svg, HasSubstr("class=\"band\""));
  ExpectNumbers(svg);
  EXPECT_EQ(StackedAreasSvg({}), "");
}

TEST(TimeLines, LeaveOutWhatNeverHappened) {
  TimePlot plot;
  plot.most = 900;
  plot.y_kind = AxisKind::kLogWithZero;
  plot.y_text = Compact;
  plot.series = {
      {"connections", "t-connections", {800, 900}}, {"refused", "t-refused", {0, 5}}, {"broken", "t-broken", {0, 0}}};
  const std::string svg = TimeLinesSvg(plot);
  EXPECT_THAT(svg, HasSubstr("t-refused"));
  EXPECT_THAT(svg, Not(HasSubstr("t-broken")));
  ExpectNumbers(svg);
}

TEST(BandsOf, JoinsWhatLasts) {
  EXPECT_THAT(BandsOf({0, 5, 5, 0, 1}, 2), ElementsAre(Pair(2, 6), Pair(8, 10)));
  EXPECT_THAT(BandsOf({}, 1), ElementsAre());
}

ScatterPoint PointAt(const std::string& label, double x, double y) {
  return {label, "classic", Marker::kCircle, x, y, ""};
}

TEST(ParetoFront, KeepsThoseThatNobodyBeatsInBoth) {
  std::vector<std::string> labels;
  for (const ScatterPoint& point : ParetoFront({PointAt("slow", 9, 1), PointAt("fast", 1, 9), PointAt("worse", 2, 10),
                                                PointAt("middle", 3, 3), PointAt("same", 3, 3)})) {
    labels.push_back(point.label);
  }
  EXPECT_THAT(labels, ElementsAre("fast", "middle", "slow"));
}

TEST(ScatterPlot, LabelsEachPoint) {
  ScatterPlot plot;
  plot.x_text = Compact;
  plot.y_text = Compact;
  plot.points = {PointAt("a", 10, 2), PointAt("b", 10, 2), PointAt("c<", 40, 20)};
  const std::string svg = ScatterPlotSvg(plot);
  for (const char* label : {">a</text>", ">b</text>", ">c&lt;</text>"}) EXPECT_THAT(svg, HasSubstr(label));
  ExpectNumbers(svg);
  EXPECT_EQ(ScatterPlotSvg({}), "");
}

}  // namespace
}  // namespace tidegate::testbed
