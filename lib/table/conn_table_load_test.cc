// How full the table gets before a live connection would have to go.
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "evict/none.h"
#include "table/table_test_util.h"

namespace tidegate {
namespace {

struct Load {
  std::uint64_t refused = 0;
  std::uint64_t inserts = 0;
  std::uint64_t spilled = 0;
  std::uint64_t live = 0;

  double refused_share() const { return static_cast<double>(refused) / static_cast<double>(inserts); }
  double spilled_share() const { return static_cast<double>(spilled) / static_cast<double>(live); }
};

// Fills a table to `percent` of its capacity with live connections, then replaces the `replaced` oldest per cent of
// them one by one: a table in use is less even than a fresh one.
void Fill(std::uint64_t capacity, std::uint64_t percent, std::uint64_t replaced, std::uint64_t seed, Load& load) {
  TableFixture<OwnedConnTable4, FlowKey4> t(capacity, seed);
  const std::uint64_t resident = capacity * percent / 100;
  const TimeNs expiry = kStart + 7200 * kSecond;
  const auto insert = [&](std::uint64_t n) {
    ++load.inserts;
    load.refused += t.Insert(n, ConnState::kEstablished, expiry, EvictNone{}).outcome == InsertResult::Outcome::kFull;
  };
  for (std::uint64_t n = 0; n < resident; ++n) insert(n);
  for (std::uint64_t n = 0; n < resident * replaced / 100; ++n) {
    if (const TableEntry entry = t.Find(n, kStart)) t.table->Release(entry, *t.worker);
    insert(resident + n);
  }
  load.live += t.Live(kStart);
  load.spilled += ConnTableTestPeer::CountSpilled(*t.table);
}

Load FillAll(std::uint64_t percent, std::uint64_t replaced, std::uint64_t seeds) {
  Load load;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) Fill(131072, percent, replaced, seed, load);
  return load;
}

// The share of inserts that may find no slot although so many per cent of the capacity are live.
struct Bound {
  std::uint64_t percent;
  double share;
};

class ConnTableLoad : public ::testing::TestWithParam<Bound> {};

TEST_P(ConnTableLoad, HoldsItsCapacity) {
  const Load load = FillAll(GetParam().percent, 50, 100);
  RecordProperty("refused_share", std::to_string(load.refused_share()));
  EXPECT_LE(load.refused_share(), GetParam().share);
}
INSTANTIATE_TEST_SUITE_P(Percent, ConnTableLoad, ::testing::Values(Bound{86, 0}, Bound{95, 1e-5}, Bound{100, 1e-3}));

// The table of docs/table.md: TIDEGATE_LOAD_CURVE=100 (seeds) prints it.
TEST(ConnTableLoadCurve, Print) {
  const char* seeds = std::getenv("TIDEGATE_LOAD_CURVE");
  if (seeds == nullptr) GTEST_SKIP() << "TIDEGATE_LOAD_CURVE is not set";
  for (std::uint64_t percent = 50; percent <= 110; percent += percent < 80 ? 10 : 3) {
    std::printf("| %u %% ", static_cast<unsigned>(percent));
    for (const std::uint64_t replaced : {0, 50, 100}) {
      const Load load = FillAll(percent, replaced, std::strtoull(seeds, nullptr, 10));
      std::printf("| %.1e | %.0f %% ", load.refused_share(), 100 * load.spilled_share());
    }
    std::puts("|");
  }
}

TEST(ConnTableLoadLimit, RefusesOnceThereAreMoreKeysThanSlots) {
  Load load;
  Fill(4096, 130, 100, 1, load);
  EXPECT_GT(load.refused, 100u);
}

TEST(ConnTableLoadLimit, StaysWithinItsMemory) {
  const auto v4 = OwnedConnTable4::Create(131072);
  EXPECT_LE(static_cast<double>(OwnedConnTable4::BytesFor(131072)) / 131072, 86.0);
  EXPECT_GE(v4->slot_count(), 131072u * 5 / 4);
}

}  // namespace
}  // namespace tidegate
