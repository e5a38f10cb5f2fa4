// Tests of set-up times over seeds.
#include "testbed/report/latency.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidegate::testbed {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

CellResult WithBins(std::vector<std::pair<double, double>> bins, double gave_up) {
  CellResult result;
  result.setup_bins = std::move(bins);
  result.gave_up = gave_up;
  return result;
}

TEST(Latencies, WhoGaveUpIsSlowerThanEverybody) {
  const CellResult a = WithBins({{500, 60}, {1e6, 20}}, 0);
  const CellResult b = WithBins({{500, 10}, {3e6, 5}}, 5);
  const Latencies latencies({&a, &b});
  // Of 100: 70 within 500 us, 20 after 1 s, 5 after 3 s, 5 never.
  EXPECT_THAT(latencies.Ccdf(), ElementsAre(Pair(0.0005, 0.3), Pair(1, 0.1), Pair(3, 0.05)));
  EXPECT_EQ(latencies.Quantile(0.5), 0.0005);
  EXPECT_EQ(latencies.Quantile(0.9), 1);
  EXPECT_EQ(latencies.Quantile(0.95), 3);
  EXPECT_EQ(latencies.Quantile(0.96), std::nullopt);
  EXPECT_DOUBLE_EQ(latencies.never(), 0.05);
}

TEST(Latencies, MayBeMissing) {
  EXPECT_TRUE(Latencies({}).empty());
  const CellResult none = WithBins({}, 7);
  EXPECT_TRUE(Latencies({&none}).empty());
}

}  // namespace
}  // namespace tidegate::testbed
