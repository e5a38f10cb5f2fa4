// The firewall's making and its control plane.
#include <gtest/gtest.h>

#include <map>

#include "firewall/firewall_test_util.h"

namespace tidegate::test {
namespace {

std::string ErrorOf(const FirewallOptions& options) {
  return std::string(Firewall::Create(options, TestPolicy()).status().message());
}

TEST(FirewallOptions, WrongOnesAreNamedWithWhatIsExpected) {
  FirewallOptions options;
  options.eviction = "lfu";
  EXPECT_EQ(
      ErrorOf(options),
      "unknown eviction policy 'lfu', expected one of state_first, hazard_cost, none, fifo, clock, random_k, lru, "
      "sieve, s3fifo, linux_early_drop, vpp_acl, bpf_lru, ovs_none");
  options = {};
  options.admission = "never";
  EXPECT_EQ(ErrorOf(options),
            "unknown admission policy 'never', expected one of always, half_open_quota, random_half_open_drop, "
            "oldest_half_open_drop, "
            "token_bucket, first_syn_drop, no_state_until_syn_ack, sketch_gate");
  options = {};
  options.capacity = 3;
  EXPECT_EQ(ErrorOf(options), "capacity is 3, expected 16 to 134217728");
  options = {};
  options.capacity_v6 = std::uint64_t{1} << 40;
  EXPECT_EQ(ErrorOf(options), "capacity_v6 is 1099511627776, expected 16 to 134217728");
}

TEST(FirewallControl, DumpShowsTheOriginalDirection) {
  FirewallHarness harness;
  harness.Send(BuildTcp({}), true, kStart);
  harness.Send(BuildTcp({.src = Ip("192.168.0.4"), .dst = Ip("10.0.0.9"), .src_port = 1234, .dst_port = 443}), false,
               kStart);
  harness.Send(BuildTcp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::4")}), true, kStart);
  std::map<std::string, ConnInfo> shown;
  std::uint64_t cursor = 0;
  do {
    cursor = harness.firewall->ForEach(kStart + 10 * kSecond, cursor, 1,
                                       [&](const ConnInfo& info) { shown[ToString(info.tuple)] = info; });
  } while (cursor != 0);
  ASSERT_EQ(shown.size(), 3u);
  ASSERT_TRUE(shown.contains("tcp 10.0.0.1:40000 -> 192.168.0.4:22"));
  EXPECT_TRUE(shown.contains("tcp 192.168.0.4:1234 -> 10.0.0.9:443"));
  EXPECT_TRUE(shown.contains("tcp [2001:db8::1]:40000 -> [2001:db8::4]:22"));
  const ConnInfo& info = shown["tcp 10.0.0.1:40000 -> 192.168.0.4:22"];
  EXPECT_EQ(info.state, ConnState::kSynSent);
  EXPECT_NEAR(static_cast<double>(info.expires_in) / kSecond, 20, 0.1);
}

TEST(FirewallControl, FlushRemovesEverything) {
  FirewallHarness harness;
  for (std::uint16_t port = 1; port <= 100; ++port) harness.Send(BuildTcp({.src_port = port}), true, kStart);
  EXPECT_EQ(harness.firewall->Flush(kStart), 100u);
  EXPECT_EQ(harness.firewall->CountLive(kStart).live, 0u);
  EXPECT_EQ(harness.Send(BuildTcp({.flags = kTcpAck, .payload = 1}), true, kStart).reason,
            DropReason::kTcpNoConnection);
}

TEST(FirewallControl, NewRulesAskNewConnectionsOnly) {
  FirewallHarness harness;
  harness.Send(BuildTcp({}), true, kStart);
  PortSpec port;
  port.name = "vm1";
  port.addresses = {Ip("192.168.0.4")};
  port.firewalled = true;  // no groups: nothing is allowed
  auto closed = SecurityPolicy::Compile({}, {port});
  ASSERT_TRUE(closed.ok()) << closed.status();
  harness.firewall->SetPolicy(*std::move(closed));
  const Bytes answer = BuildTcp(Reversed(TcpSpec{.flags = kTcpSyn | kTcpAck, .seq = 5000, .ack = 1001}));
  EXPECT_EQ(harness.Send(answer, false, kStart).verdict, Verdict::kPass);
  EXPECT_EQ(harness.Send(BuildTcp({.src_port = 2}), true, kStart).reason, DropReason::kRuleDeniedInbound);
}

TEST(FirewallControl, ZonesWithTheSameAddressesAreApart) {
  FirewallHarness harness;
  const Bytes syn = BuildTcp({});
  const auto size = static_cast<std::uint32_t>(syn.size());
  PacketIn packet{.data = syn.data(), .captured = size, .on_wire = size, .from = kNoPort, .to = kVm, .zone = 1};
  harness.SendPacket(packet, kStart);
  const Bytes ack = BuildTcp({.flags = kTcpAck, .seq = 1001, .payload = 1});
  packet.data = ack.data();
  packet.captured = packet.on_wire = static_cast<std::uint32_t>(ack.size());
  packet.zone = 2;
  EXPECT_EQ(harness.SendPacket(packet, kStart).reason, DropReason::kTcpNoConnection);
  packet.zone = 1;
  EXPECT_EQ(harness.SendPacket(packet, kStart).reason, DropReason::kTcpInvalidState) << "known, but before SYN-ACK";
}

}  // namespace
}  // namespace tidegate::test
