#include "zone/zone_census.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <vector>

namespace tidegate {
namespace {

constexpr TimeNs kStart = 1'000 * kSecond;
constexpr TimeNs kLongestTick = 69 * kSecond;

SlotWord Word(ConnClass cls, TimeNs end, TimeNs now) {
  return SlotWord::Make(cls, 1, false, ExpiryTick(cls, end, now), 0);
}

TEST(ZoneCensus, HalfOpenEntriesAreEntriesAsWell) {
  ZoneCensus census(false);
  const TickClock clock(kStart);
  census.Add(Word(ConnClass::kHalfOpen, kStart + 30 * kSecond, kStart), clock);
  census.Add(Word(ConnClass::kEstablished, kStart + 86400 * kSecond, kStart), clock);
  census.Add(Word(ConnClass::kDatagram, kStart + 30 * kSecond, kStart), clock);
  census.Add(Word(ConnClass::kClosing, kStart + 60 * kSecond, kStart), clock);
  EXPECT_EQ(census.entries(), 4u);
  EXPECT_EQ(census.half_open(), 1u);
}

TEST(ZoneCensus, TimeWaitCountsOnlyWhereItGivesNoRoom) {
  const TickClock clock(kStart);
  for (const bool counts : {false, true}) {
    ZoneCensus census(counts);
    const SlotWord word = Word(ConnClass::kTimeWait, kStart + 120 * kSecond, kStart);
    census.Add(word, clock);
    EXPECT_EQ(census.entries(), counts ? 1u : 0u);
    census.Remove(word, clock);
    EXPECT_EQ(census.entries(), 0u);
  }
}

// Not a moment shorter than it lives, and at most the tick of its class longer.
TEST(ZoneCensus, AnEntryCountsUntilItEndsAndATickMore) {
  struct Row {
    ConnClass cls;
    TimeNs lives;
    TimeNs longer;
  };
  const Row rows[] = {
      {ConnClass::kHalfOpen, 30 * kSecond, 1100 * kMillisecond},
      {ConnClass::kDatagram, 30 * kSecond, 4300 * kMillisecond},
      {ConnClass::kClosing, 1800 * kSecond, 4300 * kMillisecond},
      {ConnClass::kEstablished, 180 * kSecond, 69 * kSecond},
      {ConnClass::kEstablished, 60'000 * kSecond, 69 * kSecond},
  };
  std::mt19937_64 random(1);
  for (const Row& row : rows) {
    for (int i = 0; i < 100; ++i) {
      ZoneCensus census(false);
      const TimeNs begin = kStart + random() % (100 * kSecond);
      const TimeNs end = begin + row.lives;
      census.Add(Word(row.cls, end, begin), TickClock(begin));
      census.Advance(end - 1);
      EXPECT_EQ(census.entries(), 1u) << Name(row.cls);
      census.Advance(end + row.longer);
      EXPECT_EQ(census.entries(), 0u) << Name(row.cls);
    }
  }
}

TEST(ZoneCensus, AChangeOfClassMovesTheEntry) {
  ZoneCensus census(false);
  const SlotWord syn = Word(ConnClass::kHalfOpen, kStart + 30 * kSecond, kStart);
  const SlotWord established = Word(ConnClass::kEstablished, kStart + 600 * kSecond, kStart);
  census.Add(syn, TickClock(kStart));
  const TickClock later(kStart + 10 * kSecond);
  census.Add(established, later);
  census.Remove(syn, later);
  EXPECT_EQ(census.entries(), 1u);
  EXPECT_EQ(census.half_open(), 0u);
  census.Advance(kStart + 100 * kSecond);
  EXPECT_EQ(census.entries(), 1u);
}

// Months of entries that come, are renewed, removed or left to expire, against a list of them.
TEST(ZoneCensus, AgreesWithAListOfTheEntries) {
  struct Entry {
    SlotWord word;
    TimeNs end;
  };
  constexpr ConnClass kClasses[] = {ConnClass::kHalfOpen, ConnClass::kEstablished, ConnClass::kClosing,
                                    ConnClass::kDatagram};
  constexpr TimeNs kLives[] = {30 * kSecond, 3600 * kSecond, 600 * kSecond, 30 * kSecond};
  std::mt19937_64 random(2);
  ZoneCensus census(false);
  std::vector<Entry> entries;
  TimeNs now = kStart;
  for (int step = 0; step < 200'000; ++step) {
    now += random() % (random() % 1000 == 0 ? 5'000 * kSecond : kSecond / 4);
    const TickClock clock(now);
    // Those that ended lately may count still.
    std::erase_if(entries, [now](const Entry& entry) { return entry.end + kLongestTick <= now; });
    const std::size_t kind = random() % 4;
    const TimeNs end = now + kLives[kind];
    const SlotWord word = Word(kClasses[kind], end, now);
    if (!entries.empty() && random() % 2 == 0) {
      Entry& entry = entries[random() % entries.size()];
      if (entry.end <= now) continue;
      census.Remove(entry.word, clock);
      if (random() % 4 == 0) {
        entry = entries.back();
        entries.pop_back();
        continue;
      }
      entry = {word, end};
    } else {
      entries.push_back({word, end});
    }
    census.Add(word, clock);
    census.Advance(now);
    const auto live = std::count_if(entries.begin(), entries.end(), [now](const Entry& e) { return e.end > now; });
    ASSERT_GE(census.entries(), static_cast<std::uint64_t>(live)) << step;
    ASSERT_LE(census.entries(), entries.size()) << step;
  }
  census.Advance(now + 3700 * kSecond);
  EXPECT_EQ(census.entries(), 0u);
}

}  // namespace
}  // namespace tidegate
