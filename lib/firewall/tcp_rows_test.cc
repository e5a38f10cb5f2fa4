// TCP through the whole firewall, as packet rows: the life-cycle, reopening after each order of closing, resets, time.
#include <gtest/gtest.h>

#include "firewall/firewall_test_util.h"

namespace tidegate::test {
namespace {

using enum ConnState;

constexpr std::uint8_t S = kTcpSyn;
constexpr std::uint8_t SA = kTcpSyn | kTcpAck;
constexpr std::uint8_t A = kTcpAck;
constexpr std::uint8_t FA = kTcpFin | kTcpAck;
constexpr std::uint8_t R = kTcpRst;
constexpr std::uint8_t RA = kTcpRst | kTcpAck;

constexpr std::uint8_t N = ct::kNew;
constexpr std::uint8_t E = ct::kEst;
constexpr std::uint8_t ER = ct::kEst | ct::kRpl;
constexpr std::uint8_t I = ct::kInv;

// The client's ISN is 1000, the server's 5000; each sends one byte. Columns:
//   at  from flags  seq   ack  len ts  state behind  ct   reason if dropped
const TcpScenario kScenarios[] = {
    {"the client closes first, and its SYN with a greater number reopens",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'C', A, 1001, 5001, 1, 0, kEstablished, E},
      {0.4, 'S', A, 5001, 1002, 1, 0, kEstablished, ER},
      {0.5, 'C', FA, 1002, 5002, 0, 0, kFinWait, E},
      {0.6, 'S', A, 5002, 1003, 0, 0, kCloseWait, ER},
      {0.7, 'S', FA, 5002, 1003, 0, 0, kLastAck, ER},
      {0.8, 'C', A, 1003, 5003, 0, 0, kTimeWait, E},
      {1.0, 'C', S, 9000, 0, 0, 0, kSynSent, N},
      {1.1, 'S', SA, 70000, 9001, 0, 0, kSynRecv, ER},
      {1.2, 'C', A, 9001, 70001, 0, 0, kEstablished, E}}},
    {"the server closes first, and the client's SYN reopens",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'S', FA, 5001, 1001, 0, 0, kFinWait, ER},
      {0.4, 'C', FA, 1001, 5002, 0, 0, kLastAck, E},
      {0.5, 'S', A, 5002, 1002, 0, 0, kTimeWait, ER},
      {0.6, 'C', S, 1002, 0, 0, 0, kSynSent, N}}},
    {"the FINs cross, and the client's SYN reopens",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'S', FA, 5001, 1001, 0, 0, kFinWait, ER},
      {0.3, 'C', FA, 1001, 5001, 0, 0, kClosing, E},
      {0.4, 'C', A, 1002, 5002, 0, 0, kLastAck, E},
      {0.4, 'S', A, 5002, 1002, 0, 0, kTimeWait, ER},
      {0.6, 'C', S, 2000, 0, 0, 0, kSynSent, N}}},
    {"the FINs cross, the acknowledgements in the other order",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'C', FA, 1001, 5001, 0, 0, kFinWait, E},
      {0.3, 'S', FA, 5001, 1001, 0, 0, kClosing, ER},
      {0.4, 'C', A, 1002, 5002, 0, 0, kLastAck, E},
      {0.4, 'S', A, 5002, 1002, 0, 0, kTimeWait, ER}}},
    {"an old SYN in TIME-WAIT passes and reopens nothing (RFC 9293 3.6.1)",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'S', FA, 5001, 1001, 0, 0, kFinWait, ER},
      {0.4, 'C', FA, 1001, 5002, 0, 0, kLastAck, E},
      {0.5, 'S', A, 5002, 1002, 0, 0, kTimeWait, ER},
      {0.6, 'C', S, 1000, 0, 0, 0, kTimeWait, E}}},
    {"a greater timestamp reopens with a smaller number (RFC 6191)",
     {{0.0, 'C', S, 1000, 0, 0, 100, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 900, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 101, kEstablished, E},
      {0.3, 'S', FA, 5001, 1001, 0, 901, kFinWait, ER},
      {0.4, 'C', FA, 1001, 5002, 0, 102, kLastAck, E},
      {0.5, 'S', A, 5002, 1002, 0, 902, kTimeWait, ER},
      {0.6, 'C', S, 500, 0, 0, 103, kSynSent, N}}},
    {"the same timestamp and a smaller number do not: the server decides",
     {{0.0, 'C', S, 1000, 0, 0, 100, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 900, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 101, kEstablished, E},
      {0.3, 'S', FA, 5001, 1001, 0, 901, kFinWait, ER},
      {0.4, 'C', FA, 1001, 5002, 0, 102, kLastAck, E},
      {0.5, 'S', A, 5002, 1002, 0, 902, kTimeWait, ER},
      {0.6, 'C', S, 500, 0, 0, 102, kTimeWait, E},
      {0.7, 'S', SA, 9000000, 501, 0, 903, kSynRecv, ER}}},
    {"in TIME-WAIT the server opens in its turn, as a new initiator",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'S', FA, 5001, 1001, 0, 0, kFinWait, ER},
      {0.4, 'C', FA, 1001, 5002, 0, 0, kLastAck, E},
      {0.5, 'S', A, 5002, 1002, 0, 0, kTimeWait, ER},
      {0.6, 'S', S, 6000, 0, 0, 0, kSynSent, N},
      {0.7, 'C', SA, 2000, 6001, 0, 0, kSynRecv, ER}}},
    {"after a reset the next SYN opens at once, whatever its number",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', RA, 0, 1001, 0, 0, kClose, ER},
      {0.2, 'C', S, 10, 0, 0, 0, kSynSent, N}}},
    {"a reset that acknowledges another SYN closes nothing",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N}, {0.1, 'S', RA, 0, 1000, 0, 0, kSynSent, I, DropReason::kTcpBadRst}}},
    {"a reset far from the connection's numbers closes nothing",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'S', R, 50'000'000, 0, 0, 0, kEstablished, I, DropReason::kTcpBadRst},
      {0.4, 'S', R, 5001, 0, 0, 0, kClose, ER}}},
    {"repeated SYN and SYN-ACK are no violation",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {1.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {1.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {3.0, 'C', S, 1000, 0, 0, 0, kSynRecv, E},
      {3.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {3.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E}}},
    {"both open at the same time",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', S, 5000, 0, 0, 0, kSynSent2, ER},
      {0.2, 'C', SA, 1000, 5001, 0, 0, kSynRecv, E},
      {0.2, 'S', SA, 5000, 1001, 0, 0, kEstablished, ER},
      {0.3, 'C', A, 1001, 5001, 0, 0, kEstablished, E}}},
    {"both open, the client begins anew, and the server's SYN-ACK answers the second SYN",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', S, 5000, 0, 0, 0, kSynSent2, ER},
      {0.2, 'C', S, 900000, 0, 0, 0, kSynSent2, E},
      {0.3, 'S', SA, 5000, 900001, 0, 0, kSynRecv, ER},
      {0.4, 'C', SA, 900000, 5001, 0, 0, kEstablished, E},
      {0.5, 'S', A, 5001, 900001, 10, 0, kEstablished, ER}}},
    {"both open, the client begins anew, and its SYN-ACK says so",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', S, 5000, 0, 0, 0, kSynSent2, ER},
      {0.3, 'C', SA, 900000, 5001, 0, 0, kSynRecv, E},
      {0.4, 'S', SA, 5000, 900001, 0, 0, kEstablished, ER},
      {0.5, 'C', A, 900001, 5001, 10, 0, kEstablished, E}}},
    {"both open, the client begins anew, and its second acknowledgement establishes nothing either",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', S, 5000, 0, 0, 0, kSynSent2, ER},
      {0.3, 'C', SA, 900000, 5001, 0, 0, kSynRecv, E},
      {0.4, 'C', A, 900001, 5001, 0, 0, kSynRecv, E},
      {0.5, 'S', A, 5001, 900001, 0, 0, kEstablished, ER}}},
    {"both open, and the client is not established by its own acknowledgements",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', S, 5000, 0, 0, 0, kSynSent2, ER},
      {0.2, 'C', SA, 1000, 5001, 0, 0, kSynRecv, E},
      {0.3, 'C', A, 1001, 5001, 0, 0, kSynRecv, E},
      {0.4, 'S', A, 5001, 1001, 0, 0, kEstablished, ER}}},
    {"both open, and the server's RST for the SYN before its own passes, for the client may take it",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', S, 5000, 0, 0, 0, kSynSent2, ER},
      {0.2, 'S', RA, 0, 1001, 0, 0, kSynSent2, ER},
      {0.3, 'C', S, 700000, 0, 0, 0, kSynSent2, E},
      {0.4, 'S', SA, 5000, 700001, 0, 0, kSynRecv, ER}}},
    {"a SYN that was refused is accepted after all: the RST was for a copy of it",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', RA, 0, 1001, 0, 0, kClose, ER},
      {0.2, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.3, 'C', A, 1001, 5001, 0, 0, kEstablished, E}}},
    {"after a RST a SYN-ACK for another SYN changes nothing",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', RA, 0, 1001, 0, 0, kClose, ER},
      {0.2, 'S', SA, 5000, 900, 0, 0, kClose, ER}}},
    {"half-closed: the server goes on sending",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'C', FA, 1001, 5001, 0, 0, kFinWait, E},
      {0.4, 'S', A, 5001, 1001, 100, 0, kFinWait, ER},
      {0.5, 'S', A, 5101, 1002, 100, 0, kCloseWait, ER},
      {200.0, 'S', A, 5201, 1002, 100, 0, kCloseWait, ER},
      {200.1, 'C', A, 1002, 5301, 0, 0, kCloseWait, E},
      {200.2, 'S', FA, 5301, 1002, 0, 0, kLastAck, ER},
      {200.3, 'C', A, 1002, 5302, 0, 0, kTimeWait, E}}},
    {"numbers that wrap within the connection",
     {{0.0, 'C', S, 0xffffffff, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 0xfffffffe, 0, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 0, 0xffffffff, 10, 0, kEstablished, E},
      {0.3, 'S', FA, 0xffffffff, 10, 0, 0, kFinWait, ER},
      {0.4, 'C', FA, 10, 0, 0, 0, kLastAck, E},
      {0.5, 'S', A, 0, 11, 0, 0, kTimeWait, ER},
      {0.6, 'C', S, 12, 0, 0, 0, kSynSent, N}}},
    {"what begins without SYN has no connection",
     {{0.0, 'C', A, 1001, 5001, 1, 0, kNone, I, DropReason::kTcpNoConnection},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kNone, I, DropReason::kTcpNoConnection}}},
    {"the originator cannot skip the handshake",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'C', A, 1001, 1, 10, 0, kSynSent, I, DropReason::kTcpInvalidState}}},
    {"a half-open connection ends after 30 s",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {30.1, 'S', SA, 5000, 1001, 0, 0, kNone, I, DropReason::kTcpNoConnection}}},
    {"TIME-WAIT ends after 120 s, and any SYN begins anew",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'S', FA, 5001, 1001, 0, 0, kFinWait, ER},
      {0.4, 'C', FA, 1001, 5002, 0, 0, kLastAck, E},
      {0.5, 'S', A, 5002, 1002, 0, 0, kTimeWait, ER},
      {120.0, 'C', A, 1002, 5002, 0, 0, kTimeWait, E},
      {120.8, 'C', A, 1002, 5002, 1, 0, kNone, I, DropReason::kTcpNoConnection},
      {121.0, 'C', S, 7, 0, 0, 0, kSynSent, N}}},
    {"an idle connection lives for a day, and each packet lengthens it",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {80000.0, 'S', A, 5001, 1001, 1, 0, kEstablished, ER},
      {160000.0, 'C', A, 1001, 5002, 0, 0, kEstablished, E},
      {250000.0, 'C', A, 1001, 5002, 1, 0, kNone, I, DropReason::kTcpNoConnection}}},
};

TEST(TcpRows, DecidesAndTracksEachPacket) {
  for (const TcpScenario& scenario : kScenarios) {
    Play(scenario, false);
    Play(scenario, true);
  }
}

// The same rows in one burst: later packets must see what earlier ones of the same burst did.
TEST(TcpRows, WholeConnectionInOneBurst) {
  const TcpScenario& scenario = kScenarios[0];
  FirewallHarness harness;
  std::vector<Bytes> frames;
  std::vector<PacketIn> packets;
  for (const TcpRow& row : scenario.rows) frames.push_back(FrameOf(row, false));
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const bool inbound = scenario.rows[i].from == 'C';
    packets.push_back({.data = frames[i].data(),
                       .captured = static_cast<std::uint32_t>(frames[i].size()),
                       .on_wire = static_cast<std::uint32_t>(frames[i].size()),
                       .from = inbound ? kNoPort : kVm,
                       .to = inbound ? kVm : kNoPort});
  }
  std::vector<PacketResult> results(packets.size());
  harness.firewall->Process(*harness.worker, packets, kStart, results);
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(Name(results[i].state), Name(scenario.rows[i].state)) << "row " << i;
    EXPECT_EQ(results[i].verdict, Verdict::kPass) << "row " << i;
  }
  EXPECT_EQ(harness.firewall->Counters().reopened, 1u);
}

TEST(TcpRows, CountersFollowTheLifeCycle) {
  FirewallHarness harness;
  for (const TcpRow& row : kScenarios[0].rows) {
    harness.Send(FrameOf(row, false), row.from == 'C', kStart + static_cast<TimeNs>(row.at * 1e9));
  }
  const FirewallCounters counters = harness.firewall->Counters();
  EXPECT_EQ(counters.packets, 12u);
  EXPECT_EQ(counters.passed, 12u);
  EXPECT_EQ(counters.created, 2u);
  EXPECT_EQ(counters.reopened, 1u);
  EXPECT_EQ(counters.established, 2u);
  EXPECT_EQ(counters.closed, 1u);
  EXPECT_EQ(counters.dropped(), 0u);
  const Occupancy occupancy = harness.firewall->CountLive(kStart + 2 * kSecond);
  EXPECT_EQ(occupancy.live, 1u);
  EXPECT_EQ(occupancy.by_class[static_cast<std::size_t>(ConnClass::kEstablished)], 1u);
}

}  // namespace
}  // namespace tidegate::test
