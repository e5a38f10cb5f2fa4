// UDP, ICMP echo and other protocols through the whole firewall, IPv4 and IPv6.
#include <gtest/gtest.h>

#include <string>

#include "firewall/firewall_test_util.h"

namespace tidegate::test {
namespace {

using enum ConnState;

enum class Kind { kUdp, kEcho, kGre, kEsp };

// 'C': the outside; 'S': the virtual machine. `reply`: the answering direction of the flow (ICMP: an echo reply).
struct Row {
  std::string scenario;
  TimeNs at_s;
  char from;
  Kind kind;
  bool reply;
  ConnState state;
  std::uint8_t ct;
  DropReason reason = DropReason::kNone;
};

Bytes FrameOf(const Row& row, bool v6) {
  const IpAddress outside = Ip(v6 ? "2001:db8::1" : "10.0.0.1");
  const IpAddress inside = Ip(v6 ? "2001:db8::4" : "192.168.0.4");
  const IpAddress src = row.from == 'C' ? outside : inside;
  const IpAddress dst = row.from == 'C' ? inside : outside;
  switch (row.kind) {
    case Kind::kUdp:
      return BuildUdp({.src = src,
                       .dst = dst,
                       .src_port = static_cast<std::uint16_t>(row.reply ? 53 : 40000),
                       .dst_port = static_cast<std::uint16_t>(row.reply ? 40000 : 53)});
    case Kind::kEcho:
      return BuildEcho({.src = src, .dst = dst, .reply = row.reply});
    case Kind::kGre:
      return BuildIp({.src = src, .dst = dst, .protocol = 47, .payload = Bytes(8, 0)});
    default:
      return BuildIp({.src = src, .dst = dst, .protocol = 50, .payload = Bytes(32, 0xee)});
  }
}

constexpr std::uint8_t N = ct::kNew;
constexpr std::uint8_t E = ct::kEst;
constexpr std::uint8_t ER = ct::kEst | ct::kRpl;
constexpr std::uint8_t I = ct::kInv;

const Row kUdp[] = {
    {"a query in", 0, 'C', Kind::kUdp, false, kUdpSingle, N},
    {"repeated", 1, 'C', Kind::kUdp, false, kUdpSingle, N},
    {"the answer out", 2, 'S', Kind::kUdp, true, kUdpStream, ER},
    {"now both have spoken", 3, 'C', Kind::kUdp, false, kUdpStream, E},
    {"a stream lives for 180 s", 180, 'S', Kind::kUdp, true, kUdpStream, ER},
    {"and then ends: an answer alone may not come in from port 53", 400, 'C', Kind::kUdp, true, kNone, N,
     DropReason::kRuleDeniedInbound},
};
const Row kUdpOneWay[] = {
    {"a query that nobody answers", 0, 'C', Kind::kUdp, false, kUdpSingle, N},
    {"is forgotten after 30 s; this one is new, though it looks like an answer", 31, 'S', Kind::kUdp, true, kUdpSingle,
     N},
};
const Row kPing[] = {
    {"an echo request in", 0, 'C', Kind::kEcho, false, kIcmpEcho, N},
    {"its reply out", 1, 'S', Kind::kEcho, true, kIcmpEcho, ER},
    {"the next request", 2, 'C', Kind::kEcho, false, kIcmpEcho, E},
    {"a reply of the side that asked", 3, 'C', Kind::kEcho, true, kIcmpEcho, I, DropReason::kIcmpNoRequest},
    {"a request of the other side, which a rule allows", 4, 'S', Kind::kEcho, false, kIcmpEcho, N},
    {"and now its reply", 5, 'C', Kind::kEcho, true, kIcmpEcho, E},
    {"a reply an hour later", 3600, 'S', Kind::kEcho, true, kNone, I, DropReason::kIcmpNoRequest},
    {"a request out", 3601, 'S', Kind::kEcho, false, kIcmpEcho, N},
    {"its reply in", 3602, 'C', Kind::kEcho, true, kIcmpEcho, ER},
};
const Row kGreTunnel[] = {
    {"GRE may not come in", 0, 'C', Kind::kGre, false, kNone, N, DropReason::kRuleDeniedInbound},
    {"but go out", 1, 'S', Kind::kGre, false, kOther, N},
    {"twice, as nobody has answered", 1, 'S', Kind::kGre, false, kOther, N},
    {"and be answered", 2, 'C', Kind::kGre, false, kOther, ER},
    {"twice", 2, 'C', Kind::kGre, false, kOther, ER},
    {"now both have spoken", 3, 'S', Kind::kGre, false, kOther, E},
    {"they last for ten minutes", 590, 'C', Kind::kGre, false, kOther, ER},
    {"and no longer", 1240, 'C', Kind::kGre, false, kNone, N, DropReason::kRuleDeniedInbound},
};
const Row kEspTunnel[] = {
    {"an answer that comes first is none", 0, 'C', Kind::kEsp, false, kNone, N, DropReason::kRuleDeniedInbound},
    {"ESP may go out", 1, 'S', Kind::kEsp, false, kOther, N},
    {"and be answered", 2, 'C', Kind::kEsp, false, kOther, ER},
    {"which opens nothing for GRE between the two", 3, 'C', Kind::kGre, false, kNone, N,
     DropReason::kRuleDeniedInbound},
    {"GRE is a connection of its own", 4, 'S', Kind::kGre, false, kOther, N},
    {"beside ESP's", 5, 'S', Kind::kEsp, false, kOther, E},
};

template <std::size_t kRows>
void Play(const Row (&rows)[kRows], bool v6) {
  FirewallHarness harness;
  for (const Row& row : rows) {
    SCOPED_TRACE(row.scenario + (v6 ? " (IPv6)" : " (IPv4)"));
    const PacketResult result = harness.Send(FrameOf(row, v6), row.from == 'C', kStart + row.at_s * kSecond);
    EXPECT_EQ(Name(result.reason), Name(row.reason));
    EXPECT_EQ(Name(result.state), Name(row.state));
    EXPECT_EQ(CtNames(result.ct_bits), CtNames(row.ct | ct::kTrk));
  }
}

TEST(DatagramRows, Udp) { Play(kUdp, false), Play(kUdp, true); }
TEST(DatagramRows, UdpOneWay) { Play(kUdpOneWay, false), Play(kUdpOneWay, true); }
TEST(DatagramRows, Ping) { Play(kPing, false), Play(kPing, true); }
TEST(DatagramRows, Gre) { Play(kGreTunnel, false), Play(kGreTunnel, true); }
TEST(DatagramRows, Esp) { Play(kEspTunnel, false), Play(kEspTunnel, true); }

// Two pings of one pair of hosts are two connections: the identifier is part of the key.
TEST(DatagramRows, EchoIdentifierTellsPingsApart) {
  FirewallHarness harness;
  EchoSpec ping;
  ping.identifier = 1;
  harness.Send(BuildEcho(ping), true, kStart);
  EchoSpec answer = Reversed(ping);
  answer.reply = true;
  answer.identifier = 2;
  EXPECT_EQ(harness.Send(BuildEcho(answer), false, kStart).reason, DropReason::kIcmpNoRequest);
  answer.identifier = 1;
  EXPECT_EQ(harness.Send(BuildEcho(answer), false, kStart).reason, DropReason::kNone);
}

TEST(DatagramRows, ArpPassesUntracked) {
  FirewallHarness harness;
  const PacketResult result = harness.Send(BuildArpRequest({}), true, kStart);
  EXPECT_EQ(result.verdict, Verdict::kPass);
  EXPECT_EQ(result.ct_bits, 0);
  EXPECT_EQ(harness.firewall->Counters().untracked, 1u);
}

// IPv6 does not work without it, so no rule is asked (ICMPv6 type 135).
TEST(DatagramRows, NeighbourSolicitationPassesUntracked) {
  FirewallHarness harness;
  const Bytes frame = BuildIp({.src = Ip("fe80::1"),
                               .dst = Ip("2001:db8::4"),
                               .protocol = kProtocolIcmpV6,
                               .payload = {135, 0, 0, 0, 0, 0, 0, 0}});
  const PacketResult result = harness.Send(frame, true, kStart);
  EXPECT_EQ(result.verdict, Verdict::kPass);
  EXPECT_EQ(result.ct_bits, 0);
}

}  // namespace
}  // namespace tidegate::test
