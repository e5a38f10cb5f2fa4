// A large recording is done in a time that a sweep can afford. The limits are ten times what was measured, and only say
// that nothing is quadratic.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <utility>

#include "testbed/optimum/optimum.h"
#include "testbed/world/random.h"

namespace tidegate::testbed {
namespace {

using Clock = std::chrono::steady_clock;

// A thousand connections a second, each of three silences: TCP of 2 s in the mean, and datagrams that take
// `datagram_life` for theirs.
Recording Busy(std::size_t conns, TimeNs datagram_life) {
  Random random(1);
  Recording recording;
  TimeNs now = 0;
  for (std::size_t i = 0; i < conns; ++i) {
    now += random.Exponential(kMillisecond);
    const bool datagram = random.Chance(0.3);
    RecordedConn conn{.hash = random.Bits(), .begin = now, .end = now, .datagram = datagram};
    conn.first_gap = static_cast<std::uint32_t>(recording.gaps.size());
    conn.gap_count = 3;
    for (const ConnClass cls : {ConnClass::kHalfOpen, ConnClass::kEstablished, ConnClass::kClosing}) {
      const TimeNs mean = datagram ? datagram_life / 3 : cls == ConnClass::kHalfOpen ? 10 * kMillisecond : kSecond;
      const TimeNs begin = std::exchange(conn.end, conn.end + random.Exponential(mean));
      recording.gaps.push_back({begin, conn.end, datagram ? ConnClass::kDatagram : cls});
    }
    recording.conns.push_back(conn);
  }
  return recording;
}

constexpr std::size_t kConns = 100'000;
constexpr TimeNs kQuery = 200 * kMillisecond;  // 1470 connections are there in the mean
constexpr TimeNs kCall = 6 * kSecond;          // 3200
constexpr std::uint64_t kSlots = 1200;

class OptimumSpeedTest : public testing::Test {
 protected:
  void TearDown() override { EXPECT_LT(Clock::now() - begin_, limit_); }
  Recording Within(std::chrono::seconds limit, TimeNs datagram_life) {
    Recording recording = Busy(kConns, datagram_life);
    limit_ = limit;
    begin_ = Clock::now();
    return recording;
  }

 private:
  Clock::time_point begin_;
  Clock::duration limit_{};
};

TEST_F(OptimumSpeedTest, FewestRefused) {
  EXPECT_GT(FewestRefused(Within(std::chrono::seconds(2), kQuery), kSlots), 0);
}

TEST_F(OptimumSpeedTest, LeastCostOfWholeConnections) {
  EXPECT_GT(LeastCost(Within(std::chrono::seconds(3), kQuery), kSlots, CostMode::kStrict), 0);
}

TEST_F(OptimumSpeedTest, LeastCostOfSilences) {
  EXPECT_GT(LeastCost(Within(std::chrono::seconds(5), kQuery), kSlots, CostMode::kLoose), 0);
}

// The dear ones last longest: the flow decides.
TEST_F(OptimumSpeedTest, LeastCostByFlow) {
  EXPECT_GT(LeastCost(Within(std::chrono::seconds(60), kCall), 2 * kSlots, CostMode::kStrict), 0);
}

TEST_F(OptimumSpeedTest, LeastCostInSets) {
  constexpr std::uint32_t kSets = kSlots / 8;
  const SetsOf sets_of = [](std::uint64_t hash) { return std::pair(hash % kSets, hash / kSets % kSets); };
  const Recording recording = Within(std::chrono::seconds(5), kQuery);
  EXPECT_GT(LeastCostInSets(recording, kSets, 8, sets_of, CostMode::kStrict), 0);
  EXPECT_GT(LeastCostInSets(recording, kSets, 8, sets_of, CostMode::kLoose), 0);
}

}  // namespace
}  // namespace tidegate::testbed
