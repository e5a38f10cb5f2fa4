// Keys: one for both directions, in numerical order, and back to tuples and text. The hash is in flow_hash_test.cc.
#include "tidegate/flow_key.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <utility>

#include "support/packet_builder.h"

namespace tidegate {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the builder is the language of this file

struct KeyRow {
  const char* what;
  FlowTuple tuple;
  FlowSide side;  // of the source
};

FlowTuple Tuple(const char* src, std::uint16_t src_port, const char* dst, std::uint16_t dst_port, Zone zone = 0,
                std::uint8_t protocol = kProtocolTcp) {
  return {{Ip(src), src_port}, {Ip(dst), dst_port}, zone, protocol};
}

FlowTuple Swapped(FlowTuple tuple) {
  std::swap(tuple.source, tuple.destination);
  return tuple;
}

// In each row the source is the one whose side is named.
const KeyRow kRows[] = {
    {"lower address", Tuple("10.0.0.1", 50000, "192.168.0.4", 22), FlowSide::kLow},
    {"higher address, lower port", Tuple("192.168.0.4", 22, "10.0.0.1", 50000), FlowSide::kHigh},
    {"the first byte decides, not the last", Tuple("9.0.0.255", 1, "10.0.0.1", 1), FlowSide::kLow},
    {"addresses are unsigned", Tuple("255.255.255.255", 1, "0.0.0.0", 1), FlowSide::kHigh},
    {"equal addresses, lower port", Tuple("127.0.0.1", 255, "127.0.0.1", 256), FlowSide::kLow},
    {"equal addresses, higher port", Tuple("127.0.0.1", 65535, "127.0.0.1", 1), FlowSide::kHigh},
    {"equal endpoints", Tuple("127.0.0.1", 80, "127.0.0.1", 80), FlowSide::kLow},
    {"greatest zone", Tuple("10.0.0.1", 65535, "10.0.0.2", 65535, kMaxZone, 255), FlowSide::kLow},
    {"no ports", Tuple("10.0.0.2", 0, "10.0.0.1", 0, 5, 47), FlowSide::kHigh},
    {"IPv6, first word", Tuple("2001:db8::1", 1, "2001:db9::", 0), FlowSide::kLow},
    {"IPv6, second word", Tuple("2001:db8::2", 1, "2001:db8::1", 9), FlowSide::kHigh},
    {"IPv6, the first word outweighs the second", Tuple("2001:db8::ffff", 9, "2001:db9::1", 1), FlowSide::kLow},
    {"IPv6, words are unsigned", Tuple("fe80::1", 1, "::1", 1), FlowSide::kHigh},
    {"IPv6, equal addresses", Tuple("::1", 2, "::1", 1, kMaxZone, 255), FlowSide::kHigh},
    {"IPv6, equal endpoints", Tuple("::1", 80, "::1", 80), FlowSide::kLow},
};

template <typename Key>
void CheckRow(const KeyRow& row) {
  SCOPED_TRACE(row.what);
  Key key, back;
  EXPECT_EQ(MakeFlowKey(row.tuple, key), row.side);
  const bool same_ends = row.tuple.source == row.tuple.destination;
  EXPECT_EQ(MakeFlowKey(Swapped(row.tuple), back), same_ends ? row.side : Opposite(row.side));
  EXPECT_EQ(key, back);
  EXPECT_EQ(ToTuple(key, row.side), row.tuple);
  EXPECT_EQ(ToTuple(key, Opposite(row.side)), Swapped(row.tuple));
}

TEST(FlowKeyTest, OrdersEndpointsAndGivesThemBack) {
  for (const KeyRow& row : kRows) {
    row.tuple.source.address.v6 ? CheckRow<FlowKey6>(row) : CheckRow<FlowKey4>(row);
  }
}

TEST(FlowKeyTest, HasTheLayoutOfTheHeader) {
  FlowKey4 v4;
  MakeFlowKey(Tuple("10.0.0.2", 0x1234, "10.0.0.1", 0x5678, 0xabcdef), v4);
  EXPECT_EQ(v4.words[0], 0x0a000001'0a000002u);
  EXPECT_EQ(v4.words[1], 0x5678'1234'abcdef'06u);
  FlowKey6 v6;
  MakeFlowKey(Tuple("2001:db8::2", 0x1234, "2001:db8::1", 0x5678, 0xabcdef), v6);
  EXPECT_EQ(v6.words[0], 0x20010db8'00000000u);
  EXPECT_EQ(v6.words[1], 1u);
  EXPECT_EQ(v6.words[2], 0x20010db8'00000000u);
  EXPECT_EQ(v6.words[3], 2u);
  EXPECT_EQ(v6.words[4], 0x5678'1234'abcdef'06u);
}

// The branch-free order against the plain one, on few values so that all kinds of ties occur.
TEST(FlowKeyTest, Ipv6OrderIsTheLexicographicOne) {
  std::mt19937 random(7);
  auto endpoint = [&random] {
    Endpoint end{Ip("::"), static_cast<std::uint16_t>(random() % 3)};
    end.address.bytes[0] = random() % 2 * 0x80;
    end.address.bytes[7] = random() % 2;
    end.address.bytes[8] = random() % 2 * 0x80;
    end.address.bytes[15] = random() % 2;
    return end;
  };
  for (int i = 0; i < 10'000; ++i) {
    const FlowTuple tuple{endpoint(), endpoint(), 0, kProtocolUdp};
    FlowKey6 key;
    ASSERT_EQ(MakeFlowKey(tuple, key), tuple.source > tuple.destination ? FlowSide::kHigh : FlowSide::kLow);
    ASSERT_EQ(ToTuple(key, FlowSide::kLow).source, std::min(tuple.source, tuple.destination));
  }
}

TEST(FlowKeyTest, ZonesProtocolsAndPortsSeparate) {
  std::set<std::array<std::uint64_t, 2>> keys;
  int count = 0;
  for (Zone zone : {0u, 1u, 2u, 1u << 8, 1u << 16, kMaxZone}) {
    for (std::uint8_t protocol : {0, 1, 6, 17, 255}) {
      for (std::uint16_t port : {0, 1, 255, 256, 65535}) {
        FlowKey4 key;
        MakeFlowKey(Tuple("10.0.0.1", port, "10.0.0.2", 22, zone, protocol), key);
        keys.insert(key.words);
        ++count;
      }
    }
  }
  EXPECT_EQ(keys.size(), static_cast<std::size_t>(count));
}

// A packet's key is that of its tuple, and its answer has the same from the other side.
template <typename Key>
void CheckPackets(const Bytes& there, const Bytes& back, const FlowTuple& tuple) {
  SCOPED_TRACE(ToString(tuple));
  PacketView view;
  Key of_packet, of_answer, of_tuple;
  ASSERT_EQ(ParsePacket(there.data(), there.size(), there.size(), view), DropReason::kNone);
  const FlowSide side = MakeFlowKey(view, tuple.zone, of_packet);
  EXPECT_EQ(MakeFlowKey(tuple, of_tuple), side);
  EXPECT_EQ(of_packet, of_tuple);
  ASSERT_EQ(ParsePacket(back.data(), back.size(), back.size(), view), DropReason::kNone);
  EXPECT_EQ(MakeFlowKey(view, tuple.zone, of_answer), Opposite(side));
  EXPECT_EQ(of_answer, of_packet);
}

TEST(FlowKeyTest, BothDirectionsOfPacketsShareOneKey) {
  const TcpSpec tcp = {.src = Ip("10.0.0.9"), .dst = Ip("10.0.0.8"), .src_port = 1024, .dst_port = 443};
  CheckPackets<FlowKey4>(BuildTcp(tcp), BuildTcp(Reversed(tcp)), Tuple("10.0.0.9", 1024, "10.0.0.8", 443, 3));
  const UdpSpec udp = {.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::2"), .src_port = 9, .dst_port = 53};
  CheckPackets<FlowKey6>(BuildUdp(udp), BuildUdp(Reversed(udp)),
                         Tuple("2001:db8::1", 9, "2001:db8::2", 53, 4, kProtocolUdp));
  const IpSpec gre = {.src = Ip("10.0.0.9"), .dst = Ip("10.0.0.8")};
  CheckPackets<FlowKey4>(BuildIp(gre), BuildIp(Reversed(gre)), Tuple("10.0.0.9", 0, "10.0.0.8", 0, 0, 47));
}

TEST(FlowKeyTest, EchoRequestAndReplyShareOneKeyByIdentifier) {
  EchoSpec echo = {.src = Ip("10.0.0.9"), .dst = Ip("10.0.0.8"), .identifier = 77};
  EchoSpec reply = Reversed(echo);
  reply.reply = true;
  CheckPackets<FlowKey4>(BuildEcho(echo), BuildEcho(reply), Tuple("10.0.0.9", 77, "10.0.0.8", 77, 0, kProtocolIcmp));
  echo.src = reply.dst = Ip("2001:db8::1");
  echo.dst = reply.src = Ip("2001:db8::2");
  CheckPackets<FlowKey6>(BuildEcho(echo), BuildEcho(reply),
                         Tuple("2001:db8::1", 77, "2001:db8::2", 77, 0, kProtocolIcmpV6));
}

// Protocol 58 in IPv4 is no ICMPv6, whatever its bytes look like.
TEST(FlowKeyTest, IcmpOfTheOtherFamilyHasNoIdentifier) {
  const IpSpec spec = {.protocol = kProtocolIcmpV6, .payload = {128, 0, 0, 0, 0x12, 0x34, 0, 0}};
  CheckPackets<FlowKey4>(BuildIp(spec), BuildIp(Reversed(spec)),
                         Tuple("10.0.0.1", 0, "192.168.0.4", 0, 0, kProtocolIcmpV6));
}

TEST(FlowKeyTest, ToStringRows) {
  const std::pair<FlowTuple, const char*> kTexts[] = {
      {Tuple("10.0.0.1", 50000, "192.168.0.4", 22), "tcp 10.0.0.1:50000 -> 192.168.0.4:22"},
      {Tuple("192.168.0.4", 22, "10.0.0.1", 50000), "tcp 192.168.0.4:22 -> 10.0.0.1:50000"},
      {Tuple("10.0.0.1", 5, "10.0.0.2", 53, 7, kProtocolUdp), "udp 10.0.0.1:5 -> 10.0.0.2:53 zone 7"},
      {Tuple("10.0.0.1", 5, "10.0.0.2", 3868, 0, kProtocolSctp), "sctp 10.0.0.1:5 -> 10.0.0.2:3868"},
      {Tuple("10.0.0.1", 9, "10.0.0.2", 9, 0, kProtocolIcmp), "icmp 10.0.0.1:9 -> 10.0.0.2:9"},
      {Tuple("2001:db8::1", 5, "::1", 22, kMaxZone), "tcp [2001:db8::1]:5 -> [::1]:22 zone 16777215"},
      {Tuple("::1", 8, "::2", 8, 0, kProtocolIcmpV6), "icmpv6 [::1]:8 -> [::2]:8"},
      {Tuple("10.0.0.1", 0, "10.0.0.2", 0, 0, 47), "47 10.0.0.1 -> 10.0.0.2"},
      {Tuple("::1", 0, "::2", 0, 1, 50), "50 [::1] -> [::2] zone 1"},
  };
  for (const auto& [tuple, text] : kTexts) EXPECT_EQ(ToString(tuple), text);
}

TEST(FlowKeyTest, ProtocolNames) {
  EXPECT_EQ(ProtocolName(1), "icmp");
  EXPECT_EQ(ProtocolName(6), "tcp");
  EXPECT_EQ(ProtocolName(17), "udp");
  EXPECT_EQ(ProtocolName(58), "icmpv6");
  EXPECT_EQ(ProtocolName(132), "sctp");
  EXPECT_EQ(ProtocolName(0), "0");
  EXPECT_EQ(ProtocolName(255), "255");
}

}  // namespace
}  // namespace tidegate
