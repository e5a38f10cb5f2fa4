// The words that count what an entry carries: marks, limits, and two threads at once.
#include "table/account_record.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

#include "table/atomics.h"
#include "tidegate/time.h"

namespace tidegate {
namespace {

template <class Atomics>
class AccountRecordTest : public ::testing::Test {
 protected:
  AccountRecord<Atomics> record_;
};

using Modes = ::testing::Types<SharedAtomics, OwnedAtomics>;
TYPED_TEST_SUITE(AccountRecordTest, Modes);

constexpr TimeNs kNow = 1'000 * kSecond;
constexpr std::size_t kOriginal = kOriginalDirection;
constexpr std::size_t kReply = kReplyDirection;

TYPED_TEST(AccountRecordTest, IsFortyBytes) { EXPECT_EQ(sizeof(this->record_), 40u); }

TYPED_TEST(AccountRecordTest, CountsPacketsAndBytesOfEachDirection) {
  this->record_.Open(1, kNow);
  for (const Writers writers : {Writers::kMany, Writers::kOne}) {
    EXPECT_TRUE(this->record_.Add(1, kOriginal, 60, writers));
    EXPECT_TRUE(this->record_.Add(1, kOriginal, 1500, writers));
    EXPECT_TRUE(this->record_.Add(1, kReply, 40, writers));
  }
  const AccountCounts counts = this->record_.Load(1);
  EXPECT_EQ(counts.packets[kOriginal], 4u);
  EXPECT_EQ(counts.bytes[kOriginal], 3120u);
  EXPECT_EQ(counts.packets[kReply], 2u);
  EXPECT_EQ(counts.bytes[kReply], 80u);
}

// Unequal in every digit, and equal to the end of the range of times.
TYPED_TEST(AccountRecordTest, StartIsKeptToTheSixtyFiveThousandthNanosecond) {
  for (const TimeNs now : {TimeNs{0}, TimeNs{0x0123456789abcdef}, ~TimeNs{0}}) {
    this->record_.Open(1, now);
    EXPECT_EQ(this->record_.Load(1).start, now & ~TimeNs{0xffff});
  }
}

TYPED_TEST(AccountRecordTest, AnotherGenerationCountsAndReadsNothing) {
  this->record_.Open(0x1fffe, kNow);
  this->record_.Add(0x1fffe, kOriginal, 60);
  this->record_.Open(0x1ffff, kNow + kSecond);
  EXPECT_FALSE(this->record_.Add(0x1fffe, kOriginal, 60));
  EXPECT_FALSE(this->record_.Add(0x1fffe, kReply, 60));
  EXPECT_FALSE(this->record_.Add(0x1fffe, kReply, 60, Writers::kOne));
  EXPECT_EQ(this->record_.Load(0x1fffe), AccountCounts{});
  const AccountCounts counts = this->record_.Load(0x1ffff);
  EXPECT_EQ(counts.packets, AccountCounts{}.packets);
  EXPECT_EQ(counts.bytes, AccountCounts{}.bytes);
  EXPECT_NE(counts.start, 0u);
}

// 65,538 packets of the greatest length: more than 48 bits hold.
TYPED_TEST(AccountRecordTest, AFullCountStaysFullAndLeavesTheMarkAlone) {
  this->record_.Open(7, kNow);
  for (int i = 0; i < 65'538; ++i) ASSERT_TRUE(this->record_.Add(7, kReply, 0xffffffff));
  EXPECT_EQ(this->record_.Load(7).bytes[kReply], AccountRecord<TypeParam>::kMaxCount);
  EXPECT_EQ(this->record_.Load(7).packets[kReply], 65'538u);
  EXPECT_TRUE(this->record_.Add(7, kReply, 0xffffffff, Writers::kOne));
  EXPECT_EQ(this->record_.Load(7).bytes[kReply], AccountRecord<TypeParam>::kMaxCount);
}

TEST(AccountRecordThreads, NoPacketIsLost) {
  constexpr int kPackets = 200'000;
  const auto record = std::make_unique<AccountRecord<SharedAtomics>>();
  record->Open(3, kNow);
  const auto count = [&record] {
    for (int i = 0; i < kPackets; ++i) record->Add(3, kOriginal, 100);
  };
  std::thread other(count);
  count();
  other.join();
  EXPECT_EQ(record->Load(3).packets[kOriginal], 2u * kPackets);
  EXPECT_EQ(record->Load(3).bytes[kOriginal], 200u * kPackets);
}

// One thread goes on counting with the handle that it has, while the slot goes to other entries, which count nothing
// themselves.
TEST(AccountRecordThreads, AHandleKeptTooLongAddsNothingToTheNextEntry) {
  constexpr std::uint32_t kEntries = 2'000;
  const auto record = std::make_unique<AccountRecord<SharedAtomics>>();
  std::atomic<std::uint32_t> generation{0};
  record->Open(0, kNow);
  std::thread stale([&] {
    for (std::uint32_t mine = 0; mine < kEntries; mine = generation.load(std::memory_order_acquire)) {
      while (generation.load(std::memory_order_relaxed) == mine) record->Add(mine, kOriginal, 100);
    }
  });
  const AccountCounts nothing{.packets = {}, .bytes = {}, .start = kNow & ~TimeNs{0xffff}};
  std::uint64_t strays = 0;
  for (std::uint32_t next = 1; next <= kEntries; ++next) {
    while (record->Load(next - 1).packets[kOriginal] == 0) std::this_thread::yield();
    record->Open(next, kNow);
    // Nobody knows this generation yet.
    for (int look = 0; look < 50; ++look) strays += record->Load(next) != nothing;
    generation.store(next, std::memory_order_release);
  }
  stale.join();
  EXPECT_EQ(strays, 0u);
}

}  // namespace
}  // namespace tidegate
