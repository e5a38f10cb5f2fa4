// Medians, ratios within rounds, targets and tails.
#include "e2e/compare/summary.h"

#include "e2e/compare/test_support/results.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tidegate::e2e {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Results Parsed(const nlohmann::json& comparison) { return *ParseResults(comparison.dump()); }

TEST(RangeTest, MedianOfOddAndEvenNumbers) {
  EXPECT_EQ(RangeOf({7}).median, 7);
  EXPECT_EQ(RangeOf({9, 1, 2}).median, 2);
  EXPECT_EQ(RangeOf({4, 1, 2, 9}).median, 3);
  EXPECT_EQ(RangeOf({4, 1, 2, 9}).low, 1);
  EXPECT_EQ(RangeOf({4, 1, 2, 9}).high, 9);
}

TEST(RatiosTest, AreTakenWithinRounds) {
  const Results results = Parsed(Comparison());
  EXPECT_THAT(RatiosOf(results, "tidegate", "crr4", &RunFigures::rate), ElementsAre(0.9, 1.0));
  EXPECT_THAT(RatiosOf(results, "testpmd", "crr4", &RunFigures::rate), IsEmpty()) << "it is the reference";
}

TEST(RatiosTest, ARoundThatOneOfBothLacksDoesNotCount) {
  nlohmann::json comparison = Comparison();
  comparison["runs"].erase(1);  // testpmd's first
  EXPECT_THAT(RatiosOf(Parsed(comparison), "tidegate", "crr4", &RunFigures::rate), ElementsAre(1.0));
}

TEST(OutcomesTest, OnlyWhatWasMeasuredIsJudged) {
  const std::vector<Outcome> outcomes = OutcomesOf(Parsed(Comparison()));
  ASSERT_EQ(outcomes.size(), 2u);
  EXPECT_EQ(outcomes[0].target.workload, "crr4");
  EXPECT_DOUBLE_EQ(outcomes[0].range.median, 0.95);
  EXPECT_TRUE(outcomes[0].met) << "at the limit";
  EXPECT_EQ(outcomes[1].target.workload, "rr1");
  EXPECT_DOUBLE_EQ(outcomes[1].range.median, 1.4);
  EXPECT_FALSE(outcomes[1].met);
}

TEST(TailTest, SharesThatTookLonger) {
  const Results results = Parsed(Comparison());
  const std::vector<TailPoint> tail = TailOf(*results.Find("testpmd", "rr1"));
  ASSERT_EQ(tail.size(), 2u);
  EXPECT_EQ(tail[0].us, 40);
  EXPECT_THAT(tail[0].share, DoubleNear(2.0 / 6, 1e-12));
  EXPECT_EQ(tail[1].us, 100);
  EXPECT_THAT(tail[1].share, DoubleNear(1.0 / 6, 1e-12));
}

}  // namespace
}  // namespace tidegate::e2e
