// Tests of the colours of cells.
#include "testbed/report/heat.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidegate::testbed {
namespace {

using ::testing::HasSubstr;

// All above 1000 looked alike.
TEST(HeatStep, TellsBadFromWorse) {
  constexpr double kMost = 32000;
  int last = 0;
  for (const double regret : {1.1, 4.0, 20.0, 100.0, 500.0, 2000.0, 10000.0, kMost}) {
    EXPECT_GT(HeatStep(regret, kMost), last) << regret;
    last = HeatStep(regret, kMost);
  }
  EXPECT_EQ(last, kHeatSteps);
}

TEST(HeatStep, IsByTheLogarithm) {
  EXPECT_EQ(HeatStep(10, 10000), kHeatSteps / 4);
  EXPECT_EQ(HeatStep(100, 10000), kHeatSteps / 2);
}

TEST(HeatStep, WhatReadsAsOneHasNoColour) {
  EXPECT_EQ(HeatStep(1, 100), 0);
  EXPECT_EQ(HeatStep(0.7, 100), 0);
  EXPECT_EQ(HeatStep(1.004, 1.004), 0);
  EXPECT_EQ(HeatStep(1.01, 100), 1);
}

TEST(HeatLegend, HasTheScale) {
  const std::string legend = HeatLegend(32000);
  for (const char* text : {">1\u00d7<", ">10\u00d7<", ">1,000\u00d7<", ">10,000\u00d7<", "heat-box h16"}) {
    EXPECT_THAT(legend, HasSubstr(text));
  }
  EXPECT_EQ(HeatLegend(1), "");
}

}  // namespace
}  // namespace tidegate::testbed
