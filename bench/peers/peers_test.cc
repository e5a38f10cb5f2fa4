// Every table of the benchmarks does what the benchmarks believe it does.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <random>
#include <thread>
#include <type_traits>
#include <vector>

#include "conntrack/key_set.h"
#include "conntrack/workloads/bursts.h"
#include "peers/cds_lfht.h"
#include "peers/ck_ht.h"
#include "peers/flat_hash_map.h"
#include "peers/flat_hash_map_sharded.h"
#include "peers/libcds.h"
#include "peers/rte_hash.h"
#include "peers/rte_hash_ext.h"
#include "peers/rte_hash_lf.h"
#include "peers/tbb_hash_map.h"
#include "peers/tidegate.h"
#include "peers/tidegate_owned.h"
#include "peers/unordered_flat_map.h"
#include "peers/unordered_flat_map_sharded.h"

namespace tidegate::bench {
namespace {

constexpr std::uint64_t kCapacity = 2048;
constexpr std::size_t kResident = 1700;

template <class Table>
class Peers : public ::testing::Test {
 protected:
  void SetUp() override { MakeTable(kCapacity); }

  void MakeTable(std::uint64_t capacity) {
    worker_.reset();
    table_.reset();
    auto table = Table::Create(capacity);
    ASSERT_TRUE(table.ok()) << table.status();
    table_ = *std::move(table);
    worker_ = std::make_unique<typename Table::Worker>(*table_);
  }

  template <class Call>
  std::size_t Sum(std::span<const FlowKey4> keys, Call&& call) {
    Bursts bursts(keys);
    std::size_t sum = 0;
    do sum += call(bursts.Next());
    while (!bursts.AtBegin());
    return sum;
  }
  std::size_t Insert(std::span<const FlowKey4> keys) {
    return Sum(keys, [&](KeyBurst burst) { return worker_->Insert(burst); });
  }
  std::size_t Lookup(std::span<const FlowKey4> keys) {
    return Sum(keys, [&](KeyBurst burst) { return worker_->Lookup(burst, touched_); });
  }
  std::size_t Erase(std::span<const FlowKey4> keys) {
    return Sum(keys, [&](KeyBurst burst) { return worker_->Erase(burst); });
  }

  const KeySet keys_{e2e::PortRange{50000, 50499}, kResident};
  std::uint64_t touched_ = 0;
  std::unique_ptr<Table> table_;
  std::unique_ptr<typename Table::Worker> worker_;
};

using AllPeers =
    ::testing::Types<Tidegate, TidegateOwned, CdsLfht, CkHt, FlatHashMap, FlatHashMapSharded, LibcdsMap, RteHash,
                     RteHashExt, RteHashLf, TbbHashMap, UnorderedFlatMap, UnorderedFlatMapSharded>;
TYPED_TEST_SUITE(Peers, AllPeers);

TYPED_TEST(Peers, FindWhatWasInsertedAndNothingElse) {
  EXPECT_EQ(this->Lookup(this->keys_.resident()), 0u);
  EXPECT_EQ(this->Insert(this->keys_.walk()), kResident);
  EXPECT_EQ(this->Lookup(this->keys_.resident()), kResident);
  EXPECT_EQ(this->Lookup(this->keys_.strangers()), 0u);
}

TYPED_TEST(Peers, TouchTheRecordOfEachHit) {
  this->Insert(this->keys_.walk());
  this->Lookup(this->keys_.resident());
  EXPECT_EQ(this->touched_, kResident) << "the first word of a fresh record is 1";
  this->Lookup(this->keys_.strangers());
  EXPECT_EQ(this->touched_, kResident);
}

TYPED_TEST(Peers, LeaveAloneWhatIsThere) {
  const auto half = this->keys_.resident().first(kResident / 2);
  EXPECT_EQ(this->Insert(half), kResident / 2);
  EXPECT_EQ(this->Insert(half), 0u);
  EXPECT_EQ(this->Insert(this->keys_.resident()), kResident - kResident / 2);
  EXPECT_EQ(this->Lookup(this->keys_.resident()), kResident);
  EXPECT_EQ(this->Erase(this->keys_.resident()), kResident);
  EXPECT_EQ(this->Insert(half), kResident / 2) << "what was erased is new again";
}

TYPED_TEST(Peers, EraseWhatIsThere) {
  this->Insert(this->keys_.walk());
  const auto half = this->keys_.resident().first(kResident / 2);
  EXPECT_EQ(this->Erase(half), kResident / 2);
  EXPECT_EQ(this->Erase(half), 0u);
  EXPECT_EQ(this->Lookup(this->keys_.resident()), kResident - kResident / 2);
}

TYPED_TEST(Peers, AreEmptyAfterClear) {
  this->Insert(this->keys_.walk());
  this->table_->Clear();
  EXPECT_EQ(this->Lookup(this->keys_.resident()), 0u);
  EXPECT_EQ(this->Insert(this->keys_.walk()), kResident);
}

// Slots and keys that were given back come round many times.
TYPED_TEST(Peers, KeepUpWithChurn) {
  ASSERT_EQ(this->Insert(this->keys_.resident()), kResident);
  auto opening = this->keys_.strangers();
  auto closing = this->keys_.resident();
  for (int round = 0; round < 20; ++round) {
    for (std::size_t i = 0; i < kResident; i += kBurst) {
      const std::size_t count = std::min(kBurst, kResident - i);
      ASSERT_EQ(this->worker_->Insert(opening.subspan(i, count)), count);
      ASSERT_EQ(this->worker_->Lookup(opening.subspan(i, count), this->touched_), count);
      ASSERT_EQ(this->worker_->Erase(closing.subspan(i, count)), count);
    }
    std::swap(opening, closing);
  }
}

// The sizes at which a table's arrays have one element, or none behind the last.
TYPED_TEST(Peers, HoldWhatTheyAreMadeForHoweverLittle) {
  for (std::size_t capacity = 1; capacity <= 5; ++capacity) {
    this->MakeTable(capacity);
    const auto keys = this->keys_.resident().first(capacity);
    const auto strangers = this->keys_.strangers().first(kBurst);
    for (int round = 0; round < 100; ++round) {
      ASSERT_EQ(this->Insert(keys), capacity) << "round " << round;
      ASSERT_EQ(this->Lookup(keys), capacity);
      ASSERT_EQ(this->Lookup(strangers), 0u);
      ASSERT_EQ(this->Erase(keys), capacity);
    }
    ASSERT_EQ(this->Insert(keys), capacity);
    this->table_->Clear();
    ASSERT_EQ(this->Lookup(keys), 0u);
  }
}

TYPED_TEST(Peers, CountTheirMemory) {
  EXPECT_GT(this->table_->MemoryBytes(), kCapacity * (sizeof(FlowKey4) + sizeof(ConnRecord)));
}

// Threads that find, insert and erase the same few keys, each in an order of its own.
template <class Table>
class ConcurrentPeers : public Peers<Table> {
 protected:
  static constexpr int kThreads = 2;
  static constexpr int kRounds = 30;

  // What one thread added, less what it took away.
  std::int64_t Work(unsigned seed) {
    typename Table::Worker worker(*this->table_);
    std::mt19937 random(seed);
    std::vector<FlowKey4> keys(this->keys_.walk().begin(), this->keys_.walk().end());
    std::int64_t balance = 0;
    std::uint64_t touched = 0;
    for (int round = 0; round < kRounds; ++round) {
      std::shuffle(keys.begin(), keys.end(), random);
      for (std::size_t i = 0; i + kBurst <= keys.size(); i += kBurst) {
        const KeyBurst burst(keys.data() + i, kBurst);
        balance += static_cast<std::int64_t>(worker.Insert(burst));
        const std::size_t found = worker.Lookup(burst, touched);
        EXPECT_LE(found, kBurst);
        if (random() % 4 != 0) balance -= static_cast<std::int64_t>(worker.Erase(burst));
      }
    }
    return balance;
  }

  // Calls work(number of the thread) in all threads at once.
  template <class Call>
  static void RunTogether(Call&& work) {
    std::atomic<int> waiting = kThreads;
    std::vector<std::thread> threads;
    for (unsigned thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        for (--waiting; waiting != 0;) std::this_thread::yield();
        work(thread);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
};

template <class List, class... Kept>
struct OnlyConcurrent;
template <class... Kept>
struct OnlyConcurrent<::testing::Types<>, Kept...> {
  using Types = ::testing::Types<Kept...>;
};
template <class Table, class... Tables, class... Kept>
struct OnlyConcurrent<::testing::Types<Table, Tables...>, Kept...>
    : std::conditional_t<Table::kConcurrent, OnlyConcurrent<::testing::Types<Tables...>, Kept..., Table>,
                         OnlyConcurrent<::testing::Types<Tables...>, Kept...>> {};
TYPED_TEST_SUITE(ConcurrentPeers, OnlyConcurrent<AllPeers>::Types);

TYPED_TEST(ConcurrentPeers, LoseAndDoubleNothing) {
  std::atomic<std::int64_t> left = 0;
  this->RunTogether([&](unsigned thread) { left += this->Work(thread); });
  EXPECT_GT(left, 0);
  EXPECT_EQ(static_cast<std::int64_t>(this->Lookup(this->keys_.walk())), left);
  EXPECT_EQ(static_cast<std::int64_t>(this->Erase(this->keys_.walk())), left);
  EXPECT_EQ(this->Lookup(this->keys_.walk()), 0u);
}

// Whoever erases the only key brings it back: what waits for readers must not take its place for good.
TYPED_TEST(ConcurrentPeers, KeepRoomForTheOnlyEntry) {
  this->MakeTable(1);
  const auto key = this->keys_.resident().first(1);
  this->RunTogether([&](unsigned) {
    typename TypeParam::Worker worker(*this->table_);
    for (int round = 0; round < 20'000; ++round) {
      worker.Erase(key);
      worker.Insert(key);
    }
  });
  EXPECT_EQ(this->Lookup(key), 1u);
}

// A key that nobody erases is found at every moment, whatever happens around it.
TYPED_TEST(ConcurrentPeers, FindWhatStays) {
  const auto stays = this->keys_.strangers().first(kBurst);
  ASSERT_EQ(this->worker_->Insert(stays), kBurst);
  std::atomic<bool> done = false;
  std::thread writer([&] {
    this->Work(1);
    done = true;
  });
  std::size_t looks = 0;
  std::size_t missed = 0;
  do {
    missed += kBurst - this->worker_->Lookup(stays, this->touched_);
    ++looks;
  } while (!done);
  writer.join();
  EXPECT_EQ(missed, 0u) << "in " << looks << " bursts";
}

}  // namespace
}  // namespace tidegate::bench
