// All connections end at a moment, and all clients come back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "testbed/workload/workload_test_util.h"

namespace tidegate::testbed {
namespace {

constexpr TimeNs kMoment = 120 * kSecond;

std::string StormBy(const std::string& how) {
  return R"({"name": "reconnect_storm", "connections": 2000, "how": ")" + how + R"("})";
}

TEST(ReconnectStorm, AllAreThereBeforeAndAllComeBackWithinTheJitter) {
  for (const char* how : {"vanish", "close", "reset"}) {
    FakeStage stage;
    stage.Play(*WorkloadOf(StormBy(how)), 300 * kSecond);
    EXPECT_EQ(stage.played().size(), 4000u) << how;
    EXPECT_EQ(stage.Count([](const auto& played) { return played.at <= 30 * kSecond; }), 2000u) << how;
    EXPECT_EQ(stage.OpenAt(299 * kSecond), 2000u) << how;
    const auto back = [&](TimeNs from, TimeNs to) {
      return stage.Count([=](const auto& played) { return played.at >= from && played.at < to; });
    };
    EXPECT_EQ(back(31 * kSecond, kMoment), 0u) << how;
    EXPECT_EQ(back(kMoment, kMoment + 10'500 * kMillisecond), 2000u) << how;
    EXPECT_NEAR(static_cast<double>(back(kMoment + 4 * kSecond, kMoment + 5 * kSecond)), 200, 50) << how;
  }
}

TEST(ReconnectStorm, ConnectionsEndAtTheMomentInTheNamedWay) {
  const struct {
    const char* how;
    Closing closing;
  } kRows[] = {{"close", Closing::kServerFirst}, {"reset", Closing::kReset}};
  for (const auto& row : kRows) {
    FakeStage stage;
    stage.Play(*WorkloadOf(StormBy(row.how)), kMoment + 5 * kSecond);
    for (const Played& played : stage.played()) {
      if (played.at > 31 * kSecond) continue;
      EXPECT_EQ(played.plan.closing, row.closing);
      EXPECT_GE(played.end, kMoment);
      EXPECT_LE(played.end, kMoment + 300 * kMillisecond);
      EXPECT_LE(*std::max_element(played.pauses.begin(), played.pauses.end()), 60 * kSecond);
    }
  }
}

// Those that vanish leave their entries: the last packet was before the moment, no more than a keep-alive ago.
TEST(ReconnectStorm, VanishedConnectionsSayNothingAtTheMoment) {
  FakeStage stage;
  stage.Play(*WorkloadOf(StormBy("vanish")), kMoment + 5 * kSecond);
  for (const Played& played : stage.played()) {
    if (played.at > 31 * kSecond) continue;
    EXPECT_EQ(played.plan.closing, Closing::kVanish);
    EXPECT_LE(played.end, kMoment + kSecond);
    EXPECT_GE(played.end, kMoment - 61 * kSecond);
  }
}

// Cut off again and again, a client waits at random up to 1, 2, 4 s ...
TEST(ReconnectStorm, ClientsBackOff) {
  FakeStage stage;
  stage.fate = [](const Plan&, TimeNs now) { return now < kMoment ? Ending::kDone : Ending::kBroken; };
  stage.Play(*WorkloadOf(R"({"name": "reconnect_storm", "connections": 500, "keepalive_s": 5})"), 1200 * kSecond);
  std::vector<std::vector<const Played*>> clients(500);
  for (const Played& played : stage.played()) clients[played.plan.owner].push_back(&played);
  TimeNs sums[5] = {};
  for (const auto& tries : clients) {
    ASSERT_GE(tries.size(), 7u);
    for (std::size_t i = 0; i < 5; ++i) {
      const TimeNs wait = tries[i + 2]->at - tries[i + 1]->end;
      EXPECT_LE(wait, kSecond << i);
      sums[i] += wait;
    }
  }
  for (std::size_t i = 0; i < 5; ++i)
    EXPECT_NEAR(static_cast<double>(sums[i]) / 500e9, 0.5 * (1 << i), 0.08 * (1 << i));
}

}  // namespace
}  // namespace tidegate::testbed
