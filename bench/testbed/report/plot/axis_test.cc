// Tests of scales.
#include "testbed/report/plot/axis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidegate::testbed {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

TEST(Axis, LinearEndsAtTicks) {
  const Axis axis(AxisKind::kLinear, 0, 0.93, 100, 200);
  EXPECT_DOUBLE_EQ(axis.high(), 1);
  EXPECT_DOUBLE_EQ(axis.At(0.5), 150);
  EXPECT_THAT(axis.Ticks(), ElementsAre(0, DoubleNear(0.2, 1e-9), DoubleNear(0.4, 1e-9), DoubleNear(0.6, 1e-9),
                                        DoubleNear(0.8, 1e-9), DoubleNear(1, 1e-9)));
}

TEST(Axis, LogarithmicEndsAtDecades) {
  const Axis axis(AxisKind::kLog, 0.02, 30, 300, 0);
  EXPECT_DOUBLE_EQ(axis.low(), 0.01);
  EXPECT_DOUBLE_EQ(axis.high(), 100);
  EXPECT_NEAR(axis.At(1), 150, 1e-9) << "half way, though the positions fall";
  EXPECT_EQ(axis.Ticks().size(), 5u);
}

TEST(Axis, ZeroHasAPlaceOfItsOwn) {
  const Axis axis(AxisKind::kLogWithZero, 1, 100, 200, 0);
  EXPECT_DOUBLE_EQ(axis.At(0), 200);
  EXPECT_DOUBLE_EQ(axis.At(1), 178);
  EXPECT_DOUBLE_EQ(axis.At(100), 0);
  EXPECT_DOUBLE_EQ(axis.At(0.001), 178) << "what is less than the least stands at it";
  EXPECT_THAT(axis.Ticks(), ElementsAre(0, 1, 10, 100));
}

TEST(Axis, OneValueHasAScaleToo) {
  EXPECT_DOUBLE_EQ(Axis::Exact(AxisKind::kLog, 5, 5, 0, 100).At(5), 0);
  EXPECT_DOUBLE_EQ(Axis(AxisKind::kLinear, 0, 0, 0, 100).At(0), 0);
  EXPECT_DOUBLE_EQ(Axis(AxisKind::kLog, 10, 10, 0, 100).high(), 100);
}

TEST(TickStep, IsOneTwoOrFive) {
  EXPECT_DOUBLE_EQ(TickStep(100, 6), 20);
  EXPECT_DOUBLE_EQ(TickStep(120, 6), 20);
  EXPECT_DOUBLE_EQ(TickStep(300, 6), 50);
  EXPECT_DOUBLE_EQ(TickStep(0.9, 1), 1);
}

}  // namespace
}  // namespace tidegate::testbed
