// What the ledger makes of entries that come, go and are missed.
#include "testbed/world/entry_ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <random>
#include <vector>

namespace tidegate::testbed {
namespace {

using ::testing::Each;
using ::testing::IsEmpty;

constexpr auto kEstablished = static_cast<std::size_t>(ConnClass::kEstablished);

std::uint64_t Sum(const CountByClass& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

class EntryLedgerTest : public ::testing::Test {
 protected:
  EntryLedgerTest() { ledger_.SetSlots(kSlots); }

  ConnId Add(bool attack = false) {
    Conn conn;
    conn.attack = attack;
    conn.serial = serial_++;
    return conns_.Add(conn);
  }

  // The connection's packet at second `at` is passed by an entry that ends at second `expiry`.
  void Pass(ConnId id, std::uint32_t slot, TimeNs at, TimeNs expiry, bool created = false) {
    ledger_.MoveTo(at * kSecond, id);
    ledger_.Follow(id, {.fate = Fate::kPassed,
                        .state = ConnState::kEstablished,
                        .created = created,
                        .slot = slot,
                        .expiry = expiry * kSecond});
  }
  void Enter(ConnId id, std::uint32_t slot, TimeNs at, TimeNs expiry) { Pass(id, slot, at, expiry, true); }

  void Evict(std::uint32_t slot, ConnId newcomer, TimeNs at, const std::vector<std::uint32_t>& rivals = {}) {
    ledger_.MoveTo(at * kSecond, newcomer);
    ledger_.OnEvict(slot, [&](std::vector<std::uint32_t>& out) { out = rivals; });
  }
  void Miss(ConnId id, TimeNs at) {
    ledger_.MoveTo(at * kSecond, id);
    ledger_.Miss(id);
  }
  void Release(ConnId id) { ledger_.Release(id); }

  static constexpr std::uint32_t kSlots = 16;

  Metrics metrics_;
  ConnPool conns_;
  EntryLedger ledger_{conns_, metrics_};
  std::uint32_t serial_ = 0;
};

TEST_F(EntryLedgerTest, AnEvictionIsWrongOnceTheEntryIsMissed) {
  const ConnId victim = Add();
  const ConnId rival = Add();
  const ConnId newcomer = Add();
  Enter(victim, 2, 10, 100);
  Enter(rival, 5, 12, 60);
  Evict(2, newcomer, 20, {2, 5, 7});  // nobody stands in 7
  EXPECT_EQ(metrics_.entries.evicted[kEstablished], 1u);
  EXPECT_THAT(metrics_.mistakes, IsEmpty()) << "nobody has missed it yet";
  Miss(victim, 33);
  EXPECT_EQ(metrics_.legit.wrongful[kEstablished], 1u);
  ASSERT_EQ(metrics_.mistakes.size(), 1u);
  const Mistake& mistake = metrics_.mistakes[0];
  EXPECT_EQ(mistake.at, 20 * kSecond);
  EXPECT_EQ(mistake.cls, "established");
  EXPECT_EQ(mistake.idle, 10 * kSecond);
  EXPECT_EQ(mistake.left, 80 * kSecond);
  EXPECT_EQ(mistake.missed_after, 13 * kSecond);
  ASSERT_EQ(mistake.rivals.size(), 2u);
  EXPECT_TRUE(mistake.rivals[0].victim);
  EXPECT_FALSE(mistake.rivals[1].victim);
  EXPECT_EQ(mistake.rivals[1].idle, 8 * kSecond);
  EXPECT_EQ(mistake.rivals[1].left, 40 * kSecond);
  EXPECT_TRUE(mistake.rivals[1].useful);
}

TEST_F(EntryLedgerTest, AnEntryOfWhichNothingCameAnyMoreIsNotMissed) {
  const ConnId victim = Add();
  Enter(victim, 2, 10, 100);
  Pass(victim, 2, 14, 100);
  Release(victim);
  Evict(2, Add(), 20);
  EXPECT_EQ(metrics_.entries.evicted[kEstablished], 1u);
  EXPECT_EQ(metrics_.useful_time[kEstablished], 4 * kSecond);
  EXPECT_EQ(metrics_.dead_time[kEstablished], 6 * kSecond);
  EXPECT_THAT(metrics_.legit.wrongful, Each(0u));
  EXPECT_THAT(metrics_.mistakes, IsEmpty());
}

TEST_F(EntryLedgerTest, AVictimThatEndsWithoutAnotherPacketLeavesNoMistake) {
  const ConnId victim = Add();
  Enter(victim, 2, 10, 100);
  Evict(2, Add(), 20);
  Release(victim);
  const ConnId same_number = Add();  // numbers are given again
  EXPECT_EQ(same_number, victim);
  Miss(same_number, 30);
  EXPECT_THAT(metrics_.mistakes, IsEmpty());
  EXPECT_THAT(metrics_.legit.wrongful, Each(0u));
}

TEST_F(EntryLedgerTest, ARivalThatIsOverCountsAsUseless) {
  const ConnId victim = Add();
  const ConnId over = Add();
  Enter(victim, 2, 10, 100);
  Enter(over, 5, 12, 60);
  Release(over);
  Evict(2, Add(), 20, {2, 5});
  Miss(victim, 21);
  ASSERT_EQ(metrics_.mistakes.size(), 1u);
  EXPECT_FALSE(metrics_.mistakes[0].rivals[1].useful);
}

TEST_F(EntryLedgerTest, AnAttackIsNotHarmed) {
  const ConnId attacker = Add(true);
  Enter(attacker, 2, 10, 100);
  Evict(2, Add(), 20);
  Miss(attacker, 30);
  EXPECT_EQ(metrics_.entries.evicted[kEstablished], 1u);
  EXPECT_THAT(metrics_.legit.wrongful, Each(0u));
  EXPECT_THAT(metrics_.mistakes, IsEmpty());
}

TEST_F(EntryLedgerTest, AnEntryThatEndedWhileItWasNeededIsNamed) {
  const ConnId id = Add();
  Enter(id, 2, 10, 30);
  Miss(id, 40);
  EXPECT_EQ(metrics_.legit.expired_in_use[kEstablished], 1u);
  EXPECT_EQ(metrics_.entries.expired[kEstablished], 1u);
  EXPECT_EQ(metrics_.useful_time[kEstablished], 20 * kSecond) << "until it ended";
}

TEST_F(EntryLedgerTest, WhoTakesALivingEntrysSlotHasReopenedIt) {
  const ConnId first = Add();
  Enter(first, 2, 10, 100);
  Release(first);
  Enter(Add(), 2, 20, 200);
  EXPECT_EQ(metrics_.entries.reopened, 1u);
  Enter(Add(), 2, 300, 400);
  EXPECT_EQ(metrics_.entries.reopened, 1u);
  EXPECT_EQ(metrics_.entries.expired[kEstablished], 1u);
  EXPECT_EQ(metrics_.entries.inserted, 3u);
}

TEST_F(EntryLedgerTest, TheEndCountsWhoIsThere) {
  Enter(Add(), 1, 10, 100);
  Enter(Add(), 2, 10, 40);
  const ConnId over = Add();
  Enter(over, 3, 10, 100);
  Release(over);
  ledger_.Close(50 * kSecond);
  EXPECT_EQ(metrics_.entries.live_at_end[kEstablished], 2u);
  EXPECT_EQ(metrics_.entries.expired[kEstablished], 1u);
}

// Whatever happens to them, entries that came are those that went and those that are left.
TEST_F(EntryLedgerTest, EveryEntryIsCountedOnce) {
  std::mt19937 random(7);
  const auto below = [&](std::uint32_t bound) { return static_cast<std::uint32_t>(random() % bound); };
  std::array<ConnId, kSlots> holders;
  holders.fill(kNoConn);
  for (TimeNs second = 1; second <= 20'000; ++second) {
    const std::uint32_t slot = below(kSlots);
    switch (below(4)) {
      case 0:
        if (holders[slot] != kNoConn) Release(holders[slot]);
        holders[slot] = Add(below(4) == 0);
        Enter(holders[slot], slot, second, second + 1 + below(60));
        break;
      case 1: {
        const ConnId gone = holders[slot];
        Evict(slot, Add(), second);
        holders[slot] = kNoConn;
        if (gone == kNoConn) break;
        if (below(2) == 0) Miss(gone, second);
        Release(gone);
        break;
      }
      case 2:
        if (holders[slot] != kNoConn) Pass(holders[slot], slot, second, second + 1 + below(60));
        break;
      default:
        if (holders[slot] != kNoConn) Release(holders[slot]);
        holders[slot] = kNoConn;
    }
  }
  ledger_.Close(20'001 * kSecond);
  const EntryCounts& entries = metrics_.entries;
  EXPECT_GT(entries.reopened, 0u);
  EXPECT_GT(Sum(entries.expired), 0u);
  EXPECT_GT(Sum(entries.live_at_end), 0u);
  EXPECT_EQ(entries.inserted,
            Sum(entries.evicted) + Sum(entries.expired) + entries.reopened + Sum(entries.live_at_end));
}

}  // namespace
}  // namespace tidegate::testbed
