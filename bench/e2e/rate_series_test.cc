// Counting stalled seconds.
#include "e2e/rate_series.h"

#include "gtest/gtest.h"

namespace tidegate::e2e {
namespace {

using std::chrono::milliseconds;

// Each test's runs are written as the moments, in milliseconds, at which something finished.
RateSeries Series(std::initializer_list<int> moments) {
  RateSeries series;
  for (const int moment : moments) series.Add(milliseconds(moment));
  return series;
}

TEST(RateSeriesTest, CountsBySecond) {
  const RateSeries series = Series({0, 999, 1000, 3500});
  EXPECT_EQ(series.at(0), 2u);
  EXPECT_EQ(series.at(1), 1u);
  EXPECT_EQ(series.at(2), 0u);
  EXPECT_EQ(series.at(3), 1u);
  EXPECT_EQ(series.at(4), 0u);
}

TEST(RateSeriesTest, ABusyRunHasNoStalledSecond) {
  EXPECT_EQ(Series({10, 1010, 2010}).Stalled(milliseconds(3000)), 0u);
}

TEST(RateSeriesTest, AGapIsStalled) { EXPECT_EQ(Series({10, 4010}).Stalled(milliseconds(5000)), 3u); }

TEST(RateSeriesTest, ALongSilenceAcrossTwoHalfSecondsIsNone) {
  EXPECT_EQ(Series({1, 1999}).Stalled(milliseconds(2000)), 0u);
}

TEST(RateSeriesTest, ARunThatFinishesNothingIsAllStalled) { EXPECT_EQ(Series({}).Stalled(milliseconds(7000)), 7u); }

TEST(RateSeriesTest, SilenceUntilTheEndIsStalled) { EXPECT_EQ(Series({10}).Stalled(milliseconds(30000)), 29u); }

TEST(RateSeriesTest, TheLastPartOfASecondDoesNotCount) {
  EXPECT_EQ(Series({10}).Stalled(milliseconds(1900)), 0u);
  EXPECT_EQ(Series({10}).Stalled(milliseconds(2000)), 1u);
}

TEST(RateSeriesTest, WhatFinishesAfterTheRunDoesNotHideTheStall) {
  EXPECT_EQ(Series({10, 3100}).Stalled(milliseconds(3000)), 2u);
}

}  // namespace
}  // namespace tidegate::e2e
