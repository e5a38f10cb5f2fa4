// From packets to plans, packet by packet.
#include "testbed/workload/conversations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/packet_builder.h"

namespace tidegate::testbed {
namespace {

using test::Bytes;
using test::Ip;
using ::testing::ElementsAre;

constexpr std::uint8_t kPushAck = kTcpPsh | kTcpAck;
constexpr std::uint8_t kFinAck = kTcpFin | kTcpAck;
constexpr std::uint8_t kSynAck = kTcpSyn | kTcpAck;

// A conversation is written as its packets: when, whose, flags, bytes.
struct Row {
  TimeNs at_ms;
  char from;  // 'c'lient or 's'erver
  std::uint8_t flags;
  std::size_t payload = 0;
  std::uint32_t seq = 1000;
  std::uint32_t ack = 5000;
};

class Reader {
 public:
  explicit Reader(TimeNs resolution = 100 * kMillisecond) : reader_(resolution) {}

  void Tcp(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
      test::TcpSpec spec{.src_port = 40000,
                         .dst_port = 80,
                         .flags = row.flags,
                         .seq = row.seq,
                         .ack = row.ack,
                         .payload = row.payload};
      Add(test::BuildTcp(row.from == 'c' ? spec : Reversed(spec)), row.at_ms);
    }
  }
  void Udp(TimeNs at_ms, char from) {
    const test::UdpSpec spec{.src_port = 40000, .dst_port = 53, .payload = 30};
    Add(test::BuildUdp(from == 'c' ? spec : Reversed(spec)), at_ms);
  }
  void Add(const Bytes& frame, TimeNs at_ms) {
    PacketView view;
    ASSERT_EQ(ParsePacket(frame.data(), frame.size(), frame.size(), view), DropReason::kNone);
    reader_.Add(view, kEpoch + at_ms * kMillisecond);
  }
  Conversations Finish() { return std::move(reader_).Finish(); }

 private:
  static constexpr TimeNs kEpoch = 1'700'000'000 * kSecond;

  ConversationReader reader_;
};

Conversations Read(const std::vector<Row>& rows, TimeNs resolution = 100 * kMillisecond) {
  Reader reader(resolution);
  reader.Tcp(rows);
  return reader.Finish();
}

Plan OnlyPlan(const std::vector<Row>& rows) {
  const Conversations read = Read(rows);
  EXPECT_EQ(read.list.size(), 1u);
  return read.list.empty() ? Plan{} : read.list[0].plan;
}

const std::vector<Row> kHandshake = {{0, 'c', kTcpSyn}, {3, 's', kSynAck, 0, 5000, 1001}, {23, 'c', kTcpAck}};

std::vector<Row> AfterHandshake(std::vector<Row> rows) {
  rows.insert(rows.begin(), kHandshake.begin(), kHandshake.end());
  return rows;
}

TEST(Conversations, AConnectionWithTwoExchanges) {
  const Conversations read = Read(AfterHandshake({{30, 'c', kPushAck, 100},
                                                  {40, 's', kPushAck, 1400},
                                                  {41, 's', kPushAck, 1400},
                                                  {60, 'c', kTcpAck},
                                                  {5030, 'c', kPushAck, 100},
                                                  {5045, 's', kPushAck, 900},
                                                  {9000, 'c', kFinAck, 0, 1201},
                                                  {9003, 's', kFinAck, 0, 9000, 1202},
                                                  {9023, 'c', kTcpAck}}));
  ASSERT_EQ(read.list.size(), 1u);
  const Plan& plan = read.list[0].plan;
  EXPECT_EQ(plan.client_address, 0x0a000001u);
  EXPECT_EQ(plan.server_address, 0xc0a80004u);
  EXPECT_EQ(plan.client_port, 40000);
  EXPECT_EQ(plan.server_port, 80);
  EXPECT_EQ(plan.answer, Answer::kAccept);
  EXPECT_EQ(plan.closing, Closing::kClientFirst);
  EXPECT_EQ(plan.server_rtt_us, 3000u);
  EXPECT_EQ(plan.client_rtt_us, 20000u);
  EXPECT_EQ(plan.exchanges, 2u);
  EXPECT_TRUE(plan.lingers);
  EXPECT_EQ(read.list[0].start, 0u);
  EXPECT_THAT(read.moments, ElementsAre(30 * kMillisecond, 5030 * kMillisecond, 9000 * kMillisecond));
}

// Every silence is there; what comes within the resolution is one exchange.
TEST(Conversations, ALongTransferIsSeveralExchanges) {
  std::vector<Row> rows = AfterHandshake({});
  for (TimeNs ms = 100; ms < 1100; ms += 10) rows.push_back({ms, 's', kPushAck, 1400});
  EXPECT_EQ(OnlyPlan(rows).exchanges, 10u);
  EXPECT_EQ(Read(rows, kSecond).list[0].plan.exchanges, 1u);
  EXPECT_EQ(Read(rows, 0).list[0].plan.exchanges, 100u);
}

TEST(Conversations, HowAConnectionWasAnswered) {
  const struct {
    const char* what;
    std::vector<Row> rows;
    Answer answer;
  } kRows[] = {
      {"silence", {{0, 'c', kTcpSyn}, {1000, 'c', kTcpSyn}, {3000, 'c', kTcpSyn}}, Answer::kSilence},
      {"refused", {{0, 'c', kTcpSyn}, {1, 's', kTcpRst | kTcpAck}}, Answer::kRefuse},
      {"half-open scan", {{0, 'c', kTcpSyn}, {1, 's', kSynAck}, {2, 'c', kTcpRst}}, Answer::kForged},
      {"forged", {{0, 'c', kTcpSyn}, {1, 's', kSynAck}, {1001, 's', kSynAck}}, Answer::kForged},
      {"accepted", kHandshake, Answer::kAccept},
      {"one direction", {{0, 'c', kTcpSyn}, {20, 'c', kTcpAck}}, Answer::kAccept},
      {"the other direction", {{0, 's', kSynAck}, {20, 's', kPushAck, 9}}, Answer::kAccept},
  };
  for (const auto& row : kRows) EXPECT_EQ(OnlyPlan(row.rows).answer, row.answer) << row.what;
}

TEST(Conversations, HowAConnectionEnded) {
  // The client's FIN is at 1101, behind 100 bytes.
  const Row client_fin = {100, 'c', kFinAck, 0, 1101};
  const struct {
    const char* what;
    std::vector<Row> rows;
    Closing closing;
  } kRows[] = {
      {"client first", {client_fin, {101, 's', kFinAck, 0, 5000, 1102}}, Closing::kClientFirst},
      {"server first", {{100, 's', kFinAck, 0, 5000, 1101}, {101, 'c', kFinAck, 0, 1101, 5001}}, Closing::kServerFirst},
      {"crossing", {client_fin, {101, 's', kFinAck, 0, 5000, 1101}}, Closing::kCrossing},
      {"the server has more to say",
       {client_fin, {500, 's', kPushAck, 1400, 5000, 1102}, {501, 's', kFinAck, 0, 6400, 1102}},
       Closing::kHalfClose},
      {"no answer to the server",
       {{100, 's', kFinAck}, {300, 's', kFinAck}, {700, 's', kFinAck}},
       Closing::kUnanswered},
      {"reset by the client", {{100, 'c', kTcpRst}}, Closing::kReset},
      {"reset by the server", {{100, 's', kTcpRst}}, Closing::kReset},
      {"reset behind both FINs",
       {client_fin, {101, 's', kFinAck, 0, 5000, 1102}, {102, 'c', kTcpRst}},
       Closing::kClientFirst},
      {"nothing", {}, Closing::kVanish},
  };
  for (const auto& row : kRows) {
    std::vector<Row> rows = AfterHandshake({{50, 'c', kPushAck, 100, 1001}, {60, 's', kTcpAck}});
    rows.insert(rows.end(), row.rows.begin(), row.rows.end());
    const Plan plan = OnlyPlan(rows);
    EXPECT_EQ(plan.closing, row.closing) << row.what;
    EXPECT_EQ(plan.exchanges, 1u) << row.what;
    EXPECT_EQ(plan.lingers, row.closing != Closing::kVanish) << row.what;
  }
}

TEST(Conversations, AClosingThatGoesOnEndsWithItsLastData) {
  const Conversations read = Read(AfterHandshake({{50, 'c', kPushAck, 100, 1001},
                                                  {100, 'c', kFinAck, 0, 1101},
                                                  {700, 's', kPushAck, 1400},
                                                  {900, 's', kPushAck, 1400},
                                                  {901, 's', kFinAck}}));
  EXPECT_THAT(read.moments, ElementsAre(50 * kMillisecond, 900 * kMillisecond));
}

TEST(Conversations, ATupleThatComesAgainIsAnotherConversation) {
  std::vector<Row> rows = AfterHandshake({{50, 'c', kFinAck, 0, 1001}, {51, 's', kFinAck, 0, 5001, 1002}});
  rows.push_back({60, 'c', kTcpAck});  // the rest of the closing
  rows.push_back({9000, 'c', kTcpSyn, 0, 777'000});
  rows.push_back({9003, 's', kSynAck});
  rows.push_back({20'000, 'c', kTcpSyn, 0, 888'000});  // without an end of the one before
  const Conversations read = Read(rows);
  ASSERT_EQ(read.list.size(), 3u);
  EXPECT_EQ(read.list[0].next, 1u);
  EXPECT_EQ(read.list[1].next, 2u);
  EXPECT_EQ(read.list[2].next, kNoConversation);
  EXPECT_EQ(read.list[1].start, 9 * kSecond);
  EXPECT_EQ(read.list[2].plan.answer, Answer::kSilence);
}

// The client is who has the higher port; of what is left of a closing nothing is made.
TEST(Conversations, ConnectionsThatWereUnderWay) {
  EXPECT_EQ(OnlyPlan({{0, 's', kPushAck, 100}, {900, 'c', kTcpAck}}).client_port, 40000);
  EXPECT_EQ(OnlyPlan({{0, 'c', kPushAck, 100}}).exchanges, 1u);
  EXPECT_TRUE(Read({{0, 'c', kFinAck}, {1, 's', kTcpRst}}).list.empty());
}

TEST(Conversations, ASimultaneousOpenIsOneConversation) {
  const Plan plan = OnlyPlan({{0, 'c', kTcpSyn, 0, 1000},
                              {1, 's', kTcpSyn, 0, 5000},
                              {2, 'c', kSynAck},
                              {3, 's', kSynAck},
                              {9, 's', kPushAck, 100}});
  EXPECT_EQ(plan.client_port, 40000);
  EXPECT_EQ(plan.answer, Answer::kAccept);
}

TEST(Conversations, DatagramsAreExchangesAndBeginAnewAfterAMinute) {
  Reader reader;
  reader.Udp(0, 'c');
  reader.Udp(20, 's');
  reader.Udp(30'000, 'c');
  reader.Udp(100'000, 'c');
  const Conversations read = reader.Finish();
  ASSERT_EQ(read.list.size(), 2u);
  EXPECT_EQ(read.list[0].plan.transport, Transport::kUdp);
  EXPECT_EQ(read.list[0].plan.answer, Answer::kAccept);
  EXPECT_EQ(read.list[0].plan.exchanges, 2u);
  EXPECT_FALSE(read.list[0].plan.lingers);
  EXPECT_EQ(read.list[1].plan.answer, Answer::kSilence);
  EXPECT_THAT(read.moments, ElementsAre(0, 30 * kSecond, 0));
}

TEST(Conversations, TcpAndUdpOfTheSamePortsAreApart) {
  Reader reader;
  reader.Add(test::BuildTcp({.src_port = 40000, .dst_port = 53}), 0);
  reader.Udp(1, 'c');
  EXPECT_EQ(reader.Finish().list.size(), 2u);
}

TEST(Conversations, Ipv6NetworksStayTogether) {
  Reader reader;
  for (const char* host : {"2001:db8:1::1", "2001:db8:2::1", "2001:db8:1::99", "2001:db8:1::1"}) {
    reader.Add(test::BuildUdp({.src = Ip(host), .dst = Ip("2001:db8:ff::53")}), 0);
  }
  const Conversations read = reader.Finish();
  ASSERT_EQ(read.list.size(), 3u);
  const auto client = [&](std::size_t i) { return read.list[i].plan.client_address; };
  EXPECT_EQ(client(0), 0xf0000000u);
  EXPECT_EQ(client(0) >> 8, client(2) >> 8);
  EXPECT_NE(client(0), client(2));
  EXPECT_NE(client(0) >> 8, client(1) >> 8);
}

}  // namespace
}  // namespace tidegate::testbed
