// What a map can have done, and what it cannot.
#include "interleavings/map_history.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace tidegate::explore {
namespace {

using Kind = Effect::Kind;

// Life words above 100 have expired.
bool Expired(std::uint64_t life) { return life > 100; }

Effect Of(Kind kind, int incarnation, std::uint32_t predecessors = 0, Registers before = {}, Registers after = {}) {
  return {kind, incarnation, before, after, predecessors};
}

bool Explains(std::initializer_list<Effect> effects, int initially, int finally, Registers at_the_end = {}) {
  KeyState initial;
  initial.present = initially;
  KeyState last;
  last.present = finally;
  if (finally != kAbsent) last.registers[static_cast<std::size_t>(finally)] = at_the_end;
  KeyHistory history;
  history.Clear(initial);
  for (const Effect& effect : effects) history.Add(effect);
  return history.IsLinearizable(last, Expired);
}

TEST(MapHistory, OneOfTwoInsertsAdopts) {
  EXPECT_TRUE(Explains({Of(Kind::kFound, 0), Of(Kind::kInserted, 0)}, kAbsent, 0));
  EXPECT_FALSE(Explains({Of(Kind::kInserted, 0), Of(Kind::kInserted, 1)}, kAbsent, 1));
}

TEST(MapHistory, AMissAfterAnInsertIsWrong) {
  EXPECT_TRUE(Explains({Of(Kind::kInserted, 0), Of(Kind::kMissed, kAbsent)}, kAbsent, 0));
  EXPECT_FALSE(Explains({Of(Kind::kInserted, 0), Of(Kind::kMissed, kAbsent, 1)}, kAbsent, 0));
}

TEST(MapHistory, AnExpiredEntryIsMissed) {
  const Registers old{.life = 101};
  EXPECT_TRUE(Explains({Of(Kind::kInserted, 0, 0, {}, old), Of(Kind::kMissed, kAbsent, 1)}, kAbsent, 0, old));
}

TEST(MapHistory, AnEntryIsRemovedOnce) {
  EXPECT_TRUE(Explains({Of(Kind::kRemoved, 0), Of(Kind::kGone, 0)}, 0, kAbsent));
  EXPECT_FALSE(Explains({Of(Kind::kRemoved, 0), Of(Kind::kRemoved, 0)}, 0, kAbsent));
  EXPECT_FALSE(Explains({Of(Kind::kGone, 0)}, 0, 0));
}

TEST(MapHistory, AFindSeesTheLifeWordOfItsMoment) {
  const Effect update = Of(Kind::kLifeChanged, 0, 0, {.life = 0}, {.life = 7});
  EXPECT_TRUE(Explains({update, Of(Kind::kFound, 0, 1, {.life = 7})}, 0, 0, {.life = 7}));
  EXPECT_FALSE(Explains({update, Of(Kind::kFound, 0, 1, {.life = 0})}, 0, 0, {.life = 7}));
  EXPECT_TRUE(Explains({update, Of(Kind::kFound, 0, 0, {.life = 0})}, 0, 0, {.life = 7}));
}

TEST(MapHistory, OneOfTwoSwapsOfAWordFails) {
  const Effect first = Of(Kind::kTrackChanged, 0, 0, {.track = 0}, {.track = 1});
  const Effect second = Of(Kind::kTrackChanged, 0, 0, {.track = 0}, {.track = 2});
  const Effect fails = Of(Kind::kTrackDiffers, 0, 0, {.track = 1}, {.track = 0});
  EXPECT_FALSE(Explains({first, second}, 0, 0, {.track = 2}));
  EXPECT_TRUE(Explains({first, fails}, 0, 0, {.track = 1}));
}

TEST(MapHistory, TheEndIsPartOfIt) {
  EXPECT_FALSE(Explains({Of(Kind::kInserted, 0)}, kAbsent, kAbsent));
  EXPECT_FALSE(Explains({Of(Kind::kRemoved, 0)}, 0, 0));
  EXPECT_FALSE(Explains({Of(Kind::kLifeChanged, 0, 0, {.life = 0}, {.life = 7})}, 0, 0, {.life = 8}));
}

}  // namespace
}  // namespace tidegate::explore
