#include "trace/packet_filter.h"

#include <gtest/gtest.h>

#include "support/packet_builder.h"

namespace tidegate::test {
namespace {

constexpr std::uint16_t kVxlan = 4789;

std::optional<SeenPacket> Match(const FlowTuple& wanted, const Bytes& frame) {
  return PacketFilter(wanted, kVxlan).Match(frame.data(), frame.size(), frame.size());
}

FlowTuple Ssh() {
  return {
      .source = {Ip("10.0.0.1"), 40000}, .destination = {Ip("192.168.0.4"), 22}, .zone = 0, .protocol = kProtocolTcp};
}

TEST(PacketFilter, BothDirectionsOfATuple) {
  const auto seen = Match(Ssh(), BuildTcp({}));
  ASSERT_TRUE(seen.has_value());
  EXPECT_EQ(ToString(seen->tuple), "tcp 10.0.0.1:40000 -> 192.168.0.4:22");
  EXPECT_EQ(seen->tcp_flags, kTcpSyn);
  const auto reply = Match(Ssh(), BuildTcp(Reversed(TcpSpec{})));
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(ToString(reply->tuple), "tcp 192.168.0.4:22 -> 10.0.0.1:40000");
}

TEST(PacketFilter, AnythingElseDoesNotMatch) {
  EXPECT_FALSE(Match(Ssh(), BuildTcp({.src_port = 40001})));
  EXPECT_FALSE(Match(Ssh(), BuildTcp({.dst_port = 23})));
  EXPECT_FALSE(Match(Ssh(), BuildTcp({.src = Ip("10.0.0.2")})));
  EXPECT_FALSE(Match(Ssh(), BuildUdp({.dst_port = 22})));
  EXPECT_FALSE(Match(Ssh(), BuildTcp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::4")})));
  EXPECT_FALSE(Match(Ssh(), BuildArpRequest({})));
  EXPECT_FALSE(Match(Ssh(), Bytes(3)));
  // The addresses of one direction with the ports of the other.
  EXPECT_FALSE(Match(Ssh(), BuildTcp({.src_port = 22, .dst_port = 40000})));
}

TEST(PacketFilter, ZeroStandsForAny) {
  FlowTuple any_client = Ssh();
  any_client.source = {Ip("0.0.0.0"), 0};
  EXPECT_TRUE(Match(any_client, BuildTcp({.src = Ip("10.9.9.9"), .src_port = 7})));
  EXPECT_TRUE(Match(any_client, BuildTcp(Reversed(TcpSpec{.src = Ip("10.9.9.9"), .src_port = 7}))));
  EXPECT_FALSE(Match(any_client, BuildTcp({.dst_port = 23})));
  FlowTuple v6{.source = {Ip("::"), 0}, .destination = {Ip("2001:db8::4"), 0}, .zone = 0, .protocol = kProtocolTcp};
  EXPECT_TRUE(Match(v6, BuildTcp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::4")})));
}

TEST(PacketFilter, FragmentsByAddressesAlone) {
  const auto seen = Match(Ssh(), BuildTcp({.frame = {.ipv4_fragment = 0x2001}}));
  ASSERT_TRUE(seen.has_value());
  EXPECT_TRUE(seen->fragment);
  EXPECT_EQ(seen->tuple.source.port, 0);
  EXPECT_FALSE(Match(Ssh(), BuildTcp({.src = Ip("10.0.0.2"), .frame = {.ipv4_fragment = 0x2001}})));
}

TEST(PacketFilter, EchoesByTheirAddresses) {
  const FlowTuple ping{
      .source = {Ip("10.0.0.1"), 0}, .destination = {Ip("192.168.0.4"), 0}, .zone = 0, .protocol = kProtocolIcmp};
  const auto seen = Match(ping, BuildEcho({.identifier = 77}));
  ASSERT_TRUE(seen.has_value());
  EXPECT_EQ(seen->tuple.source.port, 77);
}

TEST(PacketFilter, InATunnel) {
  const Bytes inner = BuildTcp({});
  Bytes outer =
      BuildUdp({.src = Ip("192.0.2.2"), .dst = Ip("192.0.2.1"), .dst_port = kVxlan, .payload = 8 + inner.size()});
  std::copy(inner.begin(), inner.end(), outer.end() - static_cast<std::ptrdiff_t>(inner.size()));
  const auto seen = Match(Ssh(), outer);
  ASSERT_TRUE(seen.has_value());
  EXPECT_TRUE(seen->in_tunnel);
  EXPECT_EQ(ToString(seen->tuple), "tcp 10.0.0.1:40000 -> 192.168.0.4:22");
  // Cut short anywhere: nothing beyond the end is read (AddressSanitizer would tell).
  for (std::size_t captured = 0; captured < outer.size(); ++captured) {
    const Bytes cut(outer.begin(), outer.begin() + static_cast<std::ptrdiff_t>(captured));
    PacketFilter(Ssh(), kVxlan).Match(cut.data(), cut.size(), outer.size());
  }
  // And the tunnel itself can be asked for.
  const FlowTuple tunnel{
      .source = {Ip("192.0.2.2"), 0}, .destination = {Ip("192.0.2.1"), kVxlan}, .zone = 0, .protocol = kProtocolUdp};
  EXPECT_FALSE(Match(tunnel, outer)->in_tunnel);
}

}  // namespace
}  // namespace tidegate::test
