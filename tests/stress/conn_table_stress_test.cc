// Several threads at one table for long, with values that describe themselves and with time moving on. In the end
// everything is counted: what was inserted is still there, or has been released, evicted or reclaimed, to the entry.
//
// Two million operations in all, half as many under ThreadSanitizer. Longer runs:
// TIDEGATE_STRESS_OPERATIONS=100000000.
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "evict/none.h"
#include "stress/churn.h"
#include "table/places.h"
#include "table/table_test_util.h"

namespace tidegate::stress {
namespace {

constexpr std::size_t kThreads = 4;

struct Situation {
  const char* name;
  std::uint64_t capacity;
  std::uint64_t keys;
  bool evicts;
};

constexpr Situation kSituations[] = {
    {"WithRoom", 4096, 3000, false},          // most inserts find an empty slot
    {"Crowded", 1024, 1100, false},           // both sets are looked at, some inserts are refused
    {"InASmallTable", 16, 20, false},         // two sets, which are each other's second one
    {"WhileEvicting", 64, 400, true},         // each insert takes a slot from another entry
    {"WhileEvictingMany", 2048, 4000, true},  // the same in many sets
    {"OfFewKeys", 64, 4, true},               // the threads meet all the time
};
std::ostream& operator<<(std::ostream& out, const Situation& situation) { return out << situation.name; }

// Each situation is run with two families of addresses.
constexpr std::size_t kRuns = 2 * std::size(kSituations);

std::uint64_t OperationsOfThread() {
  const char* const wanted = std::getenv("TIDEGATE_STRESS_OPERATIONS");
  const std::uint64_t usual = TIDEGATE_THREAD_SANITIZER ? 1'000'000 : 2'000'000;
  return (wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : usual) / (kRuns * kThreads);
}

// One table, its threads, and what is counted at the end.
template <class Table, class Key>
class StressRun {
 public:
  explicit StressRun(const Situation& situation) : situation_(situation), fixture_(situation.capacity) {
    for (std::size_t i = 0; i < kThreads; ++i) workers_.push_back(std::make_unique<TableWorker>());
  }

  template <class Eviction>
  void Work() {
    StressClock clock(kThreads, kStart);
    std::array<Tally, kThreads> tallies;
    RunThreads(kThreads, [&](std::size_t i) {
      Churn<Table, Key, Eviction> churn(fixture_, *workers_[i], clock, i, situation_.keys);
      tallies[i] = churn.Run(OperationsOfThread());
    });
    for (const Tally& tally : tallies) sum_ += tally;
    end_ = clock.now();
    for (const auto& worker : workers_) worker->BeginBurst(end_);
  }

  void Check() {
    EXPECT_EQ(sum_.wrong, 0u);
    CheckThatEverythingHappened();
    CheckEntries();
    CheckLookups();
    CheckConservation();
    CheckSlots();
    CheckSpills();
    CheckCensus();
    CheckCensusOfRenewed();
  }

 private:
  using Peer = ConnTableTestPeer;

  // Before all ends: at this time each entry in its place is alive, the expired ones too.
  static constexpr TimeNs kBeforeAll = 0;

  static std::uint64_t NumberOf(const Key& key) { return key.words[Key::kWords - 1]; }

  template <class Show>
  void ForEach(TimeNs now, Show&& show) const {
    fixture_.table->ForEach(now, 0, fixture_.table->slot_count(), show);
  }

  std::uint64_t Count(std::array<OwnedCounter, kConnClassCount> TableWorker::*counters) const {
    std::uint64_t sum = 0;
    for (const auto& worker : workers_) {
      for (const OwnedCounter& counter : (*worker).*counters) sum += counter.Get();
    }
    return sum;
  }

  // A run in which something did not occur proves nothing of it.
  void CheckThatEverythingHappened() const {
    EXPECT_GT(sum_.inserted, 0u);
    EXPECT_GT(sum_.reopened, 0u);
    EXPECT_GT(sum_.released, 0u);
    EXPECT_GT(sum_.updated, 0u);
    EXPECT_GT(sum_.swapped, 0u);
    EXPECT_GT(sum_.stale, 0u);
    EXPECT_GT(Count(&TableWorker::reclaimed), sum_.reopened) << "no entry expired";
    EXPECT_GE(EpochOf(end_), EpochOf(kStart) + 2) << "no set was visited";
  }

  // No key twice, and every word of every entry describes its key.
  void CheckEntries() {
    ForEach(kBeforeAll, [&](const Key& key, const TableEntry& entry) {
      const std::uint64_t number = NumberOf(key);
      ASSERT_LT(number, situation_.keys);
      EXPECT_EQ(key, NumberedKey<Key>(number));
      EXPECT_TRUE(in_place_.insert(number).second) << "key " << number << " twice";
      const Description description(number);
      EXPECT_TRUE(description.Fits(entry)) << number;
      for (std::size_t word = 0; word < kTrackWords; ++word) {
        EXPECT_TRUE(description.FitsTrack(word, fixture_.table->LoadTrack(entry, word))) << number;
      }
    });
  }

  // What a walk shows is what lookups find.
  void CheckLookups() {
    ForEach(end_, [&](const Key& key, const TableEntry& entry) {
      ++live_;
      const TableEntry found = fixture_.Find(NumberOf(key), end_);
      EXPECT_EQ(found.slot, entry.slot) << "key " << NumberOf(key) << " is not found";
      EXPECT_EQ(found.generation(), entry.generation());
    });
    std::uint64_t found = 0;
    for (std::uint64_t number = 0; number < situation_.keys; ++number) {
      found += static_cast<bool>(fixture_.Find(number, end_));
    }
    EXPECT_EQ(found, live_);
  }

  // An entry that is reopened replaces the former one, which counts as reclaimed.
  void CheckConservation() const {
    EXPECT_EQ(sum_.inserted + sum_.reopened,
              in_place_.size() + sum_.released + Count(&TableWorker::evicted) + Count(&TableWorker::reclaimed));
  }

  // Slots say of entries what their records do; none is left busy.
  void CheckSlots() {
    std::array<std::uint64_t, kConnClassCount> live{};
    ForEach(end_, [&](const Key&, const TableEntry& entry) {
      ++live[static_cast<std::size_t>(ClassOf(static_cast<ConnState>(entry.life.state())))];
    });
    EXPECT_EQ(fixture_.table->CountLive(end_), live);
    std::uint64_t occupied = 0;
    ForEachSlot([&](SlotWord slot) { occupied += !slot.empty(); });
    EXPECT_EQ(occupied, in_place_.size());
  }

  // Each spill counter is the number of entries it stands for.
  void CheckSpills() {
    const std::uint32_t sets = Peer::Sets(*fixture_.table);
    const Places places(sets);
    std::vector<std::array<std::uint64_t, 4>> expected(sets);
    for (std::uint32_t set = 0; set < sets; ++set) {
      for (const auto& slot : Peer::Line(*fixture_.table, set).slots) {
        const SlotWord word(slot.load(std::memory_order_relaxed));
        if (word.live() && word.spilled()) ++expected[places.FirstOf(set, word)][word.tag() >> 8];
      }
    }
    for (std::uint32_t set = 0; set < sets; ++set) {
      const ControlWord control(Peer::Line(*fixture_.table, set).control.load(std::memory_order_relaxed));
      for (std::uint32_t i = 0; i < 4; ++i) EXPECT_EQ(control.spills(i << 8), expected[set][i]) << "set " << set;
    }
  }

  // The census is the live entries whose slots say that they are, class by class.
  void CheckCensus() {
    const TickClock clock(end_);
    std::array<std::int64_t, kConnClassCount> expected{};
    ForEach(end_, [&](const Key&, const TableEntry& entry) {
      const SlotWord slot = Peer::Slot(*fixture_.table, entry.slot);
      expected[static_cast<std::size_t>(slot.cls())] += !slot.MayBeExpired(clock);
    });
    for (std::size_t cls = 0; cls < kConnClassCount; ++cls) {
      EXPECT_EQ(Census(cls), expected[cls]) << Name(static_cast<ConnClass>(cls));
    }
  }

  // With every live entry renewed all slots say so, and the census is the live entries.
  void CheckCensusOfRenewed() {
    ForEach(end_, [&](const Key& key, TableEntry entry) {
      EXPECT_TRUE(fixture_.table->UpdateLife(entry, ConnState::kTimeWait, Owner::OfKey(NumberOf(key)).Flags(),
                                             end_ + 120 * kSecond, *workers_[0]));
    });
    std::int64_t counted = 0;
    for (std::size_t cls = 0; cls < kConnClassCount; ++cls) counted += Census(cls);
    EXPECT_EQ(counted, static_cast<std::int64_t>(live_));
  }

  template <class Call>
  void ForEachSlot(Call&& call) {
    for (std::uint32_t set = 0; set < Peer::Sets(*fixture_.table); ++set) {
      for (const auto& slot : Peer::Line(*fixture_.table, set).slots) {
        call(SlotWord(slot.load(std::memory_order_relaxed)));
      }
    }
  }

  std::int64_t Census(std::size_t cls) const {
    std::int64_t sum = 0;
    for (const auto& worker : workers_) sum += worker->census.Live(static_cast<ConnClass>(cls));
    return sum;
  }

  const Situation& situation_;
  TableFixture<Table, Key> fixture_;
  std::vector<std::unique_ptr<TableWorker>> workers_;
  Tally sum_;
  TimeNs end_ = 0;
  std::set<std::uint64_t> in_place_;  // keys
  std::uint64_t live_ = 0;
};

class ConnTableStress : public ::testing::TestWithParam<Situation> {
 protected:
  template <class Table, class Key>
  void ConservesEntries() {
    StressRun<Table, Key> run(GetParam());
    if (GetParam().evicts) {
      run.template Work<StateFirst>();
    } else {
      run.template Work<EvictNone>();
    }
    run.Check();
  }
};

TEST_P(ConnTableStress, ConservesEntries4) { ConservesEntries<ConnTable4, FlowKey4>(); }
TEST_P(ConnTableStress, ConservesEntries6) { ConservesEntries<ConnTable6, FlowKey6>(); }

INSTANTIATE_TEST_SUITE_P(Situations, ConnTableStress, ::testing::ValuesIn(kSituations),
                         [](const auto& of) { return std::string(of.param.name); });

}  // namespace
}  // namespace tidegate::stress
