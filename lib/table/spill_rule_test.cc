// The two rules, and what switches between them.
#include "table/spill_rule.h"

#include <gtest/gtest.h>

namespace tidegate {
namespace {

SpillRule RuleAfter(int first_free) {
  SpillRule rule;
  for (int i = 0; i < 5000; ++i) rule.Note(first_free);
  return rule;
}

TEST(SpillRule, KeepsAnEntryInAFirstSetWithRoomToSpare) {
  const SpillRule rule = RuleAfter(5);
  EXPECT_EQ(rule.enough(), 6);
  EXPECT_FALSE(rule.Prefers(6, 8));
  EXPECT_TRUE(rule.Prefers(6, 9));
  EXPECT_FALSE(rule.Prefers(3, 4));
  EXPECT_TRUE(rule.Prefers(3, 5));
}

TEST(SpillRule, EvensOutOnceTheFirstSetIsShort) {
  const SpillRule rule = RuleAfter(5);
  for (int free = 0; free <= 2; ++free) {
    EXPECT_TRUE(rule.Prefers(free, free + 1));
    EXPECT_FALSE(rule.Prefers(free, free));
  }
}

TEST(SpillRule, EvensOutEverywhereInACrowdedTable) {
  const SpillRule rule = RuleAfter(3);
  EXPECT_GE(rule.enough(), 13);
  EXPECT_TRUE(rule.Prefers(9, 10));
  EXPECT_FALSE(rule.Prefers(9, 9));
}

TEST(SpillRule, SwitchesBackWhenTheTableEmpties) {
  SpillRule rule = RuleAfter(1);
  for (int i = 0; i < 5000; ++i) rule.Note(8);
  EXPECT_FALSE(rule.Prefers(9, 10));
}

TEST(SpillRule, NotesABurstLikeItsInserts) {
  SpillRule burst;
  for (int i = 0; i < 5000 / 32; ++i) burst.Note(3 * 32, 32);
  EXPECT_GE(burst.enough(), 13);
}

TEST(SpillRule, IsNotSwayedByAFewFullSets) {
  SpillRule rule = RuleAfter(8);
  for (int i = 0; i < 20; ++i) rule.Note(0);
  EXPECT_EQ(rule.enough(), 6);
}

}  // namespace
}  // namespace tidegate
