#include <gtest/gtest.h>

#include "testbed/optimum/brute_force.h"
#include "testbed/optimum/optimum.h"
#include "testbed/optimum/recording_builder.h"

namespace tidegate::testbed {
namespace {

// Four at once at 3, and one slot is missing there; then nobody else comes.
//   0123456789
//   ---------   a
//    ------     b
//     ---       c
//      -----    d
TEST(FewestRefusedTest, RefusesWhatIsOverTheSlots) {
  const Recording recording = RecordingBuilder().Tcp(0, 9).Tcp(1, 7).Tcp(2, 5).Tcp(3, 8).Build();
  EXPECT_EQ(FewestRefused(recording, 4), 0);
  EXPECT_EQ(FewestRefused(recording, 3), 1);
  EXPECT_EQ(FewestRefused(recording, 1), 3);
  EXPECT_EQ(FewestRefused(recording, 0), 4);
}

// One slot: who came first has to go, as it stands in the way of all others.
//   0123456789
//   ---------   refused
//    --
//      --
//        --
TEST(FewestRefusedTest, GivesUpTheOneThatEndsLast) {
  const Recording recording = RecordingBuilder().Tcp(0, 9).Tcp(1, 3).Tcp(3, 5).Tcp(5, 7).Build();
  EXPECT_EQ(FewestRefused(recording, 1), 1);
}

TEST(FewestRefusedTest, WhoComesWhenAnotherEndsFindsItsSlotFree) {
  EXPECT_EQ(FewestRefused(RecordingBuilder().Tcp(0, 5).Tcp(5, 9).Build(), 1), 0);
  EXPECT_EQ(FewestRefused(RecordingBuilder().Tcp(0, 6).Tcp(5, 9).Build(), 1), 1);
}

TEST(FewestRefusedTest, WhatIsOverAtOnceNeedsNoSlot) {
  EXPECT_EQ(FewestRefused(RecordingBuilder().Tcp(0, 5).Tcp(3, 3).Tcp(3, 3).Build(), 1), 0);
}

TEST(FewestRefusedTest, NobodyIsRefusedIfNobodyComes) { EXPECT_EQ(FewestRefused({}, 0), 0); }

TEST(FewestRefusedTest, IsTheLeastOfAllChoices) {
  RandomRecordings random(1);
  for (int i = 0; i < 400; ++i) {
    const Recording recording = random.Whole(1 + random.Below(11));
    const std::uint64_t slots = random.Below(5);
    ASSERT_EQ(FewestRefused(recording, slots), TryAll(WholeStays(recording, 1, 1), slots)) << "instance " << i;
  }
}

}  // namespace
}  // namespace tidegate::testbed
