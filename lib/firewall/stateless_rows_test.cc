// What stateless security groups allow, packet by packet, IPv4 and IPv6.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "firewall/firewall_test_util.h"

namespace tidegate::test {
namespace {

using enum ConnState;
constexpr DropReason kFine = DropReason::kNone;

SecurityRule RuleFor(Direction direction, std::uint8_t protocol, std::uint16_t min = 0, std::uint16_t max = 0xffff) {
  SecurityRule rule;
  rule.direction = direction;
  rule.match = ProtocolMatch::kOne;
  rule.protocol = protocol;
  rule.port_min = min;
  rule.port_max = max;
  return rule;
}

constexpr Direction kIn = Direction::kInbound;
constexpr Direction kOut = Direction::kOutbound;

// Stateless: TCP to 22 and back, UDP to 53 but not back, ICMP both ways, TCP to 8000 that a stateful rule allows too.
std::vector<SecurityGroup> Groups() {
  SecurityGroup stateless{
      "fast",
      {RuleFor(kIn, kProtocolTcp, 22, 22), RuleFor(kIn, kProtocolTcp, 8000, 8000), RuleFor(kIn, kProtocolUdp, 53, 53),
       RuleFor(kIn, kProtocolIcmp), RuleFor(kOut, kProtocolIcmp), RuleFor(kOut, kProtocolTcp, 50000, 50000)}};
  stateless.stateful = false;
  return {stateless, {"slow", {RuleFor(kIn, kProtocolTcp, 8000, 8000), RuleFor(kIn, kProtocolTcp, 443, 443)}}};
}

std::unique_ptr<const SecurityPolicy> PolicyOf(const std::vector<SecurityGroup>& groups) {
  PortSpec port;
  port.name = "vm1";
  port.addresses = {Ip("192.168.0.4"), Ip("2001:db8::4")};
  for (const SecurityGroup& group : groups) port.security_groups.push_back(group.name);
  auto policy = SecurityPolicy::Compile(groups, {port});
  EXPECT_TRUE(policy.ok()) << policy.status();
  return *std::move(policy);
}

enum class Kind { kTcp, kUdp, kEcho };

// 'C' is the outside, port 50000; 'S' the virtual machine.
struct Row {
  std::string what;
  char from;
  Kind kind;
  std::uint16_t server_port;  // ICMP echo: 1 is the reply
  std::uint8_t flags;
  std::uint8_t ct;  // all of it: without trk it was not tracked
  DropReason reason;
  ConnState state;
};

Bytes FrameOf(const Row& row, bool v6) {
  const bool inbound = row.from == 'C';
  const IpAddress outside = Ip(v6 ? "2001:db8::1" : "10.0.0.1");
  const IpAddress inside = Ip(v6 ? "2001:db8::4" : "192.168.0.4");
  const IpAddress src = inbound ? outside : inside;
  const IpAddress dst = inbound ? inside : outside;
  const std::uint16_t src_port = inbound ? 50000 : row.server_port;
  const std::uint16_t dst_port = inbound ? row.server_port : 50000;
  if (row.kind == Kind::kUdp) return BuildUdp({.src = src, .dst = dst, .src_port = src_port, .dst_port = dst_port});
  if (row.kind == Kind::kEcho) return BuildEcho({.src = src, .dst = dst, .reply = row.server_port == 1});
  return BuildTcp({.src = src,
                   .dst = dst,
                   .src_port = src_port,
                   .dst_port = dst_port,
                   .flags = row.flags,
                   .seq = (inbound ? 1001u : 5001u) - ((row.flags & kTcpSyn) != 0 ? 1 : 0),
                   .ack = inbound ? 5001u : 1001u});
}

constexpr std::uint8_t kSynAck = kTcpSyn | kTcpAck;
constexpr std::uint8_t kNewTracked = ct::kTrk | ct::kNew;
constexpr std::uint8_t kInvalid = ct::kTrk | ct::kInv;

const std::vector<Row> kRows = {
    {"a SYN passes and makes no entry", 'C', Kind::kTcp, 22, kTcpSyn, 0, kFine, ConnState::kNone},
    {"nor does another one", 'C', Kind::kTcp, 22, kTcpSyn, 0, kFine, ConnState::kNone},
    {"the answer needs its own rule, and has it", 'S', Kind::kTcp, 22, kSynAck, 0, kFine, ConnState::kNone},
    {"an ACK, of no connection that is known", 'C', Kind::kTcp, 22, kTcpAck, 0, kFine, ConnState::kNone},
    {"a RST", 'C', Kind::kTcp, 22, kTcpRst, 0, kFine, ConnState::kNone},
    {"flags that no endpoint sends", 'C', Kind::kTcp, 22, kTcpSyn | kTcpFin, kInvalid, DropReason::kTcpSynFin,
     ConnState::kNone},
    {"a query", 'C', Kind::kUdp, 53, 0, 0, kFine, ConnState::kNone},
    {"has no answer without a rule for it", 'S', Kind::kUdp, 53, 0, kNewTracked, DropReason::kRuleDeniedOutbound,
     ConnState::kNone},
    {"an echo request", 'C', Kind::kEcho, 0, 0, 0, kFine, ConnState::kNone},
    {"its reply", 'S', Kind::kEcho, 1, 0, 0, kFine, ConnState::kNone},
    {"a reply that nobody asked for", 'C', Kind::kEcho, 1, 0, 0, kFine, ConnState::kNone},
    {"a SYN that a stateful rule allows too is tracked", 'C', Kind::kTcp, 8000, kTcpSyn, kNewTracked, kFine, kSynSent},
    {"and its connection as usual", 'S', Kind::kTcp, 8000, kSynAck, ct::kTrk | ct::kEst | ct::kRpl, kFine, kSynRecv},
    {"a stateful rule alone", 'C', Kind::kTcp, 443, kTcpSyn, kNewTracked, kFine, kSynSent},
    {"no rule", 'C', Kind::kTcp, 444, kTcpSyn, kNewTracked, DropReason::kRuleDeniedInbound, ConnState::kNone},
    {"no rule and no SYN, though the other way may be sent", 'C', Kind::kTcp, 444, kTcpAck, kInvalid,
     DropReason::kTcpNoConnection, ConnState::kNone},
};

void Play(bool v6) {
  FirewallHarness harness;
  harness.firewall->SetPolicy(PolicyOf(Groups()));
  std::uint64_t untracked = 0;
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.what + (v6 ? " (IPv6)" : " (IPv4)"));
    const PacketResult result = harness.Send(FrameOf(row, v6), row.from == 'C', kStart);
    EXPECT_EQ(Name(result.reason), Name(row.reason));
    EXPECT_EQ(result.verdict == Verdict::kPass, row.reason == kFine);
    EXPECT_EQ(CtNames(result.ct_bits), CtNames(row.ct));
    EXPECT_EQ(Name(result.state), Name(row.state));
    untracked += row.ct == 0 ? 1 : 0;
  }
  EXPECT_EQ(harness.firewall->Counters().untracked, untracked);
  EXPECT_EQ(harness.firewall->Counters().created, 2u);
}

TEST(StatelessRows, EachPacketOnItsOwn) {
  Play(false);
  Play(true);
}

// A change of rules takes no connection's entry away.
TEST(StatelessRows, AConnectionThatIsKnownIsTrackedAsUsual) {
  FirewallHarness harness;
  std::vector<SecurityGroup> groups = Groups();
  groups[0].stateful = true;
  harness.firewall->SetPolicy(PolicyOf(groups));
  const Row syn = {"", 'C', Kind::kTcp, 22, kTcpSyn, 0, kFine, kSynSent};
  EXPECT_EQ(CtNames(harness.Send(FrameOf(syn, false), true, kStart).ct_bits), "new,trk");
  harness.firewall->SetPolicy(PolicyOf(Groups()));
  const Row answer = {"", 'S', Kind::kTcp, 22, kSynAck, 0, kFine, kSynRecv};
  const PacketResult result = harness.Send(FrameOf(answer, false), false, kStart);
  EXPECT_EQ(CtNames(result.ct_bits), "est,rpl,trk");
  EXPECT_EQ(result.state, kSynRecv);
}

// Two machines behind one firewall: the stateful one counts on the answers.
TEST(StatelessRows, AStatefulEndIsTrackedWhateverTheOtherIs) {
  SecurityGroup stateless{"stateless", {RuleFor(kIn, kProtocolTcp)}};
  stateless.stateful = false;
  const SecurityGroup stateful{"stateful", {RuleFor(kOut, kProtocolTcp)}};
  PortSpec client;
  client.name = "client";
  client.security_groups = {"stateful"};
  PortSpec server;
  server.name = "server";
  server.security_groups = {"stateless"};
  FirewallHarness harness;
  harness.firewall->SetPolicy(*SecurityPolicy::Compile({stateless, stateful}, {client, server}));
  const auto send = [&](const Row& row, PortIndex from, PortIndex to) {
    const Bytes frame = FrameOf(row, false);
    const auto length = static_cast<std::uint32_t>(frame.size());
    return harness.SendPacket({.data = frame.data(), .captured = length, .on_wire = length, .from = from, .to = to},
                              kStart);
  };
  EXPECT_EQ(CtNames(send({"", 'C', Kind::kTcp, 22, kTcpSyn, 0, kFine, kSynSent}, 0, 1).ct_bits), "new,trk");
  EXPECT_EQ(send({"", 'S', Kind::kTcp, 22, kSynAck, 0, kFine, kSynRecv}, 1, 0).verdict, Verdict::kPass);
}

}  // namespace
}  // namespace tidegate::test
