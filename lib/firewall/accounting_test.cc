// What the firewall counts of each connection, by direction, and what it does not.
#include <gtest/gtest.h>

#include <array>
#include <utility>
#include <vector>

#include "firewall/firewall_test_util.h"

namespace tidegate::test {
namespace {

constexpr std::uint64_t kEthernet = 14;

constexpr std::uint8_t S = kTcpSyn;
constexpr std::uint8_t SA = kTcpSyn | kTcpAck;
constexpr std::uint8_t A = kTcpAck;
constexpr std::uint8_t FA = kTcpFin | kTcpAck;

FirewallOptions Accounting() {
  FirewallOptions options = FirewallHarness::SmallOptions();
  options.accounting = true;
  return options;
}

// All connections; mostly there is one.
std::vector<ConnInfo> List(const FirewallHarness& harness, TimeNs now) {
  std::vector<ConnInfo> list;
  harness.firewall->ForEach(now, 0, 1000, [&list](const ConnInfo& info) { list.push_back(info); });
  return list;
}

AccountCounts OnlyAccount(const FirewallHarness& harness, TimeNs now) {
  const std::vector<ConnInfo> list = List(harness, now);
  EXPECT_EQ(list.size(), 1u);
  if (list.size() != 1 || !list[0].account) {
    ADD_FAILURE() << "no account";
    return {};
  }
  return *list[0].account;
}

// The client sends 100 bytes, the server 1000 in return and another 500.
const std::vector<std::pair<char, TcpSpec>> kExchange = {
    {'C', {.flags = S, .seq = 1000}},
    {'S', {.flags = SA, .seq = 5000, .ack = 1001}},
    {'C', {.flags = A, .seq = 1001, .ack = 5001}},
    {'C', {.flags = A, .seq = 1001, .ack = 5001, .payload = 100}},
    {'S', {.flags = A, .seq = 5001, .ack = 1101, .payload = 1000}},
    {'S', {.flags = A, .seq = 6001, .ack = 1101, .payload = 500}},
    {'C', {.flags = A, .seq = 1101, .ack = 6501}},
};

// A frame of the exchange. The client is outside if `inbound`, or else it is the virtual machine.
Bytes FrameOf(char from, TcpSpec spec, bool v6, bool inbound) {
  const IpAddress outside = Ip(v6 ? "2001:db8::1" : "10.0.0.1");
  const IpAddress inside = Ip(v6 ? "2001:db8::4" : "192.168.0.4");
  spec.src = inbound ? outside : inside;
  spec.dst = inbound ? inside : outside;
  spec.src_port = 50000;
  spec.dst_port = 22;
  return BuildTcp(from == 'C' ? spec : Reversed(spec));
}

void ExpectTheExchangeCounted(bool v6, bool inbound) {
  SCOPED_TRACE(std::string(v6 ? "IPv6" : "IPv4") + (inbound ? ", inbound" : ", outbound"));
  FirewallHarness harness(Accounting());
  AccountCounts expected;
  TimeNs now = kStart;
  for (const auto& [from, spec] : kExchange) {
    const Bytes frame = FrameOf(from, spec, v6, inbound);
    ASSERT_EQ(harness.Send(frame, (from == 'C') == inbound, now).verdict, Verdict::kPass);
    const std::size_t direction = from == 'C' ? kOriginalDirection : kReplyDirection;
    ++expected.packets[direction];
    expected.bytes[direction] += frame.size() - kEthernet;
    now += kSecond;
  }
  expected.start = kStart & ~TimeNs{0xffff};
  const AccountCounts counts = OnlyAccount(harness, now);
  EXPECT_EQ(counts.packets, expected.packets);
  EXPECT_EQ(counts.bytes, expected.bytes);
  EXPECT_EQ(counts.start, expected.start);
}

TEST(Accounting, CountsEachPacketInItsDirection) {
  for (const bool v6 : {false, true}) {
    for (const bool inbound : {false, true}) ExpectTheExchangeCounted(v6, inbound);
  }
}

TEST(Accounting, OffMeansNoCounts) {
  FirewallHarness harness;
  harness.Send(BuildTcp({}), true, kStart);
  ASSERT_EQ(List(harness, kStart).size(), 1u);
  EXPECT_FALSE(List(harness, kStart)[0].account.has_value());
}

TEST(Accounting, CostsMemoryOnlyWhereItIsOn) {
  FirewallOptions options = Accounting();
  options.capacity = options.capacity_v6 = 131072;
  const std::size_t with = FirewallHarness(options).firewall->MemoryBytes();
  options.accounting = false;
  const std::size_t without = FirewallHarness(options).firewall->MemoryBytes();
  EXPECT_NEAR(static_cast<double>(with - without), 2 * 50.0 * 131072, 4 << 20);
}

// The same packet in a longer frame.
TEST(Accounting, TagsAndPaddingAreNotCounted) {
  FirewallHarness harness(Accounting());
  const std::uint64_t ip_bytes = BuildTcp({}).size() - kEthernet;
  const Bytes frame = BuildTcp({.frame = {.vlans = {VlanTag{}}, .min_frame_bytes = 100}});
  ASSERT_EQ(frame.size(), 100u);
  harness.Send(frame, true, kStart);
  EXPECT_EQ(OnlyAccount(harness, kStart).bytes[kOriginalDirection], ip_bytes);
}

TEST(Accounting, DroppedPacketsAreNotCounted) {
  FirewallHarness harness(Accounting());
  harness.Send(BuildTcp({.flags = S, .seq = 1000}), true, kStart);
  const AccountCounts before = OnlyAccount(harness, kStart);
  EXPECT_EQ(harness.Send(BuildTcp({.flags = A, .seq = 1001, .ack = 1, .payload = 10}), true, kStart).reason,
            DropReason::kTcpInvalidState);
  EXPECT_EQ(OnlyAccount(harness, kStart), before);
}

TEST(Accounting, DatagramsAndEchosAreCounted) {
  const UdpSpec query{.src = Ip("10.0.0.1"), .dst = Ip("192.168.0.4"), .src_port = 40000, .dst_port = 53};
  const Bytes udp = BuildUdp(query);
  FirewallHarness dns(Accounting());
  dns.Send(udp, true, kStart);
  dns.Send(udp, true, kStart);
  EXPECT_EQ(OnlyAccount(dns, kStart).bytes[kOriginalDirection], 2 * (udp.size() - kEthernet));

  const Bytes echo = BuildEcho({});
  FirewallHarness ping(Accounting());
  ping.Send(echo, true, kStart);
  EXPECT_EQ(OnlyAccount(ping, kStart).bytes[kOriginalDirection], echo.size() - kEthernet);
}

TEST(Accounting, AReopenedConnectionIsCountedAnew) {
  FirewallHarness harness(Accounting());
  const std::vector<std::pair<char, TcpSpec>> closing = {
      {'C', {.flags = S, .seq = 1000}},
      {'S', {.flags = SA, .seq = 5000, .ack = 1001}},
      {'C', {.flags = A, .seq = 1001, .ack = 5001}},
      {'C', {.flags = FA, .seq = 1001, .ack = 5001}},
      {'S', {.flags = FA, .seq = 5001, .ack = 1002}},
      {'C', {.flags = A, .seq = 1002, .ack = 5002}},
  };
  for (const auto& [from, spec] : closing) harness.Send(FrameOf(from, spec, false, true), from == 'C', kStart);
  ASSERT_EQ(OnlyAccount(harness, kStart).packets, (std::array<std::uint64_t, 2>{4, 2}));
  const TimeNs later = kStart + kSecond;
  const Bytes syn = FrameOf('C', {.flags = S, .seq = 9000}, false, true);
  harness.Send(syn, true, later);
  ASSERT_EQ(harness.firewall->Counters().reopened, 1u);
  const AccountCounts counts = OnlyAccount(harness, later);
  EXPECT_EQ(counts.packets, (std::array<std::uint64_t, 2>{1, 0}));
  EXPECT_EQ(counts.bytes, (std::array<std::uint64_t, 2>{syn.size() - kEthernet, 0}));
  EXPECT_EQ(counts.start, later & ~TimeNs{0xffff});
}

}  // namespace
}  // namespace tidegate::test
