// Tests of means and intervals, by examples worked out by hand.
#include "testbed/report/stats.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace tidegate::testbed {
namespace {

TEST(StudentT95, IsThatOfTheTables) {
  EXPECT_DOUBLE_EQ(StudentT95(1), 12.7062);
  EXPECT_DOUBLE_EQ(StudentT95(2), 4.3027);
  EXPECT_DOUBLE_EQ(StudentT95(30), 2.0423);
  EXPECT_NEAR(StudentT95(40), 2.0211, 0.001);
  EXPECT_NEAR(StudentT95(120), 1.9799, 0.001);
  EXPECT_NEAR(StudentT95(100000), 1.9600, 0.001);
}

TEST(EstimateOf, ThreeValues) {
  // Mean 4; squares 4 + 0 + 4, so the variance is 8 / 2 = 4; standard error 2 / sqrt(3); times 4.3027.
  const Estimate estimate = EstimateOf(std::array{2.0, 4.0, 6.0});
  EXPECT_DOUBLE_EQ(estimate.mean, 4);
  EXPECT_EQ(estimate.count, 3u);
  EXPECT_TRUE(estimate.has_interval());
  EXPECT_NEAR(estimate.half_width, 4.9683, 1e-4);
  EXPECT_NEAR(estimate.low(), -0.9683, 1e-4);
  EXPECT_NEAR(estimate.high(), 8.9683, 1e-4);
}

TEST(EstimateOf, OneValueTellsNothingOfTheSpread) {
  const Estimate estimate = EstimateOf(std::array{7.0});
  EXPECT_DOUBLE_EQ(estimate.mean, 7);
  EXPECT_FALSE(estimate.has_interval());
  EXPECT_DOUBLE_EQ(estimate.high(), 7);
}

TEST(EstimateOf, NoValuesAreNone) {
  const Estimate estimate = EstimateOf({});
  EXPECT_EQ(estimate.count, 0u);
  EXPECT_DOUBLE_EQ(estimate.mean, 0);
}

TEST(PairedDifference, WhatBothVaryByCancelsOut) {
  // 1 below in each seed, though the seeds are far apart.
  const Estimate difference = PairedDifference(std::array{10.0, 50.0, 90.0}, std::array{11.0, 51.0, 91.0});
  EXPECT_DOUBLE_EQ(difference.mean, -1);
  EXPECT_NEAR(difference.half_width, 0, 1e-12);
}

}  // namespace
}  // namespace tidegate::testbed
