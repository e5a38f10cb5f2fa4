#include "testbed/reference/ghost_list.h"

#include <gtest/gtest.h>

namespace tidegate::testbed {
namespace {

TEST(GhostList, AFullOneForgetsTheOldest) {
  GhostList ghosts(2);
  ghosts.Add(10);
  ghosts.Add(20);
  ghosts.Add(30);
  EXPECT_EQ(ghosts.Find(10), kNoNode);
  EXPECT_NE(ghosts.Find(20), kNoNode);
  EXPECT_NE(ghosts.Find(30), kNoNode);
  EXPECT_EQ(ghosts.KeyOf(ghosts.Oldest()), 20u);
  EXPECT_TRUE(ghosts.full());
}

TEST(GhostList, ForgettingOneMakesRoom) {
  GhostList ghosts(2);
  ghosts.Add(10);
  ghosts.Add(20);
  EXPECT_TRUE(ghosts.Forget(10));
  EXPECT_FALSE(ghosts.Forget(10));
  ghosts.Add(30);
  EXPECT_NE(ghosts.Find(20), kNoNode);
  EXPECT_EQ(ghosts.size(), 2u);
}

TEST(GhostList, AKeyThatComesAgainIsTheNewest) {
  GhostList ghosts(2);
  ghosts.Add(10);
  ghosts.Add(20);
  ghosts.Add(10);
  EXPECT_EQ(ghosts.KeyOf(ghosts.Oldest()), 20u);
  EXPECT_EQ(ghosts.size(), 2u);
}

TEST(GhostList, OneOfNoCapacityRemembersNothing) {
  GhostList ghosts(0);
  EXPECT_EQ(ghosts.Add(10), kNoNode);
  EXPECT_EQ(ghosts.Find(10), kNoNode);
}

TEST(GhostList, OutlivesManyKeysWithinItsCapacity) {
  GhostList ghosts(100);
  for (std::uint64_t key = 0; key < 100'000; ++key) ASSERT_LT(ghosts.Add(key), 100u);
  for (std::uint64_t key = 0; key < 100'000; ++key) ASSERT_EQ(ghosts.Find(key) != kNoNode, key >= 99'900) << key;
}

TEST(AnswerFor, IsGivenOnceAndForItsKeyOnly) {
  AnswerFor<bool> answer;
  EXPECT_EQ(answer.Take(0), std::nullopt);
  answer.Set(7, true);
  EXPECT_EQ(answer.Take(7), true);
  EXPECT_EQ(answer.Take(7), std::nullopt);
  answer.Set(7, true);
  EXPECT_EQ(answer.Take(8), std::nullopt);
}

}  // namespace
}  // namespace tidegate::testbed
