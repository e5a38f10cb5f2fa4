// Reading results.
#include "e2e/compare/results.h"

#include "e2e/compare/test_support/results.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tidegate::e2e {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::StartsWith;

TEST(ResultsTest, RunsAreSortedByEngineWorkloadAndRound) {
  const auto results = ParseResults(Comparison().dump());
  ASSERT_TRUE(results.ok()) << results.status();
  EXPECT_EQ(results->machine.processor, "Some <processor>");
  EXPECT_EQ(results->skipped.at(0).reason, "no /dev/net/tun");
  const Series* series = results->Find("tidegate", "crr4");
  ASSERT_NE(series, nullptr);
  EXPECT_EQ(series->rounds.at(1).rate, 9000);
  EXPECT_EQ(series->rounds.at(2).p99_us, 400);
  EXPECT_EQ(results->Find("tidegate", "crr1"), nullptr);
  EXPECT_EQ(results->Find("plain", "crr4"), nullptr);
}

TEST(ResultsTest, LatenciesOfAllRoundsAreCountedTogether) {
  const auto results = ParseResults(Comparison().dump());
  ASSERT_TRUE(results.ok());
  EXPECT_THAT(results->Find("testpmd", "rr1")->latency_counts, ElementsAre(Pair(40, 4), Pair(100, 1), Pair(1000, 1)));
}

TEST(ResultsTest, UnfinishedConnectionsHaveFailed) {
  nlohmann::json comparison = Comparison();
  comparison["runs"][0]["load"]["failed"] = 2;
  comparison["runs"][0]["load"]["unfinished"] = 3;
  const auto results = ParseResults(comparison.dump());
  ASSERT_TRUE(results.ok());
  EXPECT_EQ(results->Find("tidegate", "crr4")->rounds.at(1).failed, 5u);
}

TEST(ResultsTest, WhatIsMissingOrWrongIsSaid) {
  EXPECT_THAT(std::string(ParseResults("{").status().message()), StartsWith("expected what compare.sh writes: "));
  nlohmann::json comparison = Comparison();
  comparison["runs"][0]["load"].erase("rate_per_s");
  EXPECT_THAT(std::string(ParseResults(comparison.dump()).status().message()), HasSubstr("rate_per_s"));
  comparison = Comparison();
  comparison["rounds"] = "two";
  EXPECT_FALSE(ParseResults(comparison.dump()).ok());
  EXPECT_THAT(std::string(LoadResults("/no/such").status().message()), StartsWith("/no/such: cannot be read"));
}

}  // namespace
}  // namespace tidegate::e2e
