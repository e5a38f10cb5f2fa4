// The walk through the ports.
#include "e2e/tuple_walk.h"

#include "gtest/gtest.h"

namespace tidegate::e2e {
namespace {

TEST(TupleWalkTest, GoesInOrderAndRoundAgain) {
  TupleWalk walk({100, 102});
  for (const std::uint16_t port : {100, 101, 102, 100, 101}) {
    EXPECT_EQ(walk.Take(), port);
    walk.Release(port, true);
  }
}

TEST(TupleWalkTest, ReachesTheLastPortOfAll) {
  TupleWalk walk({65534, 65535});
  EXPECT_EQ(walk.Take(), 65534);
  EXPECT_EQ(walk.Take(), 65535);
  EXPECT_EQ(walk.Take(), std::nullopt);
}

TEST(TupleWalkTest, PassesOverPortsInFlight) {
  TupleWalk walk({1, 3});
  walk.Take();
  walk.Take();
  walk.Take();
  walk.Release(2, true);
  EXPECT_EQ(walk.Take(), 2);
  EXPECT_EQ(walk.Take(), std::nullopt);
}

TEST(TupleWalkTest, OnlyFinishedConnectionsCountAsUse) {
  TupleWalk walk({1, 2});
  for (const bool finished : {true, false, true, false}) walk.Release(*walk.Take(), finished);
  // Port 1 went well twice, port 2 never.
  EXPECT_EQ(walk.UsedAtLeast(0), 2u);
  EXPECT_EQ(walk.UsedAtLeast(1), 1u);
  EXPECT_EQ(walk.UsedAtLeast(2), 1u);
  EXPECT_EQ(walk.UsedAtLeast(3), 0u);
}

TEST(TupleWalkTest, UsesDoNotWrap) {
  TupleWalk walk({1, 1});
  for (int i = 0; i < 1000; ++i) walk.Release(*walk.Take(), true);
  EXPECT_EQ(walk.UsedAtLeast(TupleWalk::kMostUses), 1u);
}

}  // namespace
}  // namespace tidegate::e2e
