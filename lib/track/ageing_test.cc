// How much of the timeouts adaptive ageing leaves.
#include "track/ageing.h"

#include <gtest/gtest.h>

namespace tidegate {
namespace {

constexpr std::uint64_t kAll = AdaptiveAgeing::kSteps;

// PF's defaults: from 60 % of the table on, to nothing at 120 %.
TEST(AdaptiveAgeing, TimeoutsShrinkInProportion) {
  const AdaptiveAgeing ageing = AdaptiveAgeing::For(1000);
  EXPECT_EQ(ageing.Share(0), kAll);
  EXPECT_EQ(ageing.Share(600), kAll);
  EXPECT_EQ(ageing.Share(900), kAll / 2);
  EXPECT_EQ(ageing.Share(1200), 0u);
  EXPECT_EQ(ageing.Share(5000), 0u);
}

TEST(AdaptiveAgeing, TheSmallestTableHasAShareAsWell) {
  const AdaptiveAgeing ageing = AdaptiveAgeing::For(1);
  EXPECT_EQ(ageing.Share(0), kAll);
  EXPECT_EQ(ageing.Share(1), 0u);
}

TEST(AdaptiveAgeing, EstablishedConnectionsLiveOn) {
  const Timeouts timeouts;
  const Timeouts half = AdaptiveAgeing::Scaled(timeouts, kAll / 2);
  EXPECT_EQ(half.Of(ConnState::kTimeWait), timeouts.Of(ConnState::kTimeWait) / 2);
  EXPECT_EQ(half.Of(ConnState::kSynSent), timeouts.Of(ConnState::kSynSent) / 2);
  for (const ConnState state : {ConnState::kEstablished, ConnState::kSctpEstablished}) {
    EXPECT_EQ(half.Of(state), timeouts.Of(state)) << Name(state);
  }
}

TEST(AdaptiveAgeing, NothingLivesForLessThanASecond) {
  const Timeouts none = AdaptiveAgeing::Scaled(Timeouts{}, 0);
  EXPECT_EQ(none.Of(ConnState::kTimeWait), kSecond);
  EXPECT_EQ(AdaptiveAgeing::Scaled(Timeouts{}, kAll), Timeouts{});
}

}  // namespace
}  // namespace tidegate
