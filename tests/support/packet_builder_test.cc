// The builder against what the RFCs say, byte by byte: the parser's tests rest on it, so it must not rest on the
// parser.
#include "support/packet_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

namespace tidegate::test {
namespace {

constexpr std::size_t kEthernetBytes = 14;

// The bytes from `begin` on, `size` of them or all.
Bytes Part(const Bytes& bytes, std::size_t begin, std::size_t size = SIZE_MAX) {
  return Bytes(bytes.begin() + begin, bytes.begin() + begin + std::min(size, bytes.size() - begin));
}

// A transport segment behind its pseudo-header: what the checksum of RFC 9293 and RFC 8200 covers.
Bytes Covered(const Bytes& frame, bool v6, std::uint8_t protocol) {
  const std::size_t addresses = v6 ? kEthernetBytes + 8 : kEthernetBytes + 12;
  const Bytes segment = Part(frame, kEthernetBytes + (v6 ? 40 : 20));
  Bytes all = Part(frame, addresses, v6 ? 32 : 8);
  all.insert(all.end(),
             {0, protocol, static_cast<std::uint8_t>(segment.size() >> 8), static_cast<std::uint8_t>(segment.size())});
  all.insert(all.end(), segment.begin(), segment.end());
  return all;
}

TEST(PacketBuilderTest, ChecksumOfRfc1071) {
  EXPECT_EQ(InternetChecksum({0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7}), 0x220d);  // its section 3
  EXPECT_EQ(InternetChecksum({0x01}), 0xfeff);  // an odd byte is the upper half of a word
}

TEST(PacketBuilderTest, TcpSynOfLinux) {
  const Bytes frame =
      BuildTcp({.src = Ip("10.0.0.1"),
                .dst = Ip("10.0.0.2"),
                .src_port = 0x1234,
                .dst_port = 22,
                .seq = 0x01020304,
                .options = {.mss = 1460, .sack_permitted = true, .timestamps = Timestamps{5, 0}, .window_scale = 7}});
  EXPECT_THAT(Part(frame, 12, 2), testing::ElementsAre(0x08, 0x00));
  EXPECT_THAT(Part(frame, 14, 10), testing::ElementsAre(0x45, 0, 0, 60, 0, 1, 0, 0, 64, 6));
  EXPECT_EQ(InternetChecksum(Part(frame, 14, 20)), 0);
  EXPECT_THAT(Part(frame, 26, 8), testing::ElementsAre(10, 0, 0, 1, 10, 0, 0, 2));
  EXPECT_THAT(Part(frame, 34, 14), testing::ElementsAre(0x12, 0x34, 0, 22, 1, 2, 3, 4, 0, 0, 0, 0, 0xa0, 0x02));
  EXPECT_THAT(Part(frame, 54), testing::ElementsAre(2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 5, 0, 0, 0, 0, 1, 3, 3, 7));
}

TEST(PacketBuilderTest, TimestampsAloneHaveTheUsualLayout) {
  const Bytes frame = BuildTcp({.options = {.timestamps = Timestamps{1, 2}}});
  EXPECT_THAT(Part(frame, 54), testing::ElementsAre(1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2));
}

TEST(PacketBuilderTest, TransportChecksumsAreRight) {
  const IpAddress a6 = Ip("2001:db8::1"), b6 = Ip("2001:db8:ffff::2");
  for (std::size_t payload : {0, 1, 2, 255, 1400}) {
    SCOPED_TRACE(payload);
    EXPECT_EQ(InternetChecksum(Covered(BuildTcp({.payload = payload}), false, 6)), 0);
    EXPECT_EQ(InternetChecksum(Covered(BuildUdp({.payload = payload}), false, 17)), 0);
    EXPECT_EQ(InternetChecksum(Part(BuildEcho({.payload = payload}), 34)), 0);
    EXPECT_EQ(InternetChecksum(Covered(BuildTcp({.src = a6, .dst = b6, .payload = payload}), true, 6)), 0);
    EXPECT_EQ(InternetChecksum(Covered(BuildUdp({.src = a6, .dst = b6, .payload = payload}), true, 17)), 0);
    EXPECT_EQ(InternetChecksum(Covered(BuildEcho({.src = a6, .dst = b6, .payload = payload}), true, 58)), 0);
  }
}

TEST(PacketBuilderTest, Ipv6ExtensionsAreChainedAndCounted) {
  const Bytes frame = BuildUdp({.src = Ip("::1"),
                                .dst = Ip("::2"),
                                .payload = 2,
                                .frame = {.ipv6_extensions = {{0, Bytes(7)}, {60, Bytes(7)}}}});
  EXPECT_THAT(Part(frame, 14, 8), testing::ElementsAre(0x60, 0, 0, 0, 0, 26, 0, 64));
  EXPECT_EQ(frame[54], 60);
  EXPECT_EQ(frame[62], 17);
}

TEST(PacketBuilderTest, TagsAndPadding) {
  const Bytes frame = BuildUdp({.frame = {.vlans = {{0x123, 0x88a8}, {0x456}}, .min_frame_bytes = 60}});
  EXPECT_EQ(frame.size(), 60u);
  EXPECT_THAT(Part(frame, 12, 10), testing::ElementsAre(0x88, 0xa8, 0x01, 0x23, 0x81, 0x00, 0x04, 0x56, 0x08, 0x00));
}

TEST(PacketBuilderTest, ArpRequest) {
  const Bytes frame = BuildArpRequest({.sender = Ip("10.0.0.1"), .target = Ip("10.0.0.2")});
  EXPECT_THAT(Part(frame, 0, 6), testing::Each(0xff));
  EXPECT_THAT(Part(frame, 12), testing::ElementsAre(8, 6, 0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 0, 0, 1,  //
                                                    0, 0, 0, 0, 0, 0, 10, 0, 0, 2));
}

TEST(PacketBuilderTest, ReversedExchangesTheEnds) {
  const TcpSpec there = {.src = Ip("10.0.0.1"), .dst = Ip("10.0.0.2"), .src_port = 1, .dst_port = 2};
  const TcpSpec back = Reversed(there);
  EXPECT_EQ(back.src, there.dst);
  EXPECT_EQ(back.dst, there.src);
  EXPECT_EQ(back.src_port, 2);
  EXPECT_EQ(back.dst_port, 1);
}

}  // namespace
}  // namespace tidegate::test
