// What a bad network does to web connections.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testbed/workload/workload_test_util.h"

namespace tidegate::testbed {
namespace {

const FakeStage& OnTheRoad() {
  static const FakeStage& stage = *[] {
    auto* made = new FakeStage;
    made->Play(*WorkloadOf(R"({"name": "lossy", "rate": 300, "loss": 0.1})"), 200 * kSecond);
    return made;
  }();
  return stage;
}

double ShareOf(Closing closing) {
  const auto count = OnTheRoad().Count([=](const auto& played) { return played.plan.closing == closing; });
  return static_cast<double>(count) / static_cast<double>(OnTheRoad().played().size());
}

TEST(Lossy, ConnectionsBeginAtTheRateAndLosePackets) {
  EXPECT_NEAR(static_cast<double>(OnTheRoad().played().size()), 300 * 200, 800);
  EXPECT_EQ(OnTheRoad().Count([](const auto& played) { return played.plan.loss != 0.1; }), 0u);
}

// Of the resets, a tenth is lost before the firewall: it does not see how the connection ended.
TEST(Lossy, SomeEndsAreNotSeen) {
  EXPECT_NEAR(ShareOf(Closing::kUnanswered), 0.02, 0.003);
  EXPECT_NEAR(ShareOf(Closing::kReset), 0.98 * 0.15 * 0.9, 0.006);
  EXPECT_NEAR(ShareOf(Closing::kVanish), 0.98 * 0.15 * 0.1, 0.003);
  EXPECT_NEAR(ShareOf(Closing::kClientFirst), ShareOf(Closing::kServerFirst), 0.01);
}

TEST(Lossy, AServerWaitsForAClientThatIsGone) {
  for (const Played& played : OnTheRoad().played()) {
    if (played.end == 0) continue;
    EXPECT_EQ(played.pauses.back() == 60 * kSecond, played.plan.closing == Closing::kUnanswered);
  }
}

TEST(Lossy, WithoutLossEveryResetIsSeen) {
  FakeStage stage;
  stage.Play(*WorkloadOf(R"({"name": "lossy", "rate": 300, "loss": 0})"), 50 * kSecond);
  EXPECT_EQ(stage.Count([](const auto& played) { return played.plan.closing == Closing::kVanish; }), 0u);
}

TEST(Lossy, WhoGetsNoConnectionTriesThreeTimes) {
  FakeStage stage;
  stage.fate = [](const Plan&, TimeNs) { return Ending::kGaveUp; };
  stage.Play(*WorkloadOf(R"({"name": "lossy", "rate": 10})"), 1000 * kSecond);
  const auto begun = stage.Count([](const auto& played) { return played.at < 500 * kSecond; });
  const auto first = 10 * 500.0;
  // Each try takes 132 s: those of the first 236 s have had three, and so on.
  EXPECT_NEAR(static_cast<double>(begun), first + 10 * (500.0 - 132) + 10 * (500.0 - 264), 400);
}

}  // namespace
}  // namespace tidegate::testbed
