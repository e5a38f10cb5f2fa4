#include <gtest/gtest.h>

#include <utility>

#include "testbed/optimum/brute_force.h"
#include "testbed/optimum/optimum.h"
#include "testbed/optimum/recording_builder.h"

namespace tidegate::testbed {
namespace {

using enum CostMode;
using Pair = std::pair<std::uint32_t, std::uint32_t>;

Pair Everywhere(std::uint64_t) { return {0, 0}; }

// Sets of one slot. The first two connections have 0 and 1 to choose from, the third has 0 alone.
TEST(LeastCostInSetsTest, AConnectionIsConfinedToItsSets) {
  const Recording recording = RecordingBuilder().Tcp(0, 9).Tcp(1, 9).Tcp(2, 9).Build();
  const SetsOf sets_of = [](std::uint64_t hash) { return hash == 2 ? Pair(0, 0) : Pair(0, 1); };
  EXPECT_EQ(LeastCostInSets(recording, 3, 1, sets_of, kStrict), 1000);
  EXPECT_EQ(LeastCost(recording, 3, kStrict), 0);
}

// Sets of two slots. The second goes where the first is not, so that both of the others find room.
TEST(LeastCostInSetsTest, AConnectionGoesWhereMoreRoomIsLeft) {
  const Recording recording = RecordingBuilder().Tcp(0, 9).Tcp(1, 9).Tcp(2, 9).Tcp(3, 9).Build();
  constexpr Pair kSets[] = {{0, 0}, {0, 1}, {0, 0}, {1, 1}};
  EXPECT_EQ(LeastCostInSets(
                recording, 2, 2, [&](std::uint64_t hash) { return kSets[hash]; }, kStrict),
            0);
}

TEST(LeastCostInSetsTest, GivesUpTheCheapestThenTheLastToEnd) {
  // The datagram stays although it ends last.
  const Recording mixed = RecordingBuilder().Datagram(0, 20).Tcp(1, 9).Tcp(9, 15).Build();
  EXPECT_EQ(LeastCostInSets(mixed, 1, 1, Everywhere, kStrict), 2000);
  // The first makes room for all that come after it.
  const Recording alike = RecordingBuilder().Tcp(0, 20).Tcp(1, 9).Tcp(9, 15).Build();
  EXPECT_EQ(LeastCostInSets(alike, 1, 1, Everywhere, kStrict), 1000);
}

constexpr auto kSilent = ConnClass::kEstablished;
// The first connection has both sets to choose from, the others have set 0.
Pair FirstChooses(std::uint64_t hash) { return {0, hash == 0 ? 1 : 0}; }

// Sets of two slots. The first begins in set 0 and stays there when it falls silent again at 4, where the second is; so
// at 5 the third finds no room, although set 1 is empty.
TEST(LeastCostInSetsTest, AnEntryStaysWhereItIs) {
  RecordingBuilder builder;
  builder.Conn(0, {{4, kSilent}, {8, kSilent}}).Conn(1, {{9, kSilent}}).Conn(5, {{7, kSilent}});
  EXPECT_EQ(LeastCostInSets(builder.Build(), 2, 2, FirstChooses, kLoose), 1);
}

// The same with handshakes (1000) in set 0 from 1 and from 2: the first is given up, is rebuilt at 4 in set 1, and at 5
// there is room.
TEST(LeastCostInSetsTest, AnEntryThatIsRebuiltChoosesAgain) {
  RecordingBuilder builder;
  builder.Conn(0, {{4, kSilent}, {8, kSilent}})
      .Conn(1, {{9, ConnClass::kHalfOpen}})
      .Conn(2, {{3, ConnClass::kHalfOpen}});
  builder.Conn(5, {{7, kSilent}});
  EXPECT_EQ(LeastCostInSets(builder.Build(), 2, 2, FirstChooses, kLoose), 1);
}

TEST(LeastCostInSetsTest, SetsWithoutSlotsKeepNothing) {
  EXPECT_EQ(LeastCostInSets(RecordingBuilder().Tcp(0, 9).Datagram(1, 2).Build(), 1, 0, Everywhere, kNat), 6000);
}

TEST(LeastCostInSetsTest, OneSetIsTheOptimumIfAllAreAlike) {
  RandomRecordings random(1);
  for (int i = 0; i < 400; ++i) {
    RecordingBuilder builder;
    for (int c = 0; c < 40; ++c) {
      const TimeNs begin = random.Below(50);
      builder.Tcp(begin, begin + random.Below(20));
    }
    const Recording recording = builder.Build();
    const auto slots = static_cast<std::uint32_t>(random.Below(12));
    for (const CostMode mode : {kStrict, kLoose, kNat}) {
      ASSERT_EQ(LeastCostInSets(recording, 1, slots, Everywhere, mode), LeastCost(recording, slots, mode)) << i;
    }
  }
}

TEST(LeastCostInSetsTest, IsNeverBelowTheOptimum) {
  RandomRecordings random(2);
  for (int i = 0; i < 400; ++i) {
    const Recording recording = i % 2 == 0 ? random.Whole(60) : random.WithSilences(60);
    const auto sets = static_cast<std::uint32_t>(1 + random.Below(4));
    const auto slots = static_cast<std::uint32_t>(1 + random.Below(4));
    const SetsOf sets_of = [&](std::uint64_t hash) { return Pair(hash % sets, hash / sets % sets); };
    for (const CostMode mode : {kStrict, kLoose, kNat}) {
      ASSERT_GE(LeastCostInSets(recording, sets, slots, sets_of, mode), LeastCost(recording, sets * slots, mode)) << i;
    }
  }
}

}  // namespace
}  // namespace tidegate::testbed
