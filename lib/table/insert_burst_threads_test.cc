// Several threads insert the same keys in bursts: each key is inserted once, and nothing is lost.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "table/table_test_util.h"

namespace tidegate {
namespace {

constexpr std::size_t kThreads = 4;
constexpr std::uint64_t kKeys = 3400;
constexpr std::size_t kFresh = 31;  // and one key of each burst twice

using Inserted = std::vector<int>;  // by key

void InsertAll(TableFixture<ConnTable4, FlowKey4>& fixture, TableWorker& worker, Inserted& inserted) {
  std::array<FlowKey4, kFresh + 1> keys;
  std::array<std::uint64_t, kFresh + 1> hashes;
  std::array<InsertResult, kFresh + 1> results;
  const NewEntry fresh = fixture.Fresh(ConnState::kEstablished, kStart + 3600 * kSecond);
  for (std::uint64_t n = 0; n < kKeys; n += kFresh) {
    const std::size_t count = std::min<std::uint64_t>(kFresh, kKeys - n);
    for (std::size_t i = 0; i <= count; ++i) {
      keys[i] = NumberedKey<FlowKey4>(n + i % count);
      hashes[i] = fixture.Hash(keys[i]);
    }
    fixture.table->FindOrInsertBurst(std::span<const FlowKey4>(keys).first(count + 1),
                                     std::span<const std::uint64_t>(hashes).first(count + 1), fresh, StateFirst(),
                                     Pressure{}, worker, std::span(results).first(count + 1));
    for (std::size_t i = 0; i <= count; ++i) {
      EXPECT_NE(results[i].outcome, InsertResult::Outcome::kFull);
      inserted[n + i % count] += results[i].outcome == InsertResult::Outcome::kInserted;
    }
  }
}

TEST(FindOrInsertBurst, InsertsEachKeyOnceWithSeveralThreads) {
  for (std::uint64_t round = 1; round <= 40; ++round) {
    TableFixture<ConnTable4, FlowKey4> fixture(4096, round);
    std::vector<Inserted> inserted(kThreads, Inserted(kKeys));
    std::vector<std::unique_ptr<TableWorker>> workers;
    for (std::size_t t = 0; t < kThreads; ++t) {
      workers.push_back(std::make_unique<TableWorker>());
      workers[t]->BeginBurst(kStart);
    }
    RunThreads(kThreads, [&](std::size_t t) { InsertAll(fixture, *workers[t], inserted[t]); });
    for (std::uint64_t n = 0; n < kKeys; ++n) {
      int times = 0;
      for (const Inserted& mine : inserted) times += mine[n];
      ASSERT_EQ(times, 1) << "key " << n;
    }
    EXPECT_EQ(fixture.Live(kStart), kKeys);
    std::int64_t counted = 0;
    for (const auto& worker : workers) counted += worker->census.Live(ConnClass::kEstablished);
    EXPECT_EQ(counted, static_cast<std::int64_t>(kKeys));
  }
}

}  // namespace
}  // namespace tidegate
