// How full the table gets before a live connection would have to go.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "evict/none.h"
#include "table/table_test_util.h"

namespace tidegate {
namespace {

struct Load {
  std::uint64_t refused = 0;
  std::uint64_t inserts = 0;
};

// Fills a table to `percent` of its capacity with live connections, then replaces half of them one by one.
Load Fill(std::uint64_t capacity, std::uint64_t percent, std::uint64_t seed) {
  TableFixture<OwnedConnTable4, FlowKey4> t(capacity, seed);
  const std::uint64_t resident = capacity * percent / 100;
  const TimeNs expiry = kStart + 7200 * kSecond;
  Load load;
  const auto insert = [&](std::uint64_t n) {
    ++load.inserts;
    load.refused += t.Insert(n, ConnState::kEstablished, expiry, EvictNone{}).outcome == InsertResult::Outcome::kFull;
  };
  for (std::uint64_t n = 0; n < resident; ++n) insert(n);
  for (std::uint64_t n = 0; n < resident / 2; ++n) {
    t.table->Release(t.Find(n, kStart), *t.worker);
    insert(resident + n);
  }
  return load;
}

// The share of inserts that may find no slot although so many per cent of the capacity are live.
struct Bound {
  std::uint64_t percent;
  double share;
};

class ConnTableLoad : public ::testing::TestWithParam<Bound> {};

TEST_P(ConnTableLoad, HoldsItsCapacity) {
  Load sum;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Load load = Fill(131072, GetParam().percent, seed);
    sum.refused += load.refused;
    sum.inserts += load.inserts;
  }
  const double share = static_cast<double>(sum.refused) / static_cast<double>(sum.inserts);
  RecordProperty("refused_share", std::to_string(share));
  EXPECT_LE(share, GetParam().share);
}
INSTANTIATE_TEST_SUITE_P(Percent, ConnTableLoad, ::testing::Values(Bound{86, 0}, Bound{95, 2e-5}, Bound{100, 1e-3}));

TEST(ConnTableLoadLimit, RefusesOnceThereAreMoreKeysThanSlots) { EXPECT_GT(Fill(4096, 130, 1).refused, 100u); }

TEST(ConnTableLoadLimit, StaysWithinItsMemory) {
  const auto v4 = OwnedConnTable4::Create(131072);
  EXPECT_LE(static_cast<double>(v4->slot_count()) * (64 + 64.0 / 14) / 131072, 86.0);
}

}  // namespace
}  // namespace tidegate
