// Several threads insert the same keys one by one. Meant for ThreadSanitizer as well; threads that do everything, for
// long, are tests/stress.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include "evict/none.h"
#include "table/table_test_util.h"

namespace tidegate {
namespace {

using Outcome = InsertResult::Outcome;
using Fixture = TableFixture<ConnTable4, FlowKey4>;

constexpr std::size_t kThreads = 4;

// All threads insert the same keys at the same time: each key has one entry, made by one thread, adopted by the rest.
TEST(ConnTableThreads, OneEntryForEachKeyHoweverManyInsertIt) {
  Fixture t(4096);
  constexpr std::uint64_t kKeys = 4000;
  std::vector<std::atomic<int>> made(kKeys);
  std::vector<std::array<TableEntry, kThreads>> seen(kKeys);
  std::atomic<std::size_t> ready{0};
  RunThreads(kThreads, [&](std::size_t thread) {
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
      seen[n][thread] = result.entry;
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

}  // namespace
}  // namespace tidegate
