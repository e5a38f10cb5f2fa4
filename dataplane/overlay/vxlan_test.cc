// Outer headers by RFC 7348 and the ECN bits by RFC 6040. What the dataplane sends is read back by hand in
// tests/dataplane/switching_test.cc.
#include "overlay/vxlan.h"

#include <gtest/gtest.h>

#include <set>

#include "overlay/neighbours.h"
#include "support/packet_builder.h"

namespace tidegate {
namespace {

using test::Bytes;
using test::Ip;

constexpr std::uint32_t kHere = 0x010200c0;   // 192.0.2.1 as it is sent
constexpr std::uint32_t kThere = 0x020200c0;  // 192.0.2.2

Bytes Encapsulated(const Bytes& inner, std::uint32_t vni = 0xabcdef, std::uint8_t ecn = 0) {
  const VxlanHeader header({.own_mac = {2, 0, 0, 0, 0, 2}, .own = kThere, .other = kHere, .udp_port = kVxlanPort});
  Bytes frame(kVxlanBytes);
  header.Write(frame.data(), {2, 0, 0, 0, 0, 1}, vni, inner.size(), 12345, ecn);
  frame.insert(frame.end(), inner.begin(), inner.end());
  return frame;
}

TEST(Vxlan, WhatIsWrittenIsReadBack) {
  const Bytes inner = test::BuildTcp({});
  const Bytes frame = Encapsulated(inner, 0xabcdef, 2);
  VxlanOuter outer;
  ASSERT_EQ(ReadVxlan(frame.data(), frame.size(), kHere, kVxlanPort, outer), DropReason::kNone);
  EXPECT_EQ(outer.bytes, kVxlanBytes);
  EXPECT_EQ(outer.vni, 0xabcdefu);
  EXPECT_EQ(outer.source, kThere);
  EXPECT_EQ(outer.ecn, 2);
}

TEST(Vxlan, NoLengthMakesItReadBeyondTheFrame) {
  const Bytes whole = Encapsulated(test::BuildTcp({}));
  for (std::size_t captured = 0; captured < whole.size(); ++captured) {
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(captured));  // for AddressSanitizer
    VxlanOuter outer;
    const DropReason reason = ReadVxlan(cut.data(), captured, kHere, kVxlanPort, outer);
    if (captured < kVxlanBytes + 14) {
      EXPECT_NE(reason, DropReason::kNone) << captured;
    }
  }
}

TEST(Vxlan, HeadersThatContradictThemselvesAreBad) {
  const auto reason_with = [](std::size_t at, std::uint8_t value) {
    Bytes frame = Encapsulated(test::BuildTcp({}));
    frame[at] = value;
    VxlanOuter outer;
    return ReadVxlan(frame.data(), frame.size(), kHere, kVxlanPort, outer);
  };
  EXPECT_EQ(reason_with(14, 0x44), DropReason::kBadVxlan) << "IP header of 16 bytes";
  EXPECT_EQ(reason_with(17, 0xff), DropReason::kBadVxlan) << "IP length";
  EXPECT_EQ(reason_with(20, 0x20), DropReason::kBadVxlan) << "more fragments";
  EXPECT_EQ(reason_with(39, 0x10), DropReason::kBadVxlan) << "UDP length";
  EXPECT_EQ(reason_with(42, 0x00), DropReason::kBadVxlan) << "no VNI";
  EXPECT_EQ(reason_with(42, 0xff), DropReason::kNone) << "reserved flags are ignored";
  EXPECT_EQ(reason_with(23, 6), DropReason::kNotVxlan) << "TCP";
  EXPECT_EQ(reason_with(33, 9), DropReason::kNotVxlan) << "another destination";
  EXPECT_EQ(reason_with(37, 1), DropReason::kNotVxlan) << "another UDP port";
}

// RFC 6040, figure 4: rows are the inner field, columns the outer one, in the order of the codepoints 0, 1, 2, 3.
TEST(Vxlan, EcnIsThatOfRfc6040) {
  constexpr int kDrop = -1;
  constexpr int kExpected[4][4] = {{0, 0, 0, kDrop}, {1, 1, 1, 3}, {2, 1, 2, 3}, {3, 3, 3, 3}};
  for (std::uint8_t inner = 0; inner < 4; ++inner) {
    for (std::uint8_t outer = 0; outer < 4; ++outer) {
      const std::optional<std::uint8_t> ecn = DecapsulatedEcn(inner, outer);
      EXPECT_EQ(ecn ? *ecn : kDrop, kExpected[inner][outer]) << int{inner} << " in " << int{outer};
    }
  }
}

TEST(Vxlan, AMarkLeavesTheInnerChecksumRight) {
  Bytes v4 = test::BuildTcp({});
  v4[15] = 0x02;
  v4[24] = v4[25] = 0;
  const std::uint16_t sum = test::InternetChecksum(Bytes(v4.begin() + 14, v4.begin() + 34));
  v4[24] = static_cast<std::uint8_t>(sum >> 8);
  v4[25] = static_cast<std::uint8_t>(sum);
  ASSERT_TRUE(TakeOverEcn(v4.data(), v4.size(), 3));
  EXPECT_EQ(v4[15], 0x03);
  EXPECT_EQ(test::InternetChecksum(Bytes(v4.begin() + 14, v4.begin() + 34)), 0);
  Bytes v6 = test::BuildTcp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::2")});
  v6[15] = static_cast<std::uint8_t>(v6[15] | 0x20);
  ASSERT_TRUE(TakeOverEcn(v6.data(), v6.size(), 3));
  EXPECT_EQ(EcnOf(v6.data(), v6.size()), 3);
}

TEST(Vxlan, FlowsDifferInTheirEntropyAndPacketsOfOneDoNot) {
  std::set<std::uint32_t> ports;
  for (std::uint16_t port = 1000; port < 2000; ++port) {
    const Bytes syn = test::BuildTcp({.src_port = port});
    const Bytes data = test::BuildTcp({.src_port = port, .flags = kTcpAck, .seq = 77, .payload = 9});
    EXPECT_EQ(FlowEntropy(syn.data(), syn.size()), FlowEntropy(data.data(), data.size()));
    ports.insert(FlowEntropy(syn.data(), syn.size()) & 0x3fff);
  }
  EXPECT_GT(ports.size(), 900u) << "of 1000 flows over 16384 ports";
}

TEST(Neighbours, AreAskedForOnceASecondAndAgainWhenTheyAreOld) {
  Neighbours neighbours;
  const auto index = neighbours.Add(kThere);
  EXPECT_EQ(neighbours.Add(kThere), index);
  constexpr TimeNs kNow = 100 * kSecond;
  EXPECT_EQ(neighbours.NextToAsk(kNow), index);
  EXPECT_FALSE(neighbours.NextToAsk(kNow + 1));
  EXPECT_EQ(neighbours.NextToAsk(kNow + kSecond), index);
  const MacBytes mac = {2, 0, 0, 0, 0, 9};
  neighbours.Hear(kHere, mac, kNow);
  EXPECT_FALSE(neighbours.Resolve(index));
  neighbours.Hear(kThere, mac, kNow + kSecond);
  EXPECT_EQ(neighbours.Resolve(index), mac);
  EXPECT_FALSE(neighbours.NextToAsk(kNow + 2 * kSecond));
  EXPECT_EQ(neighbours.NextToAsk(kNow + 60 * kSecond), index);
  EXPECT_EQ(neighbours.Resolve(index), mac) << "until another is heard of";
}

TEST(Neighbours, ManyAreAskedForInTurn) {
  Neighbours neighbours;
  for (std::uint32_t i = 1; i <= 3; ++i) neighbours.Add(i);
  std::set<std::size_t> asked;
  for (int i = 0; i < 3; ++i) asked.insert(neighbours.NextToAsk(kSecond).value());
  EXPECT_EQ(asked.size(), 3u);
  EXPECT_FALSE(neighbours.NextToAsk(kSecond));
}

}  // namespace
}  // namespace tidegate
