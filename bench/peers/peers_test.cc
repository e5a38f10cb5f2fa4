// Every table of the benchmarks does what the benchmarks believe it does.
#include <gtest/gtest.h>

#include <memory>

#include "conntrack/key_set.h"
#include "conntrack/workloads/bursts.h"
#include "peers/flat_hash_map.h"
#include "peers/rte_hash_lf.h"
#include "peers/tidegate.h"
#include "peers/tidegate_owned.h"

namespace tidegate::bench {
namespace {

constexpr std::uint64_t kCapacity = 2048;
constexpr std::size_t kResident = 1700;

template <class Table>
class Peers : public ::testing::Test {
 protected:
  void SetUp() override {
    auto table = Table::Create(kCapacity);
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

using AllPeers = ::testing::Types<Tidegate, TidegateOwned, FlatHashMap, RteHashLf>;
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

TYPED_TEST(Peers, CountTheirMemory) {
  EXPECT_GT(this->table_->MemoryBytes(), kCapacity * (sizeof(FlowKey4) + sizeof(ConnRecord)));
}

}  // namespace
}  // namespace tidegate::bench
