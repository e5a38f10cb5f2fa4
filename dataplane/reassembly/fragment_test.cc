// Which frames are fragments, what is read of them, and which cannot be part of any packet.
#include "reassembly/fragment.h"

#include <gtest/gtest.h>

#include "support/fragment_builder.h"

namespace tidegate {
namespace {

using test::BuildFragment;
using test::BuildTcp;
using test::BuildUdp;
using test::Bytes;
using test::FragmentSpec;
using test::Ip;

const Bytes& Udp4() {
  static const Bytes frame = BuildUdp({.payload = 3000});
  return frame;
}

const Bytes& Udp6() {
  static const Bytes frame = BuildUdp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::2"), .payload = 3000});
  return frame;
}

std::optional<Fragment> Read(const Bytes& frame, PortIndex port = 0) {
  return ReadFragment(frame.data(), frame.size(), frame.size(), port);
}

Fragment MustRead(const Bytes& frame, PortIndex port = 0) {
  const std::optional<Fragment> fragment = Read(frame, port);
  EXPECT_TRUE(fragment.has_value());
  return fragment.value_or(Fragment());
}

// The frame with an 802.1Q tag of this identifier.
Bytes Tagged(Bytes frame, std::uint8_t vlan) {
  Bytes tagged(frame.begin(), frame.begin() + 12);
  for (const std::uint8_t byte : {0x81, 0x00, 0x00, +vlan}) tagged.push_back(byte);
  for (std::size_t i = 12; i < frame.size(); ++i) tagged.push_back(frame[i]);
  return tagged;
}

TEST(Fragment, OfIpv4IsReadWithItsPlace) {
  const Fragment fragment = MustRead(BuildFragment(Udp4(), {.offset = 1480, .length = 1480, .id = 0xabcd}));
  EXPECT_EQ(fragment.ip_version, 4);
  EXPECT_EQ(fragment.l2_bytes, 14);
  EXPECT_EQ(fragment.header_bytes, 20);
  EXPECT_EQ(fragment.offset, 1480u);
  EXPECT_EQ(fragment.length, 1480);
  EXPECT_EQ(fragment.end(), 2960u);
  EXPECT_EQ(fragment.ip_bytes(), 1500u);
  EXPECT_EQ(fragment.id, 0xabcdu);
  EXPECT_EQ(fragment.protocol, kProtocolUdp);
  EXPECT_TRUE(fragment.more);
}

TEST(Fragment, OfIpv6IsReadWithItsPlace) {
  const Fragment fragment =
      MustRead(BuildFragment(Udp6(), {.offset = 1448, .length = 100, .more = false, .id = 0x89abcdef}));
  EXPECT_EQ(fragment.ip_version, 6);
  EXPECT_EQ(fragment.header_bytes, 48);
  EXPECT_EQ(fragment.offset, 1448u);
  EXPECT_EQ(fragment.length, 100);
  EXPECT_EQ(fragment.id, 0x89abcdefu);
  EXPECT_EQ(fragment.protocol, kProtocolUdp);
  EXPECT_FALSE(fragment.more);
}

TEST(Fragment, PaddingOfAShortFrameIsNoData) {
  Bytes frame = BuildFragment(Udp4(), {.offset = 8, .length = 8, .more = false});
  frame.resize(60);
  EXPECT_EQ(MustRead(frame).length, 8);
}

TEST(Fragment, OptionsBelongToTheHeader) {
  const Bytes frame = BuildUdp({.payload = 100, .frame = {.ipv4_options = {0x94, 4, 0, 0}}});
  EXPECT_EQ(MustRead(BuildFragment(frame, {.offset = 0, .length = 48})).header_bytes, 24);
}

TEST(Fragment, BehindVlanTagsIsRead) {
  const Fragment fragment = MustRead(Tagged(BuildFragment(Udp4(), {}), 7));
  EXPECT_EQ(fragment.l2_bytes, 18);
  EXPECT_EQ(fragment.length, 8);
}

TEST(Fragment, NoneIsSeenInOtherFrames) {
  Bytes atomic = BuildFragment(Udp6(), {.offset = 0, .length = 3008, .more = false});  // RFC 6946
  EXPECT_FALSE(Read(atomic));
  for (const Bytes& frame : {Udp4(), Udp6(), BuildTcp({}), test::BuildArpRequest({})}) {
    EXPECT_FALSE(MayBeFragment(frame.data()));
    EXPECT_FALSE(Read(frame));
  }
}

TEST(Fragment, DontFragmentAloneIsNone) {
  const Bytes frame = BuildUdp({.payload = 8, .frame = {.ipv4_fragment = 0x4000}});
  EXPECT_FALSE(MayBeFragment(frame.data()));
  EXPECT_FALSE(Read(frame));
}

TEST(Fragment, TheQuickLookSeesEveryOne) {
  for (const Bytes& whole : {Udp4(), Udp6()}) {
    for (const FragmentSpec& spec : {FragmentSpec{.offset = 0}, FragmentSpec{.offset = 8}, FragmentSpec{.offset = 2048},
                                     FragmentSpec{.offset = 8, .more = false}}) {
      const Bytes frame = BuildFragment(whole, spec);
      EXPECT_TRUE(MayBeFragment(frame.data()));
      EXPECT_TRUE(MayBeFragment(Tagged(frame, 1).data()));
    }
  }
}

TEST(Fragment, WhoseHeadersAreCutIsLeftToTheFirewall) {
  for (const Bytes& whole : {Udp4(), Udp6()}) {
    const Bytes frame = BuildFragment(whole, {.offset = 8, .length = 64});
    const std::size_t headers = frame.size() - 64;
    for (std::size_t captured = 0; captured < headers; ++captured) {
      const Bytes cut(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(captured));  // no byte behind
      EXPECT_FALSE(ReadFragment(cut.data(), captured, frame.size(), 0)) << captured;
    }
    EXPECT_TRUE(ReadFragment(frame.data(), headers, frame.size(), 0));
    EXPECT_FALSE(ReadFragment(frame.data(), headers, frame.size() - 1, 0)) << "the IP length exceeds the frame";
  }
}

TEST(Fragment, BehindOtherExtensionHeadersIsLeftToTheFirewall) {
  const Bytes frame =
      BuildUdp({.src = Ip("2001:db8::1"),
                .dst = Ip("2001:db8::2"),
                .payload = 8,
                .frame = {.ipv6_extensions = {{.type = 0}, {.type = 44, .body = {0, 0, 1, 0, 0, 0, 1}}}}});
  EXPECT_FALSE(Read(frame));
}

TEST(FragmentKey, TellsPacketsApart) {
  const FragmentSpec spec{.offset = 8, .id = 5};
  const FragmentKey key = MustRead(BuildFragment(Udp4(), spec)).key;
  EXPECT_EQ(MustRead(BuildFragment(Udp4(), {.offset = 16, .more = false, .id = 5})).key, key);
  EXPECT_NE(MustRead(BuildFragment(Udp4(), {.offset = 8, .id = 6})).key, key);
  EXPECT_NE(MustRead(BuildFragment(Udp4(), spec), 1).key, key) << "another port";
  EXPECT_NE(MustRead(Tagged(BuildFragment(Udp4(), spec), 0)).key, key) << "another VLAN";
  EXPECT_NE(MustRead(Tagged(BuildFragment(Udp4(), spec), 1)).key, MustRead(Tagged(BuildFragment(Udp4(), spec), 2)).key);
  EXPECT_NE(MustRead(BuildFragment(BuildTcp({.payload = 64}), {.offset = 24, .id = 5})).key, key)
      << "RFC 791: protocol";
  EXPECT_NE(MustRead(BuildFragment(BuildUdp({.src = Ip("10.0.0.2"), .payload = 64}), spec)).key, key);
  EXPECT_NE(MustRead(BuildFragment(BuildUdp({.dst = Ip("10.0.0.2"), .payload = 64}), spec)).key, key);
}

TEST(FragmentKey, OfIpv6DoesNotDependOnTheNextHeader) {
  Bytes other = BuildFragment(Udp6(), {.offset = 8});
  other[54] = kProtocolTcp;
  EXPECT_EQ(MustRead(other).key, MustRead(BuildFragment(Udp6(), {.offset = 16})).key);
}

TEST(IsSane, FragmentsThatFitNoPacketAreNot) {
  const struct {
    const char* what;
    FragmentSpec spec;
    bool tcp;
    bool sane;
  } kRows[] = {
      {"the smallest", {.offset = 8, .length = 8}, false, true},
      {"the last may have any length", {.offset = 8, .length = 1, .more = false}, false, true},
      {"no data", {.offset = 8, .length = 0}, false, false},
      {"no data at the end", {.offset = 8, .length = 0, .more = false}, false, false},
      {"not a multiple of eight", {.offset = 8, .length = 12}, false, false},
      {"at the end of the largest packet", {.offset = 65504, .length = 11, .more = false}, false, true},
      {"one byte behind it (ping of death)", {.offset = 65504, .length = 12, .more = false}, false, false},
      {"a TCP header without flags (RFC 1858)", {.offset = 0, .length = 16}, true, false},
      {"a TCP header", {.offset = 0, .length = 24}, true, true},
      {"overwrites a TCP header (RFC 3128)", {.offset = 8, .length = 64}, true, false},
      {"overwrites a TCP header", {.offset = 16, .length = 64}, true, false},
      {"behind a TCP header", {.offset = 24, .length = 64}, true, true},
      {"a UDP header alone", {.offset = 0, .length = 8}, false, true},
  };
  for (const auto& row : kRows) {
    const Bytes frame = row.tcp ? BuildTcp({.payload = 200}) : Udp4();
    EXPECT_EQ(IsSane(MustRead(BuildFragment(frame, row.spec))), row.sane) << row.what;
  }
}

}  // namespace
}  // namespace tidegate
