// What a virtual machine may send: a row for each case, those that pass beside those that do not.
#include "switching/port_security.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "support/packet_builder.h"

namespace tidegate {
namespace {

using test::Bytes;
using test::Ip;

const MacAddress kMac{{0x52, 0x54, 0, 0x12, 0x34, 0x56}};
constexpr char kLinkLocal[] = "fe80::5054:ff:fe12:3456";  // by RFC 4291 appendix A

Bytes From(const MacAddress& mac, Bytes frame) {
  std::copy(mac.bytes.begin(), mac.bytes.end(), frame.begin() + 6);
  return frame;
}

DropReason Check(const Bytes& frame) {
  static const PortSecurity security({kMac}, {Ip("10.0.0.1"), Ip("10.0.0.7"), Ip("2001:db8::1")});
  return security.Check(frame.data(), frame.size());
}

Bytes Udp(const char* from, const char* to, std::uint16_t from_port = 1000, std::uint16_t to_port = 2000) {
  return From(kMac, test::BuildUdp({.src = Ip(from), .dst = Ip(to), .src_port = from_port, .dst_port = to_port}));
}

struct Icmp6 {
  std::uint8_t type;
  const char* source = kLinkLocal;
  const char* target = nullptr;  // of a neighbour message
  std::uint8_t option = 0;       // 1 source, 2 target link-layer address
  MacAddress link = kMac;
  std::uint8_t hop_limit = 255;
  std::vector<test::ExtensionHeader> extensions{};
};

Bytes Build(const Icmp6& spec) {
  Bytes message = {spec.type, 0, 0, 0, 0, 0, 0, 0};
  if (spec.type == 134) message.resize(16);
  if (spec.target != nullptr) {
    const IpAddress target = Ip(spec.target);
    message.insert(message.end(), target.bytes.begin(), target.bytes.end());
  }
  if (spec.option != 0) {
    message.insert(message.end(), {spec.option, 1});
    message.insert(message.end(), spec.link.bytes.begin(), spec.link.bytes.end());
  }
  test::IpSpec ip{.src = Ip(spec.source), .dst = Ip("ff02::1"), .protocol = 58, .payload = message};
  ip.frame.ttl = spec.hop_limit;
  ip.frame.ipv6_extensions = spec.extensions;
  return From(kMac, test::BuildIp(ip));
}

TEST(PortSecurity, ItsOwnAddressesPass) {
  EXPECT_EQ(Check(Udp("10.0.0.1", "10.0.0.2")), DropReason::kNone);
  EXPECT_EQ(Check(Udp("10.0.0.7", "10.0.0.2")), DropReason::kNone);
  EXPECT_EQ(Check(Udp("2001:db8::1", "2001:db8::2")), DropReason::kNone);
  EXPECT_EQ(Check(Udp(kLinkLocal, "fe80::1")), DropReason::kNone);
}

TEST(PortSecurity, OthersDoNot) {
  EXPECT_EQ(Check(Udp("10.0.0.2", "10.0.0.3")), DropReason::kSpoofedIp);
  EXPECT_EQ(Check(Udp("2001:db8::2", "2001:db8::3")), DropReason::kSpoofedIp);
  EXPECT_EQ(Check(Udp("fe80::1", "2001:db8::3")), DropReason::kSpoofedIp);
  EXPECT_EQ(Check(From({{0x52, 0x54, 0, 0x12, 0x34, 0x57}}, Udp("10.0.0.1", "10.0.0.2"))), DropReason::kSpoofedMac);
}

TEST(PortSecurity, DhcpClientsMayAskAndNobodyMayAnswer) {
  EXPECT_EQ(Check(Udp("0.0.0.0", "255.255.255.255", 68, 67)), DropReason::kNone);
  EXPECT_EQ(Check(Udp("0.0.0.0", "255.255.255.255", 68, 68)), DropReason::kSpoofedIp);
  EXPECT_EQ(Check(Udp("10.0.0.1", "255.255.255.255", 67, 68)), DropReason::kRogueDhcp);
  EXPECT_EQ(Check(Udp(kLinkLocal, "ff02::1:2", 546, 547)), DropReason::kNone);
  EXPECT_EQ(Check(Udp(kLinkLocal, "fe80::9", 547, 546)), DropReason::kRogueDhcp);
}

TEST(PortSecurity, ArpSpeaksForItsOwn) {
  const auto arp = [](const char* sender) {
    Bytes frame = From(kMac, test::BuildArpRequest({.sender = Ip(sender), .target = Ip("10.0.0.9")}));
    std::copy(kMac.bytes.begin(), kMac.bytes.end(), frame.begin() + 22);
    return frame;
  };
  EXPECT_EQ(Check(arp("10.0.0.1")), DropReason::kNone);
  EXPECT_EQ(Check(arp("0.0.0.0")), DropReason::kNone) << "a probe (RFC 5227)";
  EXPECT_EQ(Check(arp("10.0.0.2")), DropReason::kSpoofedArp);
  Bytes other_hardware = arp("10.0.0.1");
  other_hardware[27] ^= 1;
  EXPECT_EQ(Check(other_hardware), DropReason::kSpoofedArp);
  Bytes other_protocol = arp("10.0.0.1");
  other_protocol[16] = 0x86;
  EXPECT_EQ(Check(other_protocol), DropReason::kSpoofedArp);
  Bytes cut = arp("10.0.0.1");
  cut.resize(41);
  EXPECT_EQ(Check(cut), DropReason::kSpoofedArp);
}

TEST(PortSecurity, NeighbourDiscoverySpeaksForItsOwn) {
  const MacAddress other{{0x52, 0x54, 0, 0x12, 0x34, 0x57}};
  EXPECT_EQ(Check(Build({.type = 136, .target = "2001:db8::1", .option = 2})), DropReason::kNone);
  EXPECT_EQ(Check(Build({.type = 136, .target = kLinkLocal, .option = 2})), DropReason::kNone);
  EXPECT_EQ(Check(Build({.type = 136, .target = "2001:db8::2", .option = 2})), DropReason::kSpoofedNd);
  EXPECT_EQ(Check(Build({.type = 136, .target = "2001:db8::1", .option = 2, .link = other})), DropReason::kSpoofedNd);
  EXPECT_EQ(Check(Build({.type = 135, .target = "2001:db8::2", .option = 1})), DropReason::kNone);
  EXPECT_EQ(Check(Build({.type = 135, .target = "2001:db8::2", .option = 1, .link = other})), DropReason::kSpoofedNd);
  EXPECT_EQ(Check(Build({.type = 135, .source = "::", .target = "2001:db8::1"})), DropReason::kNone) << "RFC 4862";
  EXPECT_EQ(Check(Build({.type = 135, .source = "2001:db8::2", .target = "2001:db8::9"})), DropReason::kSpoofedIp);
  EXPECT_EQ(Check(Build({.type = 133, .option = 1})), DropReason::kNone);
  EXPECT_EQ(Check(Build({.type = 133, .source = "::"})), DropReason::kNone);
  EXPECT_EQ(Check(Build({.type = 136, .target = "2001:db8::1", .hop_limit = 64})), DropReason::kSpoofedNd);
  EXPECT_EQ(Check(Build({.type = 128, .source = "::"})), DropReason::kSpoofedIp) << "an echo request needs an address";
}

TEST(PortSecurity, OnlyTheNetworkHasRouters) {
  EXPECT_EQ(Check(Build({.type = 134})), DropReason::kRogueRouter);
  EXPECT_EQ(Check(Build({.type = 137})), DropReason::kRogueRouter);
}

// RFC 7113: the ways around RA Guard.
TEST(PortSecurity, ExtensionHeadersHideNothing) {
  const test::ExtensionHeader options{.type = 60};
  EXPECT_EQ(Check(Build({.type = 134, .extensions = {options}})), DropReason::kRogueRouter);
  EXPECT_EQ(Check(Build({.type = 134, .extensions = {options, options}})), DropReason::kRogueRouter);
  // A fragment header, first fragment with more to come: reserved byte, offset and flag, identification.
  const test::ExtensionHeader first{.type = 44, .body = {0, 0, 1, 0, 0, 0, 1}};
  EXPECT_EQ(Check(Build({.type = 134, .extensions = {first}})), DropReason::kSpoofedNd) << "RFC 6980";
  EXPECT_EQ(Check(Build({.type = 136, .target = "2001:db8::1", .extensions = {first}})), DropReason::kSpoofedNd);
  EXPECT_EQ(Check(Build({.type = 128, .source = "2001:db8::1", .extensions = {first}})), DropReason::kNone);
}

TEST(PortSecurity, FragmentsAreJudgedByTheirAddress) {
  const test::ExtensionHeader later{.type = 44, .body = {0, 0, 0x10, 0, 0, 0, 1}};
  EXPECT_EQ(Check(Build({.type = 0, .source = "2001:db8::1", .extensions = {later}})), DropReason::kNone);
  EXPECT_EQ(Check(Build({.type = 0, .source = "2001:db8::2", .extensions = {later}})), DropReason::kSpoofedIp);
  test::FrameSpec fragment;
  fragment.ipv4_fragment = 100;
  const auto udp = [&](const char* from) {
    return From(kMac, test::BuildUdp({.src = Ip(from), .src_port = 67, .dst_port = 68, .frame = fragment}));
  };
  EXPECT_EQ(Check(udp("10.0.0.1")), DropReason::kNone) << "what stands where the ports are in a first one is data";
  EXPECT_EQ(Check(udp("10.0.0.2")), DropReason::kSpoofedIp);
}

TEST(PortSecurity, NothingElseLeaves) {
  test::FrameSpec tagged;
  tagged.vlans = {{5}};
  EXPECT_EQ(Check(From(kMac, test::BuildTcp({.src = Ip("10.0.0.1"), .frame = tagged}))), DropReason::kEtherTypeDenied);
  Bytes lldp = Udp("10.0.0.1", "10.0.0.2");
  lldp[12] = 0x88;
  lldp[13] = 0xcc;
  EXPECT_EQ(Check(lldp), DropReason::kEtherTypeDenied);
}

TEST(PortSecurity, CutFramesAreReadNoFurtherThanTheyGo) {
  const Bytes frames[] = {Udp("10.0.0.1", "10.0.0.2"), Build({.type = 136, .target = "2001:db8::1", .option = 2}),
                          Build({.type = 133, .option = 1, .extensions = {{.type = 60}}})};
  for (const Bytes& whole : frames) {
    for (std::size_t captured = 0; captured <= whole.size(); ++captured) {
      const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(captured));
      Check(cut);
    }
    EXPECT_EQ(Check(whole), DropReason::kNone);
  }
}

}  // namespace
}  // namespace tidegate
