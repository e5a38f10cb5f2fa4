// What ParsePacket() reads from good packets. What it refuses is in packet_view_drop_test.cc, how it treats cut and
// mutilated ones in packet_view_bounds_test.cc.
#include "tidegate/packet_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "support/packet_builder.h"

namespace tidegate {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the builder is the language of this file

const IpAddress kClient = Ip("2001:db8::1");
const IpAddress kServer = Ip("2001:db8::2");

PacketView Parsed(const Bytes& frame) {
  PacketView view;
  EXPECT_EQ(Name(ParsePacket(frame.data(), frame.size(), frame.size(), view)), "none");
  EXPECT_EQ(view.data, frame.data());
  return view;
}

Bytes AddressBytes(const std::uint8_t* address, std::size_t size) { return Bytes(address, address + size); }

TEST(PacketViewTest, TcpOverIpv4) {
  const Bytes frame = BuildTcp({.src = Ip("10.1.2.3"),
                                .dst = Ip("192.168.0.4"),
                                .src_port = 40001,
                                .dst_port = 443,
                                .flags = kTcpAck | kTcpPsh,
                                .seq = 0x80000001,
                                .ack = 0xfffffffe,
                                .window = 0x1234,
                                .payload = 5});
  const PacketView view = Parsed(frame);
  EXPECT_EQ(view.ip_version, 4);
  EXPECT_EQ(view.ether_type, kEtherTypeIpv4);
  EXPECT_EQ(view.vlan_count, 0);
  EXPECT_EQ(view.l3_offset, 14);
  EXPECT_EQ(view.l4_offset, 34);
  EXPECT_EQ(view.payload_offset, 54);
  EXPECT_EQ(view.payload_length, 5u);
  EXPECT_THAT(AddressBytes(view.src_address, 4), testing::ElementsAre(10, 1, 2, 3));
  EXPECT_THAT(AddressBytes(view.dst_address, 4), testing::ElementsAre(192, 168, 0, 4));
  EXPECT_TRUE(view.IsTcp());
  EXPECT_EQ(view.src_port, 40001);
  EXPECT_EQ(view.dst_port, 443);
  EXPECT_EQ(view.tcp.seq, 0x80000001);
  EXPECT_EQ(view.tcp.ack, 0xfffffffe);
  EXPECT_EQ(view.tcp.flags, kTcpAck | kTcpPsh);
  EXPECT_EQ(view.tcp.window, 0x1234);
  EXPECT_FALSE(view.tcp.has_timestamps || view.tcp.has_window_scale || view.tcp.sack_permitted);
}

TEST(PacketViewTest, TcpOverIpv6) {
  const Bytes frame = BuildTcp({.src = kClient, .dst = kServer, .payload = 3});
  const PacketView view = Parsed(frame);
  EXPECT_EQ(view.ip_version, 6);
  EXPECT_EQ(view.l4_offset, 54);
  EXPECT_EQ(view.payload_offset, 74);
  EXPECT_EQ(view.payload_length, 3u);
  EXPECT_EQ(std::memcmp(view.src_address, kClient.bytes.data(), 16), 0);
  EXPECT_EQ(std::memcmp(view.dst_address, kServer.bytes.data(), 16), 0);
  EXPECT_EQ(view.src_port, 40000);
  EXPECT_EQ(view.dst_port, 22);
  EXPECT_EQ(view.tcp.flags, kTcpSyn);
}

// A view is used for packet after packet: nothing of the one before may shine through.
TEST(PacketViewTest, ForgetsThePacketBefore) {
  const Bytes tcp = BuildTcp({.options = {.timestamps = Timestamps{1, 2}}, .frame = {.vlans = {{7}, {8}}}});
  const Bytes arp = BuildArpRequest({});
  PacketView view = Parsed(tcp);
  ASSERT_EQ(ParsePacket(arp.data(), arp.size(), arp.size(), view), DropReason::kNone);
  EXPECT_EQ(view.ip_version, 0);
  EXPECT_EQ(view.vlan_count, 0);
  EXPECT_EQ(view.src_address, nullptr);
  EXPECT_EQ(view.src_port, 0);
  EXPECT_EQ(view.protocol, 0);
  EXPECT_FALSE(view.tcp.has_timestamps);
}

TEST(PacketViewTest, ArpHasOnlyEthernetFields) {
  const PacketView view = Parsed(BuildArpRequest({.frame = {.vlans = {{5}}}}));
  EXPECT_EQ(view.ip_version, 0);
  EXPECT_EQ(view.ether_type, kEtherTypeArp);
  EXPECT_EQ(view.outer_vlan, 5);
  EXPECT_EQ(view.l3_offset, 18);
  EXPECT_EQ(view.l4_offset, 0);
}

struct VlanRow {
  std::vector<VlanTag> tags;
  std::uint16_t outer, inner, l3_offset;
};

TEST(PacketViewTest, VlanTags) {
  const VlanRow kRows[] = {
      {{}, 0, 0, 14},
      {{{100}}, 100, 0, 18},
      {{{0}}, 0, 0, 18},                               // a priority tag: VLAN 0 is none, but the tag is there
      {{{0xe064}}, 100, 0, 18},                        // priority 7 above identifier 100
      {{{4095, 0x88a8}}, 4095, 0, 18},                 // 802.1ad
      {{{200, 0x88a8}, {100, 0x8100}}, 200, 100, 22},  // QinQ
      {{{200, 0x9100}, {100, 0x8100}}, 200, 100, 22},  // as before 802.1ad
      {{{200, 0x8100}, {100, 0x8100}}, 200, 100, 22},  // as Linux and many switches do it
  };
  for (const VlanRow& row : kRows) {
    SCOPED_TRACE(testing::Message() << row.tags.size() << " tags, outer " << row.outer);
    const PacketView view = Parsed(BuildTcp({.frame = {.vlans = row.tags}}));
    EXPECT_EQ(view.vlan_count, row.tags.size());
    EXPECT_EQ(view.outer_vlan, row.outer);
    EXPECT_EQ(view.inner_vlan, row.inner);
    EXPECT_EQ(view.l3_offset, row.l3_offset);
    EXPECT_EQ(view.ether_type, kEtherTypeIpv4);
    EXPECT_EQ(view.dst_port, 22);
  }
}

TEST(PacketViewTest, SkipsIpv4Options) {
  const PacketView view = Parsed(BuildUdp({.payload = 9, .frame = {.ipv4_options = {0x94, 4, 0, 0}}}));  // router alert
  EXPECT_EQ(view.l4_offset, 38);
  EXPECT_EQ(view.dst_port, 53);
  EXPECT_EQ(view.payload_length, 9u);
  EXPECT_EQ(Parsed(BuildUdp({.frame = {.ipv4_options = Bytes(40, 1)}})).l4_offset, 74);  // as many as there may be
}

TEST(PacketViewTest, DontFragmentIsNoFragment) {
  EXPECT_TRUE(Parsed(BuildTcp({.frame = {.ipv4_fragment = 0x4000}})).IsTcp());
}

// An Ethernet frame has at least 60 bytes without its checksum; the IP length says what of it is the packet.
TEST(PacketViewTest, PaddingIsNoPayload) {
  for (const IpAddress& src : {Ip("10.0.0.1"), kClient}) {
    const IpAddress dst = src.v6 ? kServer : Ip("10.0.0.2");
    EXPECT_EQ(Parsed(BuildTcp({.src = src, .dst = dst, .frame = {.min_frame_bytes = 90}})).payload_length, 0u);
    EXPECT_EQ(Parsed(BuildUdp({.src = src, .dst = dst, .payload = 2, .frame = {.min_frame_bytes = 90}})).payload_length,
              2u);
    EXPECT_EQ(Parsed(BuildEcho({.src = src, .dst = dst, .frame = {.min_frame_bytes = 90}})).payload_length, 0u);
  }
}

TEST(PacketViewTest, PayloadNeedNotBeCaptured) {
  const Bytes frame = BuildTcp({.payload = 1000});
  PacketView view;
  EXPECT_EQ(ParsePacket(frame.data(), 54, frame.size(), view), DropReason::kNone);
  EXPECT_EQ(view.payload_offset, 54);
  EXPECT_EQ(view.payload_length, 1000u);
}

struct OptionRow {
  const char* what;
  TcpOptions options;
  TcpFields expected;  // only its option fields count
};

TEST(PacketViewTest, TcpOptions) {
  const Timestamps ts{0x01020304, 0xfffefdfc};
  const OptionRow kRows[] = {
      {"none", {}, {}},
      {"maximum segment size", {.mss = 1460}, {}},
      {"timestamps alone", {.timestamps = ts}, {.ts_value = ts.value, .ts_echo = ts.echo, .has_timestamps = true}},
      {"SYN of Linux",
       {.mss = 1460, .sack_permitted = true, .timestamps = ts, .window_scale = 7},
       {.ts_value = ts.value,
        .ts_echo = ts.echo,
        .window_scale = 7,
        .has_timestamps = true,
        .has_window_scale = true,
        .sack_permitted = true}},
      {"SYN of Windows",
       {.mss = 1460, .raw = {1, 3, 3, 8, 1, 1, 4, 2}},
       {.window_scale = 8, .has_window_scale = true, .sack_permitted = true}},
      {"window scale 0", {.window_scale = 0}, {.has_window_scale = true}},
      {"window scale above 14 counts as 14", {.window_scale = 255}, {.window_scale = 14, .has_window_scale = true}},
      {"timestamps before the padding",
       {.raw = {8, 10, 1, 2, 3, 4, 0xff, 0xfe, 0xfd, 0xfc, 1, 1}},
       {.ts_value = ts.value, .ts_echo = ts.echo, .has_timestamps = true}},
      {"timestamps and SACK blocks",
       {.timestamps = ts, .raw = {1, 1, 5, 10, 9, 9, 9, 9, 9, 9, 9, 9}},
       {.ts_value = ts.value, .ts_echo = ts.echo, .has_timestamps = true}},
      {"unknown kinds are skipped",
       {.raw = {253, 4, 0xf9, 0x89, 34, 2, 3, 3, 5}},
       {.window_scale = 5, .has_window_scale = true}},
      {"nothing counts behind the end of the list", {.raw = {0, 3, 3, 5}}, {}},
      {"not even a wrong length", {.raw = {0, 3, 99, 5}}, {}},
      {"forty NOPs", {.raw = Bytes(40, 1)}, {}},
  };
  for (const OptionRow& row : kRows) {
    SCOPED_TRACE(row.what);
    const TcpFields tcp = Parsed(BuildTcp({.options = row.options})).tcp;
    EXPECT_EQ(tcp.has_timestamps, row.expected.has_timestamps);
    EXPECT_EQ(tcp.ts_value, row.expected.ts_value);
    EXPECT_EQ(tcp.ts_echo, row.expected.ts_echo);
    EXPECT_EQ(tcp.has_window_scale, row.expected.has_window_scale);
    EXPECT_EQ(tcp.window_scale, row.expected.window_scale);
    EXPECT_EQ(tcp.sack_permitted, row.expected.sack_permitted);
  }
}

TEST(PacketViewTest, Udp) {
  const PacketView view = Parsed(BuildUdp({.src_port = 5353, .dst_port = 53, .payload = 11}));
  EXPECT_TRUE(view.IsUdp());
  EXPECT_EQ(view.src_port, 5353);
  EXPECT_EQ(view.dst_port, 53);
  EXPECT_EQ(view.payload_offset, 42);
  EXPECT_EQ(view.payload_length, 11u);
}

TEST(PacketViewTest, EchoHasItsIdentifier) {
  for (bool reply : {false, true}) {
    const PacketView v4 = Parsed(BuildEcho({.reply = reply, .identifier = 0xbeef, .payload = 56}));
    EXPECT_TRUE(v4.IsIcmp());
    EXPECT_EQ(v4.icmp.type, reply ? kIcmpEchoReply : kIcmpEchoRequest);
    EXPECT_EQ(v4.icmp.identifier, 0xbeef);
    EXPECT_EQ(v4.payload_length, 56u);
    EXPECT_EQ(v4.src_port, 0);
    const PacketView v6 = Parsed(BuildEcho({.src = kClient, .dst = kServer, .reply = reply, .identifier = 0xbeef}));
    EXPECT_EQ(v6.protocol, kProtocolIcmpV6);
    EXPECT_EQ(v6.icmp.type, reply ? kIcmpV6EchoReply : kIcmpV6EchoRequest);
    EXPECT_EQ(v6.icmp.identifier, 0xbeef);
  }
}

TEST(PacketViewTest, OtherIcmpHasNoIdentifier) {
  const Bytes unreachable = {3, 1, 0, 0, 0x12, 0x34, 0, 0};  // host unreachable; bytes 4 and 5 are unused there
  const PacketView view = Parsed(BuildIp({.protocol = kProtocolIcmp, .payload = unreachable}));
  EXPECT_EQ(view.icmp.type, 3);
  EXPECT_EQ(view.icmp.code, 1);
  EXPECT_EQ(view.icmp.identifier, 0);
  // Type 8 is an echo request only in ICMP, and type 128 only in ICMPv6.
  const PacketView v6 = Parsed(
      BuildIp({.src = kClient, .dst = kServer, .protocol = kProtocolIcmpV6, .payload = {8, 0, 0, 0, 1, 2, 3, 4}}));
  EXPECT_EQ(v6.icmp.identifier, 0);
}

TEST(PacketViewTest, IcmpOfTheOtherFamilyIsAnyProtocol) {
  const PacketView view = Parsed(BuildIp({.protocol = kProtocolIcmpV6, .payload = {128, 0, 0, 0, 1, 2}}));
  EXPECT_EQ(view.protocol, kProtocolIcmpV6);
  EXPECT_FALSE(view.IsIcmp());
  EXPECT_EQ(view.icmp.type, 0);
  EXPECT_EQ(view.icmp.identifier, 0);
  EXPECT_EQ(view.payload_length, 6u);
}

TEST(PacketViewTest, OtherProtocolsEndAtTheIpHeader) {
  const PacketView view = Parsed(BuildIp({.protocol = 47, .payload = Bytes(12)}));
  EXPECT_EQ(view.protocol, 47);
  EXPECT_EQ(view.payload_offset, 34);
  EXPECT_EQ(view.payload_length, 12u);
  EXPECT_EQ(view.src_port, 0);
}

// An extension header of `units` times eight bytes.
ExtensionHeader Extension(std::uint8_t type, std::uint8_t units) {
  Bytes body(units * 8 - 1, 0);
  body[0] = units - 1;
  return {type, body};
}

const ExtensionHeader kAtomicFragment = {44, {0, 0, 0, 1, 2, 3, 4}};

// RFC 4302: the length counts four-byte units less two, so 4 stands for 24 bytes.
ExtensionHeader Authentication() {
  Bytes body(23, 0);
  body[0] = 4;
  return {51, body};
}

struct ChainRow {
  const char* what;
  std::vector<ExtensionHeader> chain;
  std::uint16_t bytes;  // of the chain
};

TEST(PacketViewTest, SkipsIpv6Extensions) {
  const ChainRow kRows[] = {
      {"hop-by-hop", {Extension(0, 1)}, 8},
      {"destination options of the greatest length", {Extension(60, 255)}, 2040},
      {"routing", {Extension(43, 3)}, 24},
      {"atomic fragment (RFC 6946)", {kAtomicFragment}, 8},
      {"atomic fragment with reserved bits, which receivers ignore", {{44, {0xff, 0, 6, 1, 2, 3, 4}}}, 8},
      {"authentication", {Authentication()}, 24},
      {"mobility, HIP, shim6", {Extension(135, 1), Extension(139, 2), Extension(140, 1)}, 32},
      {"all in the order of RFC 8200",
       {Extension(0, 1), Extension(60, 1), Extension(43, 2), kAtomicFragment, Authentication(), Extension(60, 1)},
       72},
      {"eight, as many as there may be", std::vector(8, Extension(60, 1)), 64},
  };
  for (const ChainRow& row : kRows) {
    SCOPED_TRACE(row.what);
    const PacketView view =
        Parsed(BuildTcp({.src = kClient, .dst = kServer, .payload = 4, .frame = {.ipv6_extensions = row.chain}}));
    EXPECT_TRUE(view.IsTcp());
    EXPECT_EQ(view.l4_offset, 54 + row.bytes);
    EXPECT_EQ(view.dst_port, 22);
    EXPECT_EQ(view.payload_length, 4u);
  }
}

// ESP and "no next header" hide what follows: they are the packet's protocol.
TEST(PacketViewTest, Ipv6ChainEndsAtEspAndNoNextHeader) {
  for (std::uint8_t protocol : {50, 59}) {
    const PacketView view = Parsed(BuildIp({.src = kClient,
                                            .dst = kServer,
                                            .protocol = protocol,
                                            .payload = Bytes(9),
                                            .frame = {.ipv6_extensions = {Extension(60, 1)}}}));
    EXPECT_EQ(view.protocol, protocol);
    EXPECT_EQ(view.l4_offset, 62);
    EXPECT_EQ(view.payload_length, 9u);
  }
}

}  // namespace
}  // namespace tidegate
