// A table with accounting: what its entries count, what it costs in memory, and that one without is as before.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "evict/none.h"
#include "table/table_test_util.h"
#include "tidegate/conn_table.h"

namespace tidegate {
namespace {

using Outcome = InsertResult::Outcome;

constexpr std::size_t kOriginal = kOriginalDirection;
constexpr std::size_t kReply = kReplyDirection;
constexpr TimeNs kEnd = kStart + 3600 * kSecond;

template <class K, class A>
struct Form {
  using Key = K;
  using Table = ConnTable<K, A>;
};

template <class F>
class AccountTest : public ::testing::Test {
 protected:
  struct Fixture : TableFixture<typename F::Table, typename F::Key> {
    explicit Fixture(std::uint64_t capacity) : TableFixture<typename F::Table, typename F::Key>(capacity) {
      this->table = F::Table::Create(capacity, TableOptions{.accounting = true});
    }
  };
};

using Forms = ::testing::Types<Form<FlowKey4, SharedAtomics>, Form<FlowKey6, SharedAtomics>,
                               Form<FlowKey4, OwnedAtomics>, Form<FlowKey6, OwnedAtomics>>;
TYPED_TEST_SUITE(AccountTest, Forms);

TYPED_TEST(AccountTest, IsOffUnlessAskedFor) {
  EXPECT_FALSE(TypeParam::Table::Create(1000)->accounting());
  EXPECT_FALSE(TypeParam::Table::Create(1000, TableOptions{})->accounting());
  EXPECT_TRUE(TypeParam::Table::Create(1000, TableOptions{.accounting = true})->accounting());
}

TYPED_TEST(AccountTest, NewEntryStartsNowAtZero) {
  typename TestFixture::Fixture t(1000);
  const TableEntry entry = t.Insert(7, ConnState::kEstablished, kEnd, EvictNone{}).entry;
  const AccountCounts counts = t.table->LoadAccount(entry);
  EXPECT_EQ(counts.start, kStart & ~TimeNs{0xffff});
  EXPECT_EQ(counts.packets, AccountCounts{}.packets);
  EXPECT_EQ(counts.bytes, AccountCounts{}.bytes);
}

// Each entry of a full table has counters of its own: they are as many as the slots.
TYPED_TEST(AccountTest, EachEntryCountsForItself) {
  typename TestFixture::Fixture t(16);
  std::vector<TableEntry> entries;
  for (std::uint64_t n = 0; n < 28; ++n) {
    entries.push_back(t.Insert(n, ConnState::kEstablished, kEnd, EvictNone{}).entry);
    ASSERT_TRUE(entries.back());
  }
  for (std::uint32_t n = 0; n < 28; ++n) {
    EXPECT_TRUE(t.table->Account(entries[n], kOriginal, 100 + n));
    EXPECT_TRUE(t.table->Account(entries[n], kReply, 1000 + n));
    EXPECT_TRUE(t.table->Account(entries[n], kReply, 1000 + n));
  }
  for (std::uint32_t n = 0; n < 28; ++n) {
    const AccountCounts counts = t.table->LoadAccount(t.Find(n, kStart));
    EXPECT_EQ(counts.packets, (std::array<std::uint64_t, 2>{1, 2})) << n;
    EXPECT_EQ(counts.bytes, (std::array<std::uint64_t, 2>{100 + n, 2000 + 2 * n})) << n;
  }
}

TYPED_TEST(AccountTest, ReopenedEntryStartsAtZeroAndTheOldHandleCountsNothing) {
  typename TestFixture::Fixture t(1000);
  const TableEntry old = t.Insert(7, ConnState::kTimeWait, kEnd, EvictNone{}).entry;
  t.table->Account(old, kOriginal, 100);
  t.worker->BeginBurst(kStart + 10 * kSecond);
  const InsertResult reopened = t.Reopen(old, 7, ConnState::kSynSent, kEnd);
  ASSERT_EQ(reopened.outcome, Outcome::kInserted);
  ASSERT_EQ(reopened.entry.slot, old.slot);
  EXPECT_FALSE(t.table->Account(old, kOriginal, 100));
  EXPECT_EQ(t.table->LoadAccount(old), AccountCounts{});
  const AccountCounts counts = t.table->LoadAccount(reopened.entry);
  EXPECT_EQ(counts.packets, AccountCounts{}.packets);
  EXPECT_EQ(counts.bytes, AccountCounts{}.bytes);
  EXPECT_EQ(counts.start, (kStart + 10 * kSecond) & ~TimeNs{0xffff});
}

TYPED_TEST(AccountTest, HandleOfAReplacedEntryCountsNothingForTheStranger) {
  typename TestFixture::Fixture t(16);
  const TableEntry old = t.Insert(1, ConnState::kTimeWait, kStart + kSecond, EvictNone{}).entry;
  t.worker->BeginBurst(kStart + 2 * kSecond);
  std::vector<TableEntry> entries;
  bool replaced = false;
  for (std::uint64_t n = 100; n < 128; ++n) {
    entries.push_back(t.Insert(n, ConnState::kEstablished, kEnd, EvictNone{}).entry);
    replaced |= entries.back().slot == old.slot;
  }
  ASSERT_TRUE(replaced);
  EXPECT_FALSE(t.table->Account(old, kOriginal, 100));
  for (const TableEntry& entry : entries) {
    EXPECT_EQ(t.table->LoadAccount(entry).packets[kOriginal], 0u);
    EXPECT_NE(t.table->LoadAccount(entry).start, 0u);
  }
}

TYPED_TEST(AccountTest, BurstInsertsStartAtZeroInUsedSlots) {
  typename TestFixture::Fixture t(1000);
  using Key = typename TypeParam::Key;
  std::array<Key, 32> keys;
  std::array<std::uint64_t, 32> hashes;
  std::array<InsertResult, 32> results;
  for (std::uint64_t round = 0; round < 40; ++round) {
    const TimeNs now = kStart + round * kSecond;
    t.worker->BeginBurst(now);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      keys[i] = NumberedKey<Key>(round * keys.size() + i);
      hashes[i] = t.Hash(keys[i]);
    }
    t.table->FindOrInsertBurst(keys, hashes, t.Fresh(ConnState::kEstablished, kEnd), EvictNone{}, {}, *t.worker,
                               std::span(results));
    for (const InsertResult& result : results) {
      ASSERT_EQ(result.outcome, Outcome::kInserted);
      const AccountCounts counts = t.table->LoadAccount(result.entry);
      EXPECT_EQ(counts.packets[kOriginal], 0u);
      EXPECT_EQ(counts.start, now & ~TimeNs{0xffff});
      EXPECT_TRUE(t.table->Account(result.entry, kOriginal, 100));
      EXPECT_TRUE(t.table->Release(result.entry, *t.worker));
    }
  }
}

// The promise: 86 and 150 bytes for each IPv4 connection of capacity.
TEST(AccountMemory, KeepsItsBounds) {
  const TableOptions with{.accounting = true};
  for (const std::uint64_t capacity : {std::uint64_t{131072}, std::uint64_t{1} << 20, std::uint64_t{1} << 27}) {
    const auto bytes = [capacity](std::size_t size) {
      return static_cast<double>(size) / static_cast<double>(capacity);
    };
    EXPECT_LE(bytes(ConnTable4::BytesFor(capacity)), 86);
    EXPECT_LE(bytes(ConnTable4::BytesFor(capacity, with)), 136);
    EXPECT_LE(bytes(ConnTable6::BytesFor(capacity)), 166);
    EXPECT_LE(bytes(ConnTable6::BytesFor(capacity, with)), 216);
  }
  // In whole pages of 2 MB.
  EXPECT_LE(ConnTable4::Create(131072, with)->MemoryBytes(), 150u * 131072);
}

TEST(AccountMemory, ABlockOfTheCallersIsEnough) {
  const TableOptions with{.accounting = true};
  const std::size_t bytes = ConnTable4::BytesFor(100'000, with);
  const auto table = ConnTable4::Create(100'000, with, TableMemory(bytes));
  ASSERT_NE(table, nullptr);
  EXPECT_TRUE(table->accounting());
  EXPECT_GE(table->MemoryBytes(), bytes);
  EXPECT_EQ(ConnTable4::Create(100'000, with, TableMemory()), nullptr);
}

}  // namespace
}  // namespace tidegate
