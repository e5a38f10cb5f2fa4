// Tests of the rows of marks.
#include "testbed/report/plot/range_plot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testbed/report/figures.h"

namespace tidegate::testbed {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
  return count;
}

RangePlot PlotOf(std::vector<RangeRow> rows) {
  RangePlot plot;
  plot.title = "Rate";
  plot.note = "a second";
  plot.text = Compact;
  plot.rows = std::move(rows);
  return plot;
}

TEST(RangePlot, WithoutRowsThereIsNone) { EXPECT_EQ(RangePlotSvg(PlotOf({})), ""); }

TEST(RangePlot, DrawsARowForEachWithItsRangeAndFigure) {
  const RangePlot plot = PlotOf({{"a<b", "s1", {{Marker::kCircle, 20, 10, 30, "hint"}}, std::nullopt, "20"},
                                 {"c", "s2", {{Marker::kCircle, 25, 25, 25, ""}}, 22, "25"}});
  const std::string svg = RangePlotSvg(plot);
  EXPECT_EQ(Count(svg, "<g class=\"series "), 2u);
  EXPECT_THAT(svg, HasSubstr(">a&lt;b</text>"));
  EXPECT_EQ(Count(svg, "class=\"error-bar\""), 3u) << "only the first row has a range";
  EXPECT_EQ(Count(svg, "class=\"limit\""), 1u);
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

TEST(RangePlot, BarsBeginAtZero) {
  RangePlot plot = PlotOf({{"a", "s", {{Marker::kCircle, 20, 10, 30, ""}}, std::nullopt, ""}});
  EXPECT_THAT(RangePlotSvg(plot), Not(HasSubstr(">0</text>")));
  plot.bars = true;
  EXPECT_THAT(RangePlotSvg(plot), HasSubstr(">0</text>"));
  EXPECT_THAT(RangePlotSvg(plot), HasSubstr("class=\"bar-fill\""));
}

TEST(RangePlot, WhatLiesBeyondStandsAtTheEnd) {
  RangePlot plot = PlotOf({{"a", "s", {{Marker::kCircle, 2, 1, 1000, ""}}, std::nullopt, ""}});
  plot.most = 5;
  EXPECT_THAT(RangePlotSvg(plot), HasSubstr(">5</text>"));
  EXPECT_THAT(RangePlotSvg(plot), Not(HasSubstr(">1,000</text>")));
}

TEST(RangePlot, ALogarithmicAxisHasTicksBetweenTheDecades) {
  RangePlot plot = PlotOf({{"a", "s", {{Marker::kCircle, 20, 10, 300, ""}}, std::nullopt, ""}});
  plot.kind = AxisKind::kLog;
  const std::string svg = RangePlotSvg(plot);
  for (const char* tick : {">20</text>", ">50</text>", ">100</text>"}) EXPECT_THAT(svg, HasSubstr(tick));
}

}  // namespace
}  // namespace tidegate::testbed
