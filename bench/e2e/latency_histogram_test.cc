// The histogram against exact percentiles.
#include "e2e/latency_histogram.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace tidegate::e2e {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

void ExpectWithinOnePercent(nanoseconds got, nanoseconds want) {
  EXPECT_NEAR(static_cast<double>(got.count()), static_cast<double>(want.count()), 0.01 * want.count());
}

TEST(LatencyHistogramTest, EmptyIsZero) {
  const LatencyHistogram histogram;
  EXPECT_EQ(histogram.count(), 0u);
  EXPECT_EQ(histogram.Percentile(99), nanoseconds(0));
  EXPECT_EQ(histogram.mean(), nanoseconds(0));
}

TEST(LatencyHistogramTest, PercentilesOfOneToAThousand) {
  LatencyHistogram histogram;
  for (int i = 1000; i >= 1; --i) histogram.Add(microseconds(10 * i));
  ExpectWithinOnePercent(histogram.Percentile(0.1), microseconds(10));
  ExpectWithinOnePercent(histogram.Percentile(50), microseconds(5000));
  ExpectWithinOnePercent(histogram.Percentile(99), microseconds(9900));
  ExpectWithinOnePercent(histogram.Percentile(99.9), microseconds(9990));
  EXPECT_EQ(histogram.Percentile(100), microseconds(10000));
  EXPECT_EQ(histogram.mean(), microseconds(5005));
}

TEST(LatencyHistogramTest, ErrorStaysUnderOnePercentOverEightDecades) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> exponent(3.0, 11.0);
  LatencyHistogram histogram;
  std::vector<nanoseconds> all;
  for (int i = 0; i < 100'000; ++i) {
    all.emplace_back(std::llround(std::pow(10.0, exponent(random))));
    histogram.Add(all.back());
  }
  std::sort(all.begin(), all.end());
  for (const double percent : {1.0, 10.0, 50.0, 90.0, 99.0, 99.9, 99.99}) {
    const auto rank = static_cast<std::size_t>(std::ceil(percent / 100.0 * static_cast<double>(all.size())));
    ExpectWithinOnePercent(histogram.Percentile(percent), all[rank - 1]);
  }
}

TEST(LatencyHistogramTest, BinsThatAreNotEmptyRise) {
  LatencyHistogram histogram;
  for (const int us : {500, 20, 500}) histogram.Add(microseconds(us));
  const auto bins = histogram.Bins();
  ASSERT_EQ(bins.size(), 2u);
  EXPECT_EQ(bins[0].count, 1u);
  ExpectWithinOnePercent(bins[0].latency, microseconds(20));
  EXPECT_EQ(bins[1].count, 2u);
  ExpectWithinOnePercent(bins[1].latency, microseconds(500));
}

TEST(LatencyHistogramTest, TheLargestIsExactAndNoPercentileExceedsIt) {
  LatencyHistogram histogram;
  histogram.Add(nanoseconds(7'123'456'789));
  EXPECT_EQ(histogram.max(), nanoseconds(7'123'456'789));
  EXPECT_LE(histogram.Percentile(50), histogram.max());
  ExpectWithinOnePercent(histogram.Percentile(50), histogram.max());
}

TEST(LatencyHistogramTest, OutOfRangeIsCountedAtTheEnds) {
  LatencyHistogram histogram;
  histogram.Add(nanoseconds(0));
  histogram.Add(milliseconds(1));
  histogram.Add(seconds(100'000));
  EXPECT_EQ(histogram.count(), 3u);
  EXPECT_LE(histogram.Percentile(33), microseconds(2));
  ExpectWithinOnePercent(histogram.Percentile(50), milliseconds(1));
  EXPECT_EQ(histogram.Percentile(99), seconds(100'000));
}

}  // namespace
}  // namespace tidegate::e2e
