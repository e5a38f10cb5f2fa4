// Tests of the percentiles of single operations.
#include "conntrack/operation_times.h"

#include <gtest/gtest.h>

namespace tidegate::bench {
namespace {

TEST(OperationTimes, AreZeroWithoutAny) {
  const OperationTimes times;
  EXPECT_EQ(times.Percentile(50), 0);
  EXPECT_EQ(times.Percentile(100), 0);
  EXPECT_EQ(times.max(), 0);
}

TEST(OperationTimes, AreExactBelow64) {
  OperationTimes times;
  for (std::uint64_t ns = 1; ns <= 50; ++ns) times.Add(ns);
  EXPECT_EQ(times.Percentile(2), 1);
  EXPECT_EQ(times.Percentile(50), 25);
  EXPECT_EQ(times.Percentile(50.1), 26);
  EXPECT_EQ(times.Percentile(100), 50);
  EXPECT_EQ(times.count(), 50u);
}

TEST(OperationTimes, AreCloseWhereverTheyLie) {
  for (std::uint64_t ns = 1; ns < std::uint64_t{1} << 39; ns += 1 + ns / 7) {
    OperationTimes times;
    times.Add(ns);
    times.Add(std::uint64_t{1} << 39);  // so that the largest does not tell
    EXPECT_NEAR(times.Percentile(50), static_cast<double>(ns), 0.016 * static_cast<double>(ns)) << ns;
  }
}

TEST(OperationTimes, OneInAThousandShowsAtTheEndAlone) {
  OperationTimes times;
  for (int i = 0; i < 9990; ++i) times.Add(40);
  for (int i = 0; i < 9; ++i) times.Add(1000);
  times.Add(123'457);
  EXPECT_EQ(times.Percentile(99.9), 40);
  EXPECT_NEAR(times.Percentile(99.95), 1000, 16);
  EXPECT_EQ(times.max(), 123'457);
  EXPECT_EQ(times.Percentile(100), 123'457);
}

TEST(OperationTimes, TooLargeOnesAreInTheLastBin) {
  OperationTimes times;
  times.Add(std::uint64_t{1} << 50);
  EXPECT_EQ(times.max(), static_cast<double>(std::uint64_t{1} << 50));
  EXPECT_GT(times.Percentile(100), static_cast<double>(std::uint64_t{1} << 39));
}

TEST(StopWatch, TakesOffItsOwnCost) {
  StopWatch watch;
  OperationTimes times;
  for (int i = 0; i < 10'000; ++i) times.Add(watch.Lap());
  EXPECT_LT(times.Percentile(50), 100) << "nothing was done between two laps";
}

TEST(StopWatch, MeasuresWhatPassed) {
  StopWatch watch;
  watch.Start();
  const auto begin = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(2)) {
  }
  EXPECT_GE(watch.Lap(), 1'990'000u);
}

}  // namespace
}  // namespace tidegate::bench
