// Every reason for which ParsePacket() refuses a packet, row by row.
#include <gtest/gtest.h>

#include <set>

#include "support/packet_builder.h"
#include "tidegate/packet_view.h"

namespace tidegate {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the builder is the language of this file

using enum DropReason;

const IpAddress kClient = Ip("2001:db8::1");
const IpAddress kServer = Ip("2001:db8::2");

struct DropRow {
  const char* what;
  DropReason expected;
  Bytes frame;
};

// The first `size` bytes, as if no more had been sent.
Bytes Cut(Bytes frame, std::size_t size) {
  frame.resize(size);
  return frame;
}

// One byte of a good frame replaced.
Bytes With(Bytes frame, std::size_t offset, std::uint8_t value) {
  frame.at(offset) = value;
  return frame;
}

Bytes With16(const Bytes& frame, std::size_t offset, std::uint16_t value) {
  return With(With(frame, offset, static_cast<std::uint8_t>(value >> 8)), offset + 1, static_cast<std::uint8_t>(value));
}

Bytes Tcp6(std::vector<ExtensionHeader> chain = {}) {
  return BuildTcp({.src = kClient, .dst = kServer, .frame = {.ipv6_extensions = std::move(chain)}});
}

Bytes Options(const Bytes& raw) { return BuildTcp({.options = {.raw = raw}}); }

// A frame whose IP packet carries only `size` bytes of the protocol.
Bytes Short(std::uint8_t protocol, std::size_t size) { return BuildIp({.protocol = protocol, .payload = Bytes(size)}); }
Bytes Short6(std::uint8_t protocol, std::size_t size) {
  return BuildIp({.src = kClient, .dst = kServer, .protocol = protocol, .payload = Bytes(size)});
}

// In an untagged frame the IP header stands at 14; the TCP or UDP header at 34 over IPv4, at 54 over IPv6.
std::vector<DropRow> EthernetRows() {
  const Bytes tagged = BuildTcp({.frame = {.vlans = {{200, 0x88a8}, {100}}}});
  return {
      {"no byte at all", kTruncatedEthernet, {}},
      {"13 bytes", kTruncatedEthernet, Cut(BuildTcp({}), 13)},
      {"a tag's number and no tag", kTruncatedVlan, Cut(tagged, 14)},
      {"tag without the type behind it", kTruncatedVlan, Cut(tagged, 17)},
      {"second tag without the type behind it", kTruncatedVlan, Cut(tagged, 21)},
      {"three tags", kTooManyVlans, BuildTcp({.frame = {.vlans = {{1}, {2}, {3}}}})},
      {"MPLS", kUnsupportedEtherType, With16(BuildTcp({}), 12, 0x8847)},
      {"length field of IEEE 802.3", kUnsupportedEtherType, With16(BuildTcp({}), 12, 46)},
      {"LLDP behind a tag", kUnsupportedEtherType, With16(BuildTcp({.frame = {.vlans = {{1}}}}), 16, 0x88cc)},
  };
}

std::vector<DropRow> Ipv4Rows() {
  const Bytes good = BuildTcp({.payload = 8});
  return {
      {"no IP byte", kTruncatedIpv4, Cut(good, 14)},
      {"19 bytes of header", kTruncatedIpv4, Cut(good, 33)},
      {"19 bytes of header, whatever they say", kTruncatedIpv4, Cut(With(good, 14, 0x65), 33)},
      {"frame ends within the options", kTruncatedIpv4, Cut(BuildTcp({.frame = {.ipv4_options = Bytes(40, 1)}}), 73)},
      {"version 6 under the type of IPv4", kBadIpv4Header, With(good, 14, 0x65)},
      {"header of 16 bytes", kBadIpv4Header, With(good, 14, 0x44)},
      {"header of 0 bytes", kBadIpv4Header, With(good, 14, 0x40)},
      {"total length 0", kBadIpv4Length, With16(good, 16, 0)},
      {"total length below the header's", kBadIpv4Length, With16(good, 16, 19)},
      {"total length one byte more than the frame has", kBadIpv4Length, With16(good, 16, 49)},
      {"first fragment", kIpFragment, BuildTcp({.frame = {.ipv4_fragment = 0x2000}})},
      {"later fragment", kIpFragment, BuildTcp({.frame = {.ipv4_fragment = 0x2001}})},
      {"last fragment", kIpFragment, BuildTcp({.frame = {.ipv4_fragment = 0x1fff}})},
  };
}

std::vector<DropRow> Ipv6Rows() {
  const ExtensionHeader options = {60, {0, 1, 4, 0, 0, 0, 0}};
  const ExtensionHeader hop_by_hop = {0, {0, 1, 4, 0, 0, 0, 0}};
  const Bytes with_options = Tcp6({options});
  return {
      {"39 bytes of header", kTruncatedIpv6, Cut(Tcp6(), 53)},
      {"version 4 under the type of IPv6", kBadIpv6Header, With(Tcp6(), 14, 0x45)},
      {"payload length one byte more than the frame has", kBadIpv6Length, With16(Tcp6(), 18, 21)},
      {"length 0 with hop-by-hop options: a jumbogram (RFC 2675)", kBadIpv6Extension,
       With16(Tcp6({hop_by_hop}), 18, 0)},
      {"extension of 7 bytes", kBadIpv6Extension, Short6(60, 7)},
      {"extension longer than the packet", kBadIpv6Extension, With(with_options, 55, 4)},
      {"authentication header longer than the packet", kBadIpv6Extension, Tcp6({{51, {7, 0, 0, 0, 0, 0, 0}}})},
      {"nine extensions", kBadIpv6Extension, Tcp6(std::vector(9, options))},
      {"hop-by-hop behind another", kBadIpv6Extension, Tcp6({options, hop_by_hop})},
      {"first fragment", kIpFragment, Tcp6({{44, {0, 0, 1, 0, 0, 0, 7}}})},
      {"later fragment", kIpFragment, Tcp6({{44, {0, 0x05, 0xa9, 0, 0, 0, 7}}})},
      {"last fragment", kIpFragment, Tcp6({{44, {0, 0x05, 0xa8, 0, 0, 0, 7}}})},
      {"fragment behind options", kIpFragment, Tcp6({options, {44, {0, 0, 9, 0, 0, 0, 7}}})},
  };
}

std::vector<DropRow> TcpRows() {
  const Bytes good = BuildTcp({.payload = 8, .options = {.timestamps = Timestamps{1, 2}}});
  return {
      {"19 bytes of segment", kTruncatedTcp, Short(kProtocolTcp, 19)},
      {"no segment at all", kTruncatedTcp, Short(kProtocolTcp, 0)},
      {"19 bytes of segment over IPv6", kTruncatedTcp, Short6(kProtocolTcp, 19)},
      {"19 bytes and padding behind them", kTruncatedTcp,
       BuildIp({.protocol = kProtocolTcp, .payload = Bytes(19), .frame = {.min_frame_bytes = 60}})},
      {"data offset 4", kBadTcpHeader, With(good, 46, 0x40)},
      {"data offset 0", kBadTcpHeader, With(good, 46, 0x00)},
      {"data offset beyond the segment", kBadTcpHeader, With(good, 46, 0xf0)},
      {"option of length 0", kBadTcpOptions, Options({253, 0, 1, 1})},
      {"option of length 1", kBadTcpOptions, Options({253, 1, 1, 1})},
      {"option that reaches past the header", kBadTcpOptions, Options({253, 5, 1, 1})},
      {"option without a length", kBadTcpOptions, Options({1, 1, 1, 253})},
      {"maximum segment size of 3 bytes", kBadTcpOptions, Options({2, 3, 1, 1})},
      {"window scale of 4 bytes", kBadTcpOptions, Options({3, 4, 7, 7})},
      {"SACK permitted of 3 bytes", kBadTcpOptions, Options({4, 3, 1, 1})},
      {"timestamps of 6 bytes", kBadTcpOptions, Options({8, 6, 0, 0, 0, 1, 1, 1})},
      {"timestamps of 10 bytes of which 8 are there", kBadTcpOptions, Options({8, 10, 0, 0, 0, 1, 0, 0})},
      {"usual place of the timestamps, unusual length", kBadTcpOptions, Options({1, 1, 8, 9, 0, 0, 0, 1, 0, 0, 0, 1})},
  };
}

std::vector<DropRow> UdpAndIcmpRows() {
  const Bytes good = BuildUdp({.payload = 4});
  return {
      {"7 bytes of UDP", kTruncatedUdp, Short(kProtocolUdp, 7)},
      {"7 bytes of UDP over IPv6", kTruncatedUdp, Short6(kProtocolUdp, 7)},
      {"UDP length 0", kBadUdpLength, With16(good, 38, 0)},
      {"UDP length 7", kBadUdpLength, With16(good, 38, 7)},
      {"UDP length beyond the IP packet", kBadUdpLength, With16(good, 38, 13)},
      {"7 bytes of ICMP", kTruncatedIcmp, Short(kProtocolIcmp, 7)},
      {"7 bytes of ICMPv6", kTruncatedIcmp, Short6(kProtocolIcmpV6, 7)},
  };
}

std::vector<DropRow> AllRows() {
  std::vector<DropRow> all;
  for (auto rows : {EthernetRows, Ipv4Rows, Ipv6Rows, TcpRows, UdpAndIcmpRows}) {
    const std::vector<DropRow> more = rows();
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

TEST(PacketViewDropTest, NamesWhatIsWrong) {
  for (const DropRow& row : AllRows()) {
    PacketView view;
    EXPECT_EQ(Name(ParsePacket(row.frame.data(), row.frame.size(), row.frame.size(), view)), Name(row.expected))
        << row.what;
  }
}

TEST(PacketViewDropTest, RowsCoverEveryReasonOfParsing) {
  std::set<DropReason> covered;
  for (const DropRow& row : AllRows()) covered.insert(row.expected);
  for (int i = static_cast<int>(kTruncatedEthernet); i <= static_cast<int>(kTruncatedIcmp); ++i) {
    EXPECT_TRUE(covered.contains(static_cast<DropReason>(i))) << Name(static_cast<DropReason>(i));
  }
}

// A UDP datagram may end before its IP packet does (RFC 9868), so a shorter length is no contradiction.
TEST(PacketViewDropTest, ShorterUdpLengthIsAccepted) {
  const Bytes frame = With16(BuildUdp({.payload = 4}), 38, 8);
  PacketView view;
  EXPECT_EQ(ParsePacket(frame.data(), frame.size(), frame.size(), view), kNone);
}

// What was read before the fault stays readable, for logs.
TEST(PacketViewDropTest, KeepsWhatWasReadBefore) {
  const Bytes frame = BuildTcp({.frame = {.vlans = {{9}}, .ipv4_fragment = 0x2000}});
  PacketView view;
  ASSERT_EQ(ParsePacket(frame.data(), frame.size(), frame.size(), view), kIpFragment);
  EXPECT_EQ(view.outer_vlan, 9);
  EXPECT_EQ(view.ip_version, 4);
  EXPECT_EQ(view.protocol, kProtocolTcp);
  EXPECT_EQ(view.src_port, 0);
}

}  // namespace
}  // namespace tidegate
