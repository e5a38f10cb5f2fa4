#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <initializer_list>

#include "testbed/optimum/brute_force.h"
#include "testbed/optimum/cheapest_cover.h"
#include "testbed/optimum/fewest_without.h"
#include "testbed/optimum/least_cost_by_flow.h"
#include "testbed/optimum/moments.h"
#include "testbed/optimum/need.h"
#include "testbed/optimum/optimum.h"
#include "testbed/optimum/recording_builder.h"

namespace tidegate::testbed {
namespace {

using enum CostMode;

// One slot, a datagram (5000) that is there all the time, and `count` TCP connections (1000) one after the other.
Recording OneAgainst(std::size_t count) {
  RecordingBuilder builder;
  builder.Datagram(0, 20);
  for (std::size_t i = 0; i < count; ++i) builder.Tcp(2 * i, 2 * i + 2);
  return builder.Build();
}

// To keep the dearest first is not the optimum (Arkin and Silverberg 1987): it would keep the datagram, for 6000.
TEST(LeastCostTest, ManyCheapOnesMayOutweighTheDearest) {
  EXPECT_EQ(LeastCost(OneAgainst(4), 1, kStrict), 4000);
  EXPECT_EQ(LeastCost(OneAgainst(6), 1, kStrict), 5000);
  EXPECT_EQ(LeastCost(OneAgainst(6), 1, kNat), 5000);
}

// Two slots. At 4 three are there, at 7 three again.
//   0123456789
//   -----         TCP
//     ------      TCP: refused, it is in both
//       ----      datagram, over at 8
//         ----    datagram, from 6
TEST(LeastCostTest, OneRefusalMayServeTwoOverloads) {
  const Recording recording = RecordingBuilder().Tcp(0, 5).Tcp(2, 8).Datagram(4, 8).Datagram(6, 10).Build();
  EXPECT_EQ(LeastCost(recording, 2, kStrict), 1000);
  EXPECT_EQ(LeastCost(recording, 1, kStrict), 1000 + 5000);
}

TEST(LeastCostTest, OverloadsThatHaveNothingInCommonAddUp) {
  RecordingBuilder builder;
  for (const TimeNs begin : {0, 100, 200}) builder.Datagram(begin, begin + 10).Tcp(begin + 5, begin + 15);
  EXPECT_EQ(LeastCost(builder.Build(), 1, kStrict), 3000);
}

// One slot: at 5 a handshake begins, the other connection is silent until 8, and its entry is rebuilt.
TEST(LeastCostTest, LooseBridgesASilence) {
  const Recording recording = RecordingBuilder()
                                  .Conn(0, {{4, ConnClass::kEstablished}, {8, ConnClass::kEstablished}})
                                  .Conn(5, {{6, ConnClass::kHalfOpen}})
                                  .Build();
  EXPECT_EQ(LeastCost(recording, 1, kLoose), 1);
  EXPECT_EQ(LeastCost(recording, 1, kStrict), 1000);
}

// Its half-open entry is given up at the price of a refusal; TIME-WAIT's is dearer than an established one's.
TEST(LeastCostTest, LoosePaysForTheClassOfTheEntry) {
  const auto one_without = [](ConnClass a, ConnClass b) {
    return LeastCost(RecordingBuilder().Conn(0, {{2, a}}).Conn(1, {{3, b}}).Build(), 1, kLoose);
  };
  EXPECT_EQ(one_without(ConnClass::kHalfOpen, ConnClass::kHalfOpen), 1000);
  EXPECT_EQ(one_without(ConnClass::kTimeWait, ConnClass::kHalfOpen), 10);
  EXPECT_EQ(one_without(ConnClass::kTimeWait, ConnClass::kClosing), 1);
}

TEST(LeastCostTest, WholeConnectionsAreTheLeastOfAllChoices) {
  RandomRecordings random(2);
  for (int i = 0; i < 600; ++i) {
    const Recording recording = random.Whole(1 + random.Below(i < 20 ? 14 : 11));
    const std::uint64_t slots = random.Below(5);
    const std::uint64_t least = TryAll(WholeStays(recording, 1000, 5000), slots);
    ASSERT_EQ(LeastCost(recording, slots, kStrict), least) << "instance " << i;
    ASSERT_EQ(LeastCost(recording, slots, kNat), least) << "instance " << i;
  }
}

TEST(LeastCostTest, SilencesAreTheLeastOfAllChoices) {
  RandomRecordings random(3);
  for (int i = 0; i < 600; ++i) {
    const Recording recording = random.WithSilences(1 + random.Below(i < 20 ? 14 : 11));
    const std::uint64_t slots = random.Below(4);
    ASSERT_EQ(LeastCost(recording, slots, kLoose), TryAll(Silences(recording), slots)) << "instance " << i;
  }
}

// A refused connection pays for its SYN and comes again: the silence behind it is gone, all others are as before.
TEST(LeastCostTest, RefusingPaysNothingInLooseMode) {
  RandomRecordings random(4);
  for (int i = 0; i < 100; ++i) {
    const Recording recording = random.WithSilences(1 + random.Below(8));
    const std::uint64_t slots = random.Below(3);
    const std::uint64_t least = LeastCost(recording, slots, kLoose);
    for (std::uint32_t refused = 0; refused < 1U << recording.conns.size(); ++refused) {
      std::vector<Stay> stays = Silences(recording);
      for (std::size_t c = 0; c < recording.conns.size(); ++c) {
        if ((refused >> c & 1) != 0) stays[recording.conns[c].first_gap] = {};
      }
      const std::uint64_t price =
          std::uint64_t{kFirstSynRefusedMs} * static_cast<std::uint64_t>(std::popcount(refused));
      ASSERT_GE(price + TryAll(stays, slots), least) << "instance " << i;
    }
  }
}

// Two ways to the same number: one group at a time, and the flow through all that was recorded.
TEST(LeastCostTest, GroupsAddUpToTheWhole) {
  RandomRecordings random(5);
  for (int i = 0; i < 100; ++i) {
    const Recording recording = random.WithSilences(200);
    const std::uint64_t slots = 1 + random.Below(40);
    ASSERT_EQ(LeastCost(recording, slots, kLoose), LeastCostByFlow(MomentsOf(NeedsOf(recording, kLoose), slots))) << i;
  }
}

// The candidates' flow against the flow of all, with costs that mislead the schedules that choose the first candidates.
TEST(LeastCostTest, CandidatesAreAsGoodAsAll) {
  RandomRecordings random(7);
  for (int i = 0; i < 30; ++i) {
    Needs needs;
    for (std::uint32_t owner = 0; owner < 600; ++owner) {
      const TimeNs begin = random.Below(3000);
      const TimeNs length = 1 + random.Below(random.Below(4) == 0 ? 1000 : 100);
      needs.push_back({begin, begin + length, static_cast<std::uint32_t>(1 + random.Below(length)), owner});
    }
    std::ranges::sort(needs, {}, &Need::begin);
    const std::uint64_t slots = 5 + random.Below(30);
    const Moments moments = MomentsOf(needs, slots);
    ASSERT_EQ(LeastCostByFlow(moments), CheapestCover(moments).cost) << "instance " << i;
  }
}

TEST(LeastCostTest, FlowAndGreedyAgreeOnNeedsThatAreAlike) {
  RandomRecordings random(6);
  for (int i = 0; i < 100; ++i) {
    RecordingBuilder builder;
    for (int c = 0; c < 300; ++c) {
      const TimeNs begin = random.Below(1000);
      builder.Tcp(begin, begin + random.Below(random.Below(5) == 0 ? 500 : 50));
    }
    const Needs needs = NeedsOf(builder.Build(), kStrict);
    const std::uint64_t slots = random.Below(30);
    ASSERT_EQ(LeastCostByFlow(MomentsOf(needs, slots)), FewestWithout(needs, slots) * kFirstSynRefusedMs)
        << "instance " << i;
  }
}

}  // namespace
}  // namespace tidegate::testbed
