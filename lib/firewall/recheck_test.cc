// Connections under rules that change: kept, or asked for again at their next packet.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>
#include <utility>
#include <vector>

#include "firewall/firewall_test_util.h"

namespace tidegate::test {
namespace {

std::unique_ptr<const SecurityPolicy> Compile(std::vector<SecurityRule> rules) {
  PortSpec port;
  port.name = "vm1";
  port.addresses = {Ip("192.168.0.4"), Ip("2001:db8::4")};
  port.security_groups = {"web"};
  port.firewalled = true;
  auto policy = SecurityPolicy::Compile({{"web", std::move(rules)}}, {port});
  EXPECT_TRUE(policy.ok()) << policy.status();
  return *std::move(policy);
}

// Nothing goes in, nothing out.
std::unique_ptr<const SecurityPolicy> Closed() { return Compile({}); }

// Only who has the address may come, with any protocol; nothing goes out.
std::unique_ptr<const SecurityPolicy> OnlyFrom(const char* address) {
  SecurityRule rule;
  rule.direction = Direction::kInbound;
  rule.match = ProtocolMatch::kAny;
  rule.remote = IpPrefix{Ip(address), 32};
  return Compile({rule});
}

class Recheck : public ::testing::Test {
 protected:
  // A packet of the connection that `request` begins, of its originator or of the other side.
  template <class Spec>
  static Bytes Tcp(Spec spec, std::uint8_t flags, std::uint32_t seq, std::uint32_t ack, bool reply) {
    if (reply) spec = Reversed(spec);
    spec.flags = flags;
    spec.seq = seq;
    spec.ack = ack;
    return BuildTcp(spec);
  }
  void OpenTcp(const TcpSpec& spec) {
    ASSERT_EQ(Send(Tcp(spec, kTcpSyn, 1000, 0, false), true).verdict, Verdict::kPass);
    ASSERT_EQ(Send(Tcp(spec, kTcpSyn | kTcpAck, 5000, 1001, true), false).verdict, Verdict::kPass);
    ASSERT_EQ(Send(Tcp(spec, kTcpAck, 1001, 5001, false), true).verdict, Verdict::kPass);
  }
  Bytes FromClient(const TcpSpec& spec = {}) { return Tcp(spec, kTcpAck, 1001, 5001, false); }
  Bytes FromServer(const TcpSpec& spec = {}) { return Tcp(spec, kTcpAck, 5001, 1001, true); }
  PacketResult Send(const Bytes& frame, bool inbound) { return harness_.Send(frame, inbound, kStart); }
  std::uint64_t Live() { return harness_.firewall->CountLive(kStart).live; }
  std::uint64_t Revoked() { return harness_.firewall->Counters().revoked; }

  FirewallHarness harness_;
};

TEST_F(Recheck, NewRulesAreForNewConnections) {
  OpenTcp({});
  harness_.firewall->SetPolicy(Closed());
  EXPECT_EQ(Send(FromClient(), true).verdict, Verdict::kPass);
  EXPECT_EQ(Send(FromServer(), false).verdict, Verdict::kPass);
  EXPECT_EQ(Send(BuildTcp({.src_port = 40001}), true).reason, DropReason::kRuleDeniedInbound);
  EXPECT_EQ(Revoked(), 0u);
}

TEST_F(Recheck, WhatTheNewRulesDenyEndsAtItsNextPacket) {
  for (const bool reply : {false, true}) {
    OpenTcp({});
    harness_.firewall->SetPolicy(Closed());
    EXPECT_EQ(harness_.firewall->Recheck(kStart), 1u);
    EXPECT_EQ(Live(), 1u);
    // By the rules for the direction in which it was opened.
    const PacketResult result = reply ? Send(FromServer(), false) : Send(FromClient(), true);
    EXPECT_EQ(result.reason, DropReason::kRuleDeniedInbound);
    EXPECT_EQ(result.ct_bits, ct::kTrk | ct::kInv);
    EXPECT_EQ(Live(), 0u);
    EXPECT_EQ(Revoked(), reply ? 2u : 1u);
    Bytes data = Tcp(TcpSpec{.payload = 1}, kTcpAck, 1001, 5001, false);
    EXPECT_EQ(Send(data, true).reason, DropReason::kTcpNoConnection);
    harness_.firewall->SetPolicy(TestPolicy());
  }
}

TEST_F(Recheck, WhatTheyAllowGoesOnAsItWas) {
  OpenTcp({});
  OpenTcp({.src = Ip("10.0.0.2")});
  harness_.firewall->SetPolicy(OnlyFrom("10.0.0.2"));
  EXPECT_EQ(harness_.firewall->Recheck(kStart), 2u);
  for (int i = 0; i < 3; ++i) {
    const PacketResult result = Send(FromServer({.src = Ip("10.0.0.2")}), false);
    EXPECT_EQ(result.verdict, Verdict::kPass);
    EXPECT_EQ(result.ct_bits, ct::kTrk | ct::kEst | ct::kRpl);
    EXPECT_EQ(result.state, ConnState::kEstablished);
  }
  EXPECT_EQ(Send(FromServer(), false).reason, DropReason::kRuleDeniedInbound);
  EXPECT_EQ(Live(), 1u);
  // Asked for once: rules that change without a new Recheck() are for new connections again.
  harness_.firewall->SetPolicy(Closed());
  EXPECT_EQ(Send(FromClient({.src = Ip("10.0.0.2")}), true).verdict, Verdict::kPass);
  EXPECT_EQ(Revoked(), 1u);
}

// The burst's lookup is done before any packet of it is decided.
TEST_F(Recheck, AllPacketsOfABurstAreDropped) {
  OpenTcp({});
  harness_.firewall->SetPolicy(Closed());
  harness_.firewall->Recheck(kStart);
  const Bytes frame = FromClient();
  const auto size = static_cast<std::uint32_t>(frame.size());
  std::array<PacketIn, 8> packets;
  packets.fill({.data = frame.data(), .captured = size, .on_wire = size, .from = kNoPort, .to = kVm});
  std::array<PacketResult, 8> results;
  harness_.firewall->Process(*harness_.worker, packets, kStart, results);
  for (const PacketResult& result : results) EXPECT_EQ(result.reason, DropReason::kRuleDeniedInbound);
  EXPECT_EQ(Revoked(), 1u);
  EXPECT_EQ(Live(), 0u);
}

TEST_F(Recheck, EveryProtocolAndFamily) {
  const UdpSpec udp{};
  const UdpSpec udp6{.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::4")};
  const EchoSpec echo{};
  EchoSpec echo_reply = Reversed(echo);
  echo_reply.reply = true;
  OpenTcp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::4")});
  ASSERT_EQ(Send(BuildUdp(udp), true).verdict, Verdict::kPass);
  ASSERT_EQ(Send(BuildUdp(udp6), true).verdict, Verdict::kPass);
  ASSERT_EQ(Send(BuildEcho(echo), true).verdict, Verdict::kPass);
  // The rules allow the request; what comes next is the reply.
  EXPECT_EQ(harness_.firewall->Recheck(kStart), 4u);
  EXPECT_EQ(Send(BuildEcho(echo_reply), false).verdict, Verdict::kPass);
  EXPECT_EQ(Send(BuildUdp(Reversed(udp)), false).verdict, Verdict::kPass);
  EXPECT_EQ(Live(), 4u);
  harness_.firewall->SetPolicy(Closed());
  EXPECT_EQ(harness_.firewall->Recheck(kStart), 4u);
  EXPECT_EQ(Send(BuildEcho(echo_reply), false).reason, DropReason::kRuleDeniedInbound);
  EXPECT_EQ(Send(BuildUdp(udp), true).reason, DropReason::kRuleDeniedInbound);
  EXPECT_EQ(Send(BuildUdp(Reversed(udp6)), false).reason, DropReason::kRuleDeniedInbound);
  EXPECT_EQ(Send(FromServer({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::4")}), false).reason,
            DropReason::kRuleDeniedInbound);
  EXPECT_EQ(Live(), 0u);
  EXPECT_EQ(Revoked(), 4u);
}

// One that the machine opened is judged by what it may send.
TEST_F(Recheck, OutboundConnections) {
  const TcpSpec out{.src = Ip("192.168.0.4"), .dst = Ip("10.0.0.9"), .src_port = 50000, .dst_port = 443};
  ASSERT_EQ(Send(BuildTcp(out), false).verdict, Verdict::kPass);
  harness_.firewall->SetPolicy(OnlyFrom("10.0.0.9"));
  harness_.firewall->Recheck(kStart);
  TcpSpec answer = Reversed(out);
  answer.flags = kTcpSyn | kTcpAck;
  answer.ack = 1001;
  EXPECT_EQ(Send(BuildTcp(answer), true).reason, DropReason::kRuleDeniedOutbound);
  EXPECT_EQ(Live(), 0u);
}

TEST_F(Recheck, TimeWaitIsReopenedByTheNewRules) {
  OpenTcp({});
  Send(Tcp(TcpSpec{}, kTcpFin | kTcpAck, 5001, 1001, true), false);
  Send(Tcp(TcpSpec{}, kTcpFin | kTcpAck, 1001, 5002, false), true);
  Send(Tcp(TcpSpec{}, kTcpAck, 5002, 1002, true), false);
  harness_.firewall->Recheck(kStart);
  EXPECT_EQ(Send(Tcp(TcpSpec{}, kTcpSyn, 900'000, 0, false), true).verdict, Verdict::kPass);
  EXPECT_EQ(harness_.firewall->Counters().reopened, 1u);
  // The new connection was never marked.
  harness_.firewall->SetPolicy(Closed());
  EXPECT_EQ(Send(Tcp(TcpSpec{}, kTcpSyn | kTcpAck, 7'000'000, 900'001, true), false).verdict, Verdict::kPass);
}

TEST_F(Recheck, RulesAndOptionsChangeTogetherOrNotAtAll) {
  TrackingOptions wrong;
  wrong.zones[5].max_entries = 0;
  EXPECT_FALSE(harness_.firewall->Reconfigure(Closed(), wrong, kStart).ok());
  EXPECT_EQ(Send(BuildTcp({}), true).verdict, Verdict::kPass);
  TrackingOptions right;
  right.defaults.timeouts.Set(ConnState::kSynSent, 5 * kSecond);
  EXPECT_TRUE(harness_.firewall->Reconfigure(OnlyFrom("10.0.0.7"), right, kStart).ok());
  EXPECT_EQ(Send(BuildTcp({.src_port = 9}), true).reason, DropReason::kRuleDeniedInbound);
  ASSERT_EQ(Send(BuildTcp({.src = Ip("10.0.0.7")}), true).verdict, Verdict::kPass);
  EXPECT_EQ(harness_.firewall->CountLive(kStart + 6 * kSecond).live, 1u);  // the first one, which has 60 s or so
}

// While packets flow, rules open and close and every connection is asked for again. Once Recheck() has returned under
// closed rules no packet passes.
TEST_F(Recheck, UnderTraffic) {
  constexpr std::uint16_t kConns = 32;
  std::vector<Bytes> frames;
  for (std::uint16_t i = 0; i < kConns; ++i) frames.push_back(FromServer({.src_port = i}));
  std::array<PacketIn, kConns> burst;
  for (std::size_t i = 0; i < kConns; ++i) {
    const auto size = static_cast<std::uint32_t>(frames[i].size());
    burst[i] = {.data = frames[i].data(), .captured = size, .on_wire = size, .from = kVm, .to = kNoPort};
  }
  std::atomic<std::uint64_t> bursts{0};
  std::atomic<std::uint64_t> passed{0};
  std::atomic<bool> stop{false};
  std::thread traffic([&] {
    Firewall::Worker& worker = harness_.firewall->AddWorker();
    std::array<PacketResult, kConns> results;
    while (!stop) {
      harness_.firewall->Process(worker, burst, kStart, results);
      for (const PacketResult& result : results) passed += result.verdict == Verdict::kPass;
      ++bursts;
    }
  });
  const auto wait_for_bursts = [&](std::uint64_t more) {
    for (const std::uint64_t until = bursts + more; bursts < until;) std::this_thread::yield();
  };
  for (int round = 0; round < 20; ++round) {
    ASSERT_TRUE(harness_.firewall->Reconfigure(TestPolicy(), {}, kStart).ok());
    for (std::uint16_t i = 0; i < kConns; ++i) OpenTcp({.src_port = i});
    harness_.firewall->Recheck(kStart);
    wait_for_bursts(2);
    passed = 0;
    wait_for_bursts(3);
    EXPECT_GE(passed, std::uint64_t{kConns} * 2);
    ASSERT_TRUE(harness_.firewall->Reconfigure(Closed(), {}, kStart).ok());
    harness_.firewall->Recheck(kStart);
    wait_for_bursts(2);
    passed = 0;
    wait_for_bursts(3);
    EXPECT_EQ(passed, 0u);
    EXPECT_EQ(Live(), 0u);
  }
  stop = true;
  traffic.join();
  EXPECT_EQ(Revoked(), 20u * kConns);
}

// Rules that allow one of two ports, and then the other: of each burst, either all of one pass or all of the other.
TEST(ChangeOfRules, NoBurstIsDecidedByAMix) {
  constexpr std::size_t kBurst = Firewall::kMaxBurst;
  const auto only_port = [](std::uint16_t port) {
    SecurityRule rule;
    rule.direction = Direction::kInbound;
    rule.match = ProtocolMatch::kOne;
    rule.protocol = kProtocolTcp;
    rule.port_min = rule.port_max = port;
    rule.remote = AnyRemote{};
    return Compile({rule});
  };
  FirewallOptions options;
  options.capacity = 1u << 18;
  FirewallHarness harness(options);
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> changes{0};
  std::thread reloader([&] {
    while (!stop) {
      const bool first = changes++ % 2 == 0;
      TrackingOptions tracking;
      tracking.defaults.timeouts.Set(ConnState::kSynSent, (first ? 30 : 60) * kSecond);
      EXPECT_TRUE(harness.firewall->Reconfigure(only_port(first ? 8000 : 9000), tracking, kStart).ok());
    }
  });
  std::array<std::uint64_t, 2> bursts{};
  std::vector<Bytes> frames(kBurst);
  std::array<PacketIn, kBurst> packets;
  std::array<PacketResult, kBurst> results;
  for (std::uint32_t round = 0; round < 2000 || bursts[0] < 10 || bursts[1] < 10; ++round) {
    ASSERT_LT(round, 200'000u) << "the rules do not change";
    if (round % 2000 == 1999) harness.firewall->Flush(kStart);
    for (std::size_t i = 0; i < kBurst; ++i) {
      const std::uint32_t source = round * 64 + static_cast<std::uint32_t>(i);
      frames[i] = BuildTcp(
          {.src = Ip4(0x0a000000 + source), .dst_port = i % 2 == 0 ? std::uint16_t{8000} : std::uint16_t{9000}});
      const auto size = static_cast<std::uint32_t>(frames[i].size());
      packets[i] = {.data = frames[i].data(), .captured = size, .on_wire = size, .from = kNoPort, .to = kVm};
    }
    harness.firewall->Process(*harness.worker, packets, kStart, results);
    std::array<std::size_t, 2> passed{};
    for (std::size_t i = 0; i < kBurst; ++i) passed[i % 2] += results[i].verdict == Verdict::kPass ? 1 : 0;
    if (changes < 2) continue;  // the harness's own rules
    ASSERT_TRUE((passed == std::array<std::size_t, 2>{kBurst / 2, 0}) ||
                (passed == std::array<std::size_t, 2>{0, kBurst / 2}))
        << passed[0] << " and " << passed[1];
    ++bursts[passed[0] == 0 ? 1 : 0];
  }
  stop = true;
  reloader.join();
}

}  // namespace
}  // namespace tidegate::test
