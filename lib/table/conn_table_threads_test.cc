// Several threads on one table. Values describe themselves: an entry's attributes are its key's number, so that an
// entry that was mixed up with another one shows at once. Meant for ThreadSanitizer as well.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include "evict/none.h"
#include "table/table_test_util.h"

namespace tidegate {
namespace {

using Outcome = InsertResult::Outcome;
using Fixture = TableFixture<ConnTable4, FlowKey4>;

constexpr int kThreads = 4;

// Longer runs by hand: TIDEGATE_STRESS_OPERATIONS=100000000.
std::uint64_t Operations(std::uint64_t usual) {
  const char* wanted = std::getenv("TIDEGATE_STRESS_OPERATIONS");
  return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : usual;
}

struct Random {
  std::uint64_t state;
  std::uint64_t Next() {
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
  }
};

template <class Body>
void RunThreads(Body body) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(body, i);
  for (std::thread& thread : threads) thread.join();
}

// All threads insert the same keys at the same time: each key has one entry, made by one thread, adopted by the rest.
TEST(ConnTableThreads, OneEntryForEachKeyHoweverManyInsertIt) {
  Fixture t(4096);
  constexpr std::uint64_t kKeys = 4000;
  std::vector<std::atomic<int>> made(kKeys);
  std::vector<std::array<TableEntry, kThreads>> seen(kKeys);
  std::atomic<int> ready{0};
  RunThreads([&](int thread) {
    auto worker = std::make_unique<TableWorker>();
    worker->BeginBurst(kStart);
    ready.fetch_add(1);
    while (ready.load() < kThreads) std::this_thread::yield();
    for (std::uint64_t n = 0; n < kKeys; ++n) {
      const auto key = NumberedKey<FlowKey4>(n);
      const InsertResult result = t.table->FindOrInsert(
          key, t.Hash(key), Fixture::Fresh(ConnState::kSynSent, kStart + 30 * kSecond, static_cast<std::uint32_t>(n)),
          EvictNone{}, {}, *worker);
      if (result.outcome == Outcome::kInserted) made[n].fetch_add(1);
      seen[n][static_cast<std::size_t>(thread)] = result.entry;
    }
  });
  for (std::uint64_t n = 0; n < kKeys; ++n) {
    ASSERT_EQ(made[n].load(), 1) << n;
    for (const TableEntry& entry : seen[n]) {
      EXPECT_EQ(entry.slot, seen[n][0].slot);
      EXPECT_EQ(entry.generation(), seen[n][0].generation());
      EXPECT_EQ(entry.attributes(), n);
    }
  }
  EXPECT_EQ(t.Live(kStart), kKeys);
}

// What one thread does in the mixed runs below, and what it counts.
struct Tally {
  std::uint64_t inserted = 0;
  std::uint64_t reopened = 0;
  std::uint64_t released = 0;
  std::uint64_t wrong = 0;
};

template <class Eviction>
void Churn(Fixture& t, TableWorker& worker, Random random, std::uint64_t keys, std::uint64_t operations,
           const Eviction& eviction, Tally& tally) {
  for (std::uint64_t i = 0; i < operations; ++i) {
    const std::uint64_t n = random.Next() % keys;
    const auto key = NumberedKey<FlowKey4>(n);
    const std::uint64_t hash = t.Hash(key);
    const NewEntry fresh = Fixture::Fresh(ConnState::kTimeWait, kStart + 120 * kSecond, static_cast<std::uint32_t>(n));
    switch (random.Next() % 8) {
      case 0:
      case 1: {
        const InsertResult result = t.table->FindOrInsert(key, hash, fresh, eviction, {}, worker);
        tally.inserted += result.outcome == Outcome::kInserted;
        tally.wrong += result.outcome != Outcome::kFull && result.entry.attributes() != n;
        break;
      }
      case 2: {
        const TableEntry entry = t.table->Find(key, hash, kStart);
        if (entry) tally.released += t.table->Release(entry, worker);
        break;
      }
      case 3: {
        const TableEntry entry = t.table->Find(key, hash, kStart);
        if (!entry) break;
        tally.reopened += t.table->Reopen(entry, key, hash, fresh, worker).outcome == Outcome::kInserted;
        break;
      }
      case 4: {
        TableEntry entry = t.table->Find(key, hash, kStart);
        if (entry) t.table->UpdateLife(entry, ConnState::kClose, 1, kStart + 110 * kSecond, worker);
        break;
      }
      default: {
        const TableEntry entry = t.table->Find(key, hash, kStart);
        tally.wrong += entry && entry.attributes() != n;
      }
    }
  }
}

// Inserted = live + released + evicted, to the entry, however the threads met. Reopening replaces one by one.
template <class Eviction>
void CheckConservation(std::uint64_t capacity, std::uint64_t keys, const Eviction& eviction) {
  Fixture t(capacity);
  std::array<Tally, kThreads> tallies;
  std::vector<std::unique_ptr<TableWorker>> workers;
  for (int i = 0; i < kThreads; ++i) {
    workers.push_back(std::make_unique<TableWorker>());
    workers.back()->BeginBurst(kStart);
  }
  const std::uint64_t operations = Operations(400'000) / kThreads;
  RunThreads([&](int thread) {
    const auto i = static_cast<std::size_t>(thread);
    Churn(t, *workers[i], Random{0x9e3779b97f4a7c15ull * (i + 1)}, keys, operations, eviction, tallies[i]);
  });
  std::uint64_t inserted = 0;
  std::uint64_t gone = 0;
  std::int64_t census = 0;
  for (std::size_t i = 0; i < kThreads; ++i) {
    EXPECT_EQ(tallies[i].wrong, 0u);
    inserted += tallies[i].inserted + tallies[i].reopened;
    gone += tallies[i].released;
    gone += workers[i]->evicted[static_cast<std::size_t>(ConnClass::kTimeWait)].Get();
    gone += workers[i]->reclaimed[static_cast<std::size_t>(ConnClass::kTimeWait)].Get();
    census += workers[i]->census.Live(ConnClass::kTimeWait);
  }
  EXPECT_EQ(inserted, t.Live(kStart) + gone);
  EXPECT_EQ(census, static_cast<std::int64_t>(t.Live(kStart)));
  std::uint64_t found = 0;
  for (std::uint64_t n = 0; n < keys; ++n) found += static_cast<bool>(t.Find(n, kStart));
  EXPECT_EQ(found, t.Live(kStart)) << "an entry that no lookup finds, or two of one key";
}

TEST(ConnTableThreads, ConservesEntriesWithRoom) { CheckConservation(4096, 3000, EvictNone{}); }
TEST(ConnTableThreads, ConservesEntriesInASmallTable) { CheckConservation(16, 20, EvictNone{}); }
TEST(ConnTableThreads, ConservesEntriesWhileEvicting) { CheckConservation(64, 400, StateFirst{}); }
TEST(ConnTableThreads, ConservesEntriesOfFewKeys) { CheckConservation(64, 4, StateFirst{}); }

}  // namespace
}  // namespace tidegate
