// Each policy's choice among a few entries, as rows.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "evict/none.h"
#include "evict/state_first.h"

namespace tidegate {
namespace {

constexpr TimeNs kNow = 1'000 * kSecond;

struct Entry {
  ConnClass cls;
  std::uint32_t left_s;
};

struct Row {
  std::string scenario;
  std::vector<Entry> entries;
  int victim;
};

template <class Policy>
int Choose(const Policy& policy, const std::vector<Entry>& entries) {
  SlotWords words;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto [cls, left_s] = entries[i];
    words.Set(static_cast<int>(i), SlotWord::Make(cls, 0, false, ExpiryTick(cls, kNow + left_s * kSecond, kNow), 0));
  }
  const TickClock clock(kNow);
  return policy.Choose(EvictionCandidates(words, clock), Pressure{});
}

using enum ConnClass;

// Half-open entries are given 30 s; those with less than 27 s left are past their grace.
const Row kStateFirstRows[] = {
    {"nothing to choose from", {}, kNoVictim},
    {"live connections stay", {{kEstablished, 5000}, {kClosing, 50}}, kNoVictim},
    {"a handshake under way stays", {{kHalfOpen, 29}, {kEstablished, 5000}}, kNoVictim},
    {"TIME-WAIT goes", {{kEstablished, 5000}, {kTimeWait, 100}}, 1},
    {"of two in TIME-WAIT the older", {{kTimeWait, 110}, {kTimeWait, 60}, {kTimeWait, 90}}, 1},
    {"TIME-WAIT before a stale handshake", {{kHalfOpen, 2}, {kTimeWait, 119}}, 1},
    {"a stale handshake before a datagram", {{kDatagram, 5}, {kHalfOpen, 10}}, 1},
    {"the older of two stale handshakes", {{kHalfOpen, 20}, {kHalfOpen, 10}, {kHalfOpen, 29}}, 1},
    {"a datagram before refusing", {{kEstablished, 500}, {kDatagram, 30}, {kHalfOpen, 29}}, 1},
};

TEST(StateFirst, ChoosesByRow) {
  for (const Row& row : kStateFirstRows) EXPECT_EQ(Choose(StateFirst{}, row.entries), row.victim) << row.scenario;
}

TEST(StateFirst, GraceFollowsTheTimeoutInForce) {
  PolicyOptions options;
  for (const ConnState state : {ConnState::kSynSent, ConnState::kSynSent2, ConnState::kSynRecv}) {
    options.timeouts.Set(state, 10 * kSecond);
  }
  const StateFirst policy(options);
  EXPECT_EQ(Choose(policy, {{kHalfOpen, 9}}), kNoVictim);
  EXPECT_EQ(Choose(policy, {{kHalfOpen, 6}}), 0);
}

TEST(EvictNone, RefusesWhateverThereIs) {
  EXPECT_EQ(Choose(EvictNone{}, {{kTimeWait, 1}, {kHalfOpen, 1}, {kDatagram, 1}}), kNoVictim);
}

}  // namespace
}  // namespace tidegate
