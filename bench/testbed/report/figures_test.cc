// Tests of how figures are written.
#include "testbed/report/figures.h"

#include <gtest/gtest.h>

namespace tidegate::testbed {
namespace {

TEST(Figures, PlainHasThreeDigitsAndNoExponent) {
  EXPECT_EQ(Plain(0), "0");
  EXPECT_EQ(Plain(0.0001), "< 0.001");
  EXPECT_EQ(Plain(0.0123), "0.012");
  EXPECT_EQ(Plain(1.234), "1.23");
  EXPECT_EQ(Plain(12.34), "12.3");
  EXPECT_EQ(Plain(1234.5), "1,230");
  EXPECT_EQ(Plain(999.6), "1,000");
  EXPECT_EQ(Plain(28351), "28,400");
  EXPECT_EQ(Plain(-1.5), "\u22121.50");
}

TEST(Figures, ShareIsInPercent) {
  EXPECT_EQ(Share(0), "0 %");
  EXPECT_EQ(Share(1e-9), "< 0.001 %");
  EXPECT_EQ(Share(0.001), "0.10 %");
  EXPECT_EQ(Share(0.1234), "12.3 %");
  EXPECT_EQ(Share(1), "100 %");
}

TEST(Figures, Factor) {
  EXPECT_EQ(Factor(1), "1.00\u00d7");
  EXPECT_EQ(Factor(14.06), "14.1\u00d7");
  EXPECT_EQ(Factor(99.96), "100\u00d7");
  EXPECT_EQ(Factor(1234), "1,230\u00d7");
  EXPECT_EQ(Factor(32342), "32,300\u00d7");
}

TEST(Figures, DurationHasTheUnitThatFits) {
  EXPECT_EQ(Duration(0), "0 s");
  EXPECT_EQ(Duration(0.00034), "340 \u00b5s");
  EXPECT_EQ(Duration(0.0041), "4.10 ms");
  EXPECT_EQ(Duration(3), "3.00 s");
  EXPECT_EQ(Duration(31.06), "31.1 s");
  EXPECT_EQ(Duration(119.6), "120 s");
  EXPECT_EQ(Duration(900), "15.0 min");
  EXPECT_EQ(Duration(7440), "2.07 h");
  EXPECT_EQ(Duration(86328), "24.0 h");
}

TEST(Figures, TicksAreShort) {
  EXPECT_EQ(DurationTick(0), "0 s");
  EXPECT_EQ(DurationTick(0.01), "10 ms");
  EXPECT_EQ(DurationTick(1e-4), "100 \u00b5s");
  EXPECT_EQ(DurationTick(20), "20 s");
  EXPECT_EQ(Compact(0.1), "0.1");
  EXPECT_EQ(Compact(1000), "1,000");
  EXPECT_EQ(Compact(20000), "20,000");
  EXPECT_EQ(Compact(3e6), "3 M");
}

TEST(Figures, AnIntervalHasTheDigitsOfItsMean) {
  EXPECT_EQ(WithInterval({12.34, 0.456, 3}), "12.3 \u00b1 0.5");
  EXPECT_EQ(WithInterval({1234, 0.4, 3}), "1,230 \u00b1 0.40") << "unless nothing would be left of it";
  EXPECT_EQ(WithInterval({12.34, 0, 1}), "12.3") << "one seed has none";
  EXPECT_EQ(WithInterval({0, 0, 3}), "0") << "nothing, whatever the seed";
}

TEST(Figures, CountedNamesOneAndMany) {
  EXPECT_EQ(Counted(1, "policy", "policies"), "1 policy");
  EXPECT_EQ(Counted(1234, "cell", "cells"), "1,234 cells");
}

}  // namespace
}  // namespace tidegate::testbed
