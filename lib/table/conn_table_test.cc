// One thread: every operation of the table, in all four of its forms.
#include "tidegate/conn_table.h"

#include <gtest/gtest.h>

#include <bit>
#include <map>
#include <vector>

#include "evict/none.h"
#include "evict/state_first.h"
#include "table/table_test_util.h"

namespace tidegate {
namespace {

using Outcome = InsertResult::Outcome;

template <class K, class A>
struct Form {
  using Key = K;
  using Table = ConnTable<K, A>;
};

template <class F>
class ConnTableTest : public ::testing::Test {
 protected:
  using Fixture = TableFixture<typename F::Table, typename F::Key>;
};

using Forms = ::testing::Types<Form<FlowKey4, SharedAtomics>, Form<FlowKey6, SharedAtomics>,
                               Form<FlowKey4, OwnedAtomics>, Form<FlowKey6, OwnedAtomics>>;
TYPED_TEST_SUITE(ConnTableTest, Forms);

TYPED_TEST(ConnTableTest, FindsWhatWasInserted) {
  typename TestFixture::Fixture t(1000);
  EXPECT_FALSE(t.Find(7, kStart));
  const InsertResult result = t.Insert(7, ConnState::kSynSent, kStart + 30 * kSecond, EvictNone{});
  ASSERT_EQ(result.outcome, Outcome::kInserted);
  const TableEntry found = t.Find(7, kStart + kSecond);
  ASSERT_TRUE(found);
  EXPECT_EQ(found.slot, result.entry.slot);
  EXPECT_EQ(found.generation(), result.entry.generation());
  EXPECT_EQ(found.attributes(), 7u);
  EXPECT_EQ(found.life.state(), static_cast<std::uint8_t>(ConnState::kSynSent));
  EXPECT_FALSE(t.Find(8, kStart));
}

TYPED_TEST(ConnTableTest, SecondInsertOfAKeyFindsTheFirst) {
  typename TestFixture::Fixture t(1000);
  const InsertResult first = t.Insert(7, ConnState::kSynSent, kStart + 30 * kSecond, EvictNone{});
  const InsertResult second = t.Insert(7, ConnState::kEstablished, kStart + 60 * kSecond, EvictNone{});
  EXPECT_EQ(second.outcome, Outcome::kFound);
  EXPECT_EQ(second.entry.slot, first.entry.slot);
  EXPECT_EQ(second.entry.life, first.entry.life);
  EXPECT_EQ(t.Live(kStart), 1u);
}

TYPED_TEST(ConnTableTest, ExpiredEntryIsNotThereAndItsPlaceIsFree) {
  typename TestFixture::Fixture t(16);
  // More keys than the table has slots, one after the other, each dead before the next comes.
  for (std::uint64_t n = 0; n < 200; ++n) {
    const TimeNs now = kStart + n * 20 * kSecond;
    t.worker->BeginBurst(now);
    ASSERT_EQ(t.Insert(n, ConnState::kTimeWait, now + 10 * kSecond, EvictNone{}).outcome, Outcome::kInserted) << n;
    EXPECT_TRUE(t.Find(n, now + 9 * kSecond));
    EXPECT_FALSE(t.Find(n, now + 11 * kSecond));
    EXPECT_EQ(t.Live(now), 1u);
  }
}

TYPED_TEST(ConnTableTest, KeyReturnsAfterItsEntryExpired) {
  typename TestFixture::Fixture t(16);
  const InsertResult first = t.Insert(1, ConnState::kTimeWait, kStart + 10 * kSecond, EvictNone{});
  const TimeNs later = kStart + 11 * kSecond;
  t.worker->BeginBurst(later);
  const InsertResult second = t.Insert(1, ConnState::kSynSent, later + 30 * kSecond, EvictNone{});
  ASSERT_EQ(second.outcome, Outcome::kInserted);
  EXPECT_EQ(second.entry.slot, first.entry.slot) << "the old entry has to go, or there would be two";
  EXPECT_EQ(t.Live(later), 1u);
  EXPECT_EQ(t.worker->reclaimed[static_cast<std::size_t>(ConnClass::kTimeWait)].Get(), 1u);
}

TYPED_TEST(ConnTableTest, FullTableRefusesWithPolicyNone) {
  typename TestFixture::Fixture t(16);  // two sets: 28 slots, all of them candidates of every key
  const TimeNs expiry = kStart + 100 * kSecond;
  for (std::uint64_t n = 0; n < 28; ++n) {
    ASSERT_EQ(t.Insert(n, ConnState::kTimeWait, expiry, EvictNone{}).outcome, Outcome::kInserted) << n;
  }
  EXPECT_EQ(t.Insert(28, ConnState::kSynSent, expiry, EvictNone{}).outcome, Outcome::kFull);
  for (std::uint64_t n = 0; n < 28; ++n) EXPECT_TRUE(t.Find(n, kStart)) << n;
  EXPECT_EQ(t.Live(kStart), 28u);
}

TYPED_TEST(ConnTableTest, StateFirstTakesTimeWaitAndSparesEstablished) {
  typename TestFixture::Fixture t(16);
  for (std::uint64_t n = 0; n < 28; ++n) {
    const bool dead = n % 4 == 0;  // 0, 4, ..., 24
    const TimeNs expiry = kStart + (dead ? 100 + n : 3600) * kSecond;
    t.Insert(n, dead ? ConnState::kTimeWait : ConnState::kEstablished, expiry, StateFirst{});
  }
  for (std::uint64_t n = 100; n < 107; ++n) {
    EXPECT_EQ(t.Insert(n, ConnState::kEstablished, kStart + 3600 * kSecond, StateFirst{}).outcome, Outcome::kInserted);
    // The one that would end first has gone first.
    EXPECT_FALSE(t.Find((n - 100) * 4, kStart)) << n;
  }
  EXPECT_EQ(t.worker->evicted[static_cast<std::size_t>(ConnClass::kTimeWait)].Get(), 7u);
  EXPECT_EQ(t.Insert(107, ConnState::kSynSent, kStart + 30 * kSecond, StateFirst{}).outcome, Outcome::kFull);
  for (std::uint64_t n = 0; n < 28; ++n) EXPECT_EQ(static_cast<bool>(t.Find(n, kStart)), n % 4 != 0) << n;
}

TYPED_TEST(ConnTableTest, ReopenReplacesInPlaceAndKillsTheOldHandle) {
  typename TestFixture::Fixture t(1000);
  InsertResult first = t.Insert(7, ConnState::kTimeWait, kStart + 120 * kSecond, EvictNone{});
  const InsertResult second = t.Reopen(first.entry, 7, ConnState::kSynSent, kStart + 30 * kSecond);
  ASSERT_EQ(second.outcome, Outcome::kInserted);
  EXPECT_EQ(second.entry.slot, first.entry.slot);
  EXPECT_NE(second.entry.generation(), first.entry.generation());
  EXPECT_EQ(t.Live(kStart), 1u);
  EXPECT_EQ(t.Reopen(first.entry, 7, ConnState::kSynSent, kStart + 30 * kSecond).outcome, Outcome::kStale);
  EXPECT_FALSE(t.table->Release(first.entry, *t.worker));
  EXPECT_FALSE(t.table->UpdateLife(first.entry, ConnState::kClose, 0, kStart + kSecond, *t.worker));
  std::uint64_t word = 0;
  EXPECT_EQ(t.table->SwapTrack(first.entry, 0, word, 1), SwapResult::kGone);
  EXPECT_TRUE(t.Find(7, kStart + 20 * kSecond));
}

TYPED_TEST(ConnTableTest, UpdateMovesStateClassAndExpiry) {
  typename TestFixture::Fixture t(1000);
  TableEntry entry = t.Insert(7, ConnState::kSynSent, kStart + 30 * kSecond, EvictNone{}).entry;
  ASSERT_TRUE(t.table->UpdateLife(entry, ConnState::kEstablished, 5, kStart + 3600 * kSecond, *t.worker));
  EXPECT_EQ(t.table->CountLive(kStart)[static_cast<std::size_t>(ConnClass::kEstablished)], 1u);
  EXPECT_EQ(t.worker->census.Live(ConnClass::kHalfOpen), 0);
  EXPECT_EQ(t.worker->census.Live(ConnClass::kEstablished), 1);
  const TableEntry found = t.Find(7, kStart + 3599 * kSecond);
  ASSERT_TRUE(found);
  EXPECT_EQ(found.life.flags(), 5u);
  EXPECT_FALSE(t.Find(7, kStart + 3601 * kSecond));
}

TYPED_TEST(ConnTableTest, UpdateFromAnOldLifeWordFailsAndTellsTheNewOne) {
  typename TestFixture::Fixture t(1000);
  TableEntry one = t.Insert(7, ConnState::kSynSent, kStart + 30 * kSecond, EvictNone{}).entry;
  TableEntry two = one;
  ASSERT_TRUE(t.table->UpdateLife(one, ConnState::kSynRecv, 0, kStart + 30 * kSecond, *t.worker));
  EXPECT_FALSE(t.table->UpdateLife(two, ConnState::kClose, 0, kStart + kSecond, *t.worker));
  EXPECT_EQ(two.life, one.life);
  EXPECT_TRUE(two.life.IsOf(two.generation()));
}

TYPED_TEST(ConnTableTest, TrackWordsHoldFortyEightBits) {
  typename TestFixture::Fixture t(1000);
  const TableEntry entry = t.Insert(7, ConnState::kSynSent, kStart + 30 * kSecond, EvictNone{}).entry;
  EXPECT_EQ(t.table->LoadTrack(entry, 2), 0u);
  std::uint64_t word = 0;
  EXPECT_EQ(t.table->SwapTrack(entry, 2, word, kTrackPayloadMask), SwapResult::kDone);
  EXPECT_EQ(t.table->LoadTrack(entry, 2), kTrackPayloadMask);
  EXPECT_EQ(t.table->SwapTrack(entry, 2, word, 1), SwapResult::kChanged);
  EXPECT_EQ(word, kTrackPayloadMask);
}

TYPED_TEST(ConnTableTest, TwoWordsChangeIfBothAreAsExpected) {
  typename TestFixture::Fixture t(1000);
  TableEntry entry = t.Insert(7, ConnState::kTimeWait, kStart + 30 * kSecond, EvictNone{}).entry;
  for (const Writers writers : {Writers::kMany, Writers::kOne}) {
    const auto track = t.table->Track(entry);
    const auto pair = [&] { return track.LoadPair(1); };
    const auto swap = [&](const WordPair& from, const WordPair& to) { return track.SwapPair(1, from, to, writers); };
    const WordPair before = pair();
    EXPECT_TRUE(track.AreOf(before));
    const WordPair after = {before[0] + 7, before[1] + 9};
    ASSERT_TRUE(swap(before, after));
    EXPECT_EQ(pair(), after);
    EXPECT_EQ(t.table->LoadTrack(entry, 2), (before[0] + 7) & kTrackPayloadMask);
    EXPECT_FALSE(swap(before, {before[0] + 1, before[1] + 1})) << "both have changed";
    EXPECT_FALSE(swap({before[0], after[1]}, {before[0] + 1, after[1] + 1})) << "the first has";
    EXPECT_EQ(pair(), after);
    EXPECT_FALSE(swap({after[0], before[1]}, {after[0], before[1] + 1})) << "the second has";
    EXPECT_EQ(pair(), after);
    const InsertResult next = t.Reopen(entry, 7, ConnState::kSynSent, kStart + 30 * kSecond);
    ASSERT_EQ(next.outcome, Outcome::kInserted);
    EXPECT_FALSE(track.AreOf(track.LoadPair(1))) << "of the next entry";
    EXPECT_FALSE(swap(after, before));
    entry = next.entry;
  }
}

// Takes whatever there is.
struct TakeFirst {
  static constexpr std::string_view kName = "take_first";
  int Choose(const EvictionCandidates& candidates, const Pressure&) const {
    return candidates.all() == 0 ? kNoVictim : std::countr_zero(candidates.all());
  }
};

TYPED_TEST(ConnTableTest, GivingUpAnEntryCountsWhetherItWasAlive) {
  typename TestFixture::Fixture t(1000);
  const auto cls = static_cast<std::size_t>(ConnClass::kHalfOpen);
  EXPECT_FALSE(t.GiveUp(7, TakeFirst{})) << "nobody is there";
  t.Insert(7, ConnState::kSynSent, kStart + 30 * kSecond, EvictNone{});
  EXPECT_TRUE(t.GiveUp(7, TakeFirst{}));
  EXPECT_FALSE(t.Find(7, kStart));
  EXPECT_EQ(t.worker->evicted[cls].Get(), 1u);
  EXPECT_EQ(t.worker->census.Live(ConnClass::kHalfOpen), 0);
  t.Insert(7, ConnState::kSynSent, kStart + 30 * kSecond, EvictNone{});
  t.worker->BeginBurst(kStart + 60 * kSecond);
  EXPECT_TRUE(t.GiveUp(7, TakeFirst{}));
  EXPECT_EQ(t.worker->evicted[cls].Get(), 1u);
  EXPECT_EQ(t.worker->reclaimed[cls].Get(), 1u);
  EXPECT_EQ(t.worker->census.Live(ConnClass::kHalfOpen), 0);
}

TYPED_TEST(ConnTableTest, ReleasedEntryIsGone) {
  typename TestFixture::Fixture t(1000);
  const TableEntry entry = t.Insert(7, ConnState::kSynSent, kStart + 30 * kSecond, EvictNone{}).entry;
  EXPECT_TRUE(t.table->Release(entry, *t.worker));
  EXPECT_FALSE(t.Find(7, kStart));
  EXPECT_FALSE(t.table->Release(entry, *t.worker));
  EXPECT_EQ(t.Live(kStart), 0u);
  EXPECT_EQ(t.worker->census.Live(ConnClass::kHalfOpen), 0);
}

// Bursts, spills into second sets and releases at 95 % of capacity, checked against a map.
TYPED_TEST(ConnTableTest, UpdateWithAnotherEntrysLifeWordChangesNothing) {
  typename TestFixture::Fixture t(100);
  const TableEntry stale = t.Insert(1, ConnState::kTimeWait, kStart + 120 * kSecond, EvictNone{}).entry;
  const TableEntry fresh = t.Reopen(stale, 1, ConnState::kSynSent, kStart + 30 * kSecond).entry;
  TableEntry entry = stale;
  ASSERT_FALSE(t.table->UpdateLife(entry, ConnState::kClose, 0, kStart + 10 * kSecond, *t.worker));
  ASSERT_EQ(entry.life, fresh.life) << "the word that stands there now";
  EXPECT_FALSE(t.table->UpdateLife(entry, ConnState::kClose, 0, kStart + 10 * kSecond, *t.worker));
  EXPECT_EQ(t.Find(1, kStart).life, fresh.life);
}

TYPED_TEST(ConnTableTest, UpdateDoesNotReviveAnEntryThatIsOver) {
  typename TestFixture::Fixture t(100);
  TableEntry entry = t.Insert(1, ConnState::kTimeWait, kStart + 120 * kSecond, EvictNone{}).entry;
  t.worker->BeginBurst(kStart + 121 * kSecond);
  EXPECT_FALSE(t.table->UpdateLife(entry, ConnState::kEstablished, 0, kStart + 9000 * kSecond, *t.worker));
  EXPECT_FALSE(t.Find(1, kStart + 121 * kSecond));
}

TYPED_TEST(ConnTableTest, AgreesWithAMapUnderChurn) {
  typename TestFixture::Fixture t(2200);
  using Key = typename TypeParam::Key;
  std::map<std::uint64_t, TableEntry> model;
  std::uint64_t random = 88172645463325252ull;
  const auto next = [&random] { return random ^= random << 13, random ^= random >> 7, random ^= random << 17; };
  for (int step = 0; step < 60000; ++step) {
    const std::uint64_t n = next() % 4000;
    if (const auto it = model.find(n); it != model.end()) {
      ASSERT_TRUE(t.table->Release(it->second, *t.worker));
      model.erase(it);
    } else if (model.size() < 1900) {
      const InsertResult result = t.Insert(n, ConnState::kEstablished, kStart + 3600 * kSecond, EvictNone{});
      ASSERT_EQ(result.outcome, Outcome::kInserted) << step;
      model[n] = result.entry;
    }
  }
  for (std::uint64_t begin = 0; begin < 4000; begin += 50) {
    std::vector<Key> keys;
    std::vector<std::uint64_t> hashes;
    for (std::uint64_t n = begin; n < begin + 50; ++n) {
      keys.push_back(NumberedKey<Key>(n));
      hashes.push_back(t.Hash(keys.back()));
    }
    std::vector<TableEntry> entries(keys.size());
    t.table->FindBurst(keys, hashes, kStart, entries);
    for (std::uint64_t i = 0; i < 50; ++i) {
      const auto it = model.find(begin + i);
      ASSERT_EQ(static_cast<bool>(entries[i]), it != model.end()) << begin + i;
      if (it != model.end()) {
        EXPECT_EQ(entries[i].slot, it->second.slot);
      }
    }
  }
  EXPECT_EQ(t.Live(kStart), model.size());
  EXPECT_EQ(t.worker->census.Live(ConnClass::kEstablished), static_cast<std::int64_t>(model.size()));
}

TYPED_TEST(ConnTableTest, WalkShowsEachLiveEntryOnce) {
  typename TestFixture::Fixture t(1000);
  for (std::uint64_t n = 0; n < 900; ++n) {
    t.Insert(n, ConnState::kEstablished, kStart + (n % 3 == 0 ? 60 : 600) * kSecond, EvictNone{});
  }
  std::map<std::uint32_t, int> shown;
  std::uint64_t cursor = 0;
  int pages = 0;
  while (cursor != t.table->slot_end()) {
    cursor = t.table->ForEach(kStart + 100 * kSecond, cursor, 64,
                              [&](const auto&, const TableEntry& entry) { ++shown[entry.attributes()]; });
    ++pages;
  }
  EXPECT_EQ(shown.size(), 600u);
  EXPECT_EQ(pages, 10);
  for (const auto& [n, times] : shown) {
    EXPECT_EQ(times, 1) << n;
    EXPECT_NE(n % 3, 0u);
  }
}

// A tick wraps after minutes to hours; an entry that ended long ago must not come back to life, nor block a new one.
TYPED_TEST(ConnTableTest, EntriesThatEndedLongAgoStayFreeCapacity) {
  for (const ConnState state : {ConnState::kSynSent, ConnState::kEstablished, ConnState::kTimeWait}) {
    for (TimeNs gap = 100 * kSecond; gap < 60 * 86400 * kSecond; gap = gap * 5 / 4) {
      typename TestFixture::Fixture t(16);
      for (std::uint64_t n = 0; n < 28; ++n) t.Insert(n, state, kStart + 90 * kSecond, EvictNone{});
      const TimeNs later = kStart + gap;
      t.worker->BeginBurst(later);
      ASSERT_EQ(t.Live(later), 0u);
      for (std::uint64_t n = 100; n < 128; ++n) {
        ASSERT_EQ(t.Insert(n, state, later + 90 * kSecond, EvictNone{}).outcome, Outcome::kInserted)
            << Name(state) << gap;
      }
    }
  }
}

// An idle connection of five days is beyond the ticks' range: the bound is renewed, the connection stays.
TYPED_TEST(ConnTableTest, LongLivedIdleEntrySurvivesEveryInsertAroundIt) {
  typename TestFixture::Fixture t(16);
  const TimeNs end = kStart + 432000 * kSecond;
  t.Insert(1, ConnState::kEstablished, end, EvictNone{});
  std::uint64_t n = 1000;
  for (TimeNs now = kStart; now < end - kSecond; now += 1800 * kSecond) {
    t.worker->BeginBurst(now);
    for (int i = 0; i < 40; ++i) {
      t.Insert(n++, ConnState::kTimeWait, now + 100 * kSecond, StateFirst{});
    }
    ASSERT_TRUE(t.Find(1, now)) << now / kSecond;
  }
  EXPECT_FALSE(t.Find(1, end + kSecond));
}

}  // namespace
}  // namespace tidegate
