// Which plain ACKs of a burst are followed, and what they leave in the table.
#include "track/plain_burst.h"

#include <gtest/gtest.h>

#include <memory>

#include "evict/none.h"
#include "table/table_test_util.h"
#include "track/tcp_side.h"

namespace tidegate {
namespace {

constexpr TimeNs kTimeout = 160 * kSecond;
constexpr std::uint32_t kLowEnd = 1000;  // what the low endpoint has sent, and the high one has acknowledged
constexpr std::uint32_t kHighEnd = 9000;

// Connections whose two sides have sent and acknowledged some bytes, and a burst of ACKs of the low one.
class PlainBurstTest : public testing::TestWithParam<Writers> {
 protected:
  TableEntry Open(std::uint64_t number, ConnState state = ConnState::kEstablished, std::uint8_t flags = kFlagReplied,
                  TimeNs expiry = kStart + kTimeout) {
    NewEntry fresh{.state = state, .flags = flags, .expiry = expiry};
    fresh.track = {Sent(kLowEnd), Heard(kHighEnd), Sent(kHighEnd), Heard(kLowEnd)};
    const FlowKey4 key = NumberedKey<FlowKey4>(number);
    return t_.table->FindOrInsert(key, t_.Hash(key), fresh, EvictNone(), {}, *t_.worker).entry;
  }

  // ACK number `i` of the connection, which brings so many new bytes.
  void Add(std::size_t i, const TableEntry& entry, std::uint32_t bytes, std::uint32_t seq = kLowEnd) {
    burst_->SetHeader(i, {.addresses = 0,
                          .ports_and_seq = seq,
                          .ack_and_window = std::uint64_t{kHighEnd} << 32 | 8 << 28 | 100,
                          .payload_length = bytes});
    burst_->SetConn(i, t_.table->entries(), entry, FlowSide::kLow);
  }
  void Judge(std::size_t count) { burst_->Judge(count, {kStart + kTimeout, kTimeout / 16}); }
  bool Follow(std::size_t i) { return burst_->Follow(i, t_.table->entries(), GetParam()); }
  std::uint32_t LowEnd(const TableEntry& entry) const { return TcpSent(t_.table->LoadTrack(entry, 0)).end(); }

  static std::uint64_t Sent(std::uint32_t end) { return TcpSent(end).With(TcpSent::kKnown).raw(); }
  static std::uint64_t Heard(std::uint32_t number) { return TcpHeard(TcpHeard::Kind::kAck, 100, number).raw(); }

  TableFixture<ConnTable4, FlowKey4> t_{1000};
  std::unique_ptr<PlainBurst<64>> burst_ = std::make_unique<PlainBurst<64>>();
};

TEST_P(PlainBurstTest, FollowsWhatFits) {
  for (const std::size_t count : {1, 7, 16, 33, 64}) {  // whole vectors, and rests of them
    for (std::size_t i = 0; i < count; ++i) {
      // Every fifth lies far beyond the window.
      Add(i, Open(100 * count + i), 10, i % 5 == 4 ? kLowEnd + 100'000 : kLowEnd);
    }
    Judge(count);
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ(Follow(i), i % 5 != 4);
      EXPECT_EQ(burst_->CtBits(i), ct::kTrk | ct::kEst);
      EXPECT_EQ(LowEnd(burst_->Entry(i)), i % 5 != 4 ? kLowEnd + 10 : kLowEnd) << i << " of " << count;
    }
  }
}

TEST_P(PlainBurstTest, TheOtherSideReplies) {
  const TableEntry entry = Open(1, ConnState::kEstablished, kFlagReplied | kFlagOriginHigh);
  Add(0, entry, 0);
  Judge(1);
  EXPECT_TRUE(Follow(0));
  EXPECT_EQ(burst_->CtBits(0), ct::kTrk | ct::kEst | ct::kRpl);
}

TEST_P(PlainBurstTest, LeavesAllButEstablishedConnectionsAlone) {
  const TableEntry entries[] = {Open(1, ConnState::kSynRecv), Open(2, ConnState::kFinWait),
                                Open(3, ConnState::kEstablished, 0),  // only one side has spoken
                                Open(4, ConnState::kUdpStream)};
  for (std::size_t i = 0; i < 4; ++i) Add(i, entries[i], 10);
  Add(4, Open(5), 10);
  burst_->SetNoConn(4);
  Judge(5);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_FALSE(Follow(i)) << i;
}

TEST_P(PlainBurstTest, LeavesConnectionsAloneWhoseEndHasToMove) {
  Add(0, Open(1, ConnState::kEstablished, kFlagReplied, kStart + kTimeout - 11 * kSecond), 10);
  Add(1, Open(2, ConnState::kEstablished, kFlagReplied, kStart + kTimeout + 11 * kSecond), 10);
  Add(2, Open(3, ConnState::kEstablished, kFlagReplied, kStart + kTimeout - 9 * kSecond), 10);
  Judge(3);
  EXPECT_FALSE(Follow(0));
  EXPECT_FALSE(Follow(1));
  EXPECT_TRUE(Follow(2));
  burst_->Judge(3, {});
  EXPECT_TRUE(Follow(0)) << "any end will do";
}

TEST_P(PlainBurstTest, FailsIfTheConnectionHasChanged) {
  TableEntry entry = Open(1);
  Add(0, entry, 10);
  Add(1, entry, 20);
  Judge(2);
  EXPECT_TRUE(Follow(0));
  EXPECT_FALSE(Follow(1)) << "judged by words that have changed";
  EXPECT_EQ(LowEnd(entry), kLowEnd + 10);

  Add(0, entry, 30);
  Judge(1);
  ASSERT_TRUE(t_.table->UpdateLife(entry, ConnState::kClose, kFlagReplied, kStart + kTimeout, *t_.worker));
  EXPECT_FALSE(Follow(0)) << "closed";
}

TEST_P(PlainBurstTest, FailsIfTheSlotHasAnotherEntry) {
  const TableEntry old = Open(1);
  Add(0, old, 0);  // it would change nothing
  Add(1, old, 10);
  Judge(2);
  ASSERT_TRUE(t_.table->Release(old, *t_.worker));
  const TableEntry next = Open(1);
  ASSERT_EQ(next.slot, old.slot);
  EXPECT_FALSE(Follow(0));
  EXPECT_FALSE(Follow(1));
  // Found before, and looked at after.
  Add(0, old, 10);
  Judge(1);
  EXPECT_FALSE(Follow(0));
  EXPECT_EQ(LowEnd(next), kLowEnd);
}

INSTANTIATE_TEST_SUITE_P(Writers, PlainBurstTest, testing::Values(Writers::kMany, Writers::kOne),
                         [](const auto& tested) { return tested.param == Writers::kOne ? "One" : "Many"; });

}  // namespace
}  // namespace tidegate
