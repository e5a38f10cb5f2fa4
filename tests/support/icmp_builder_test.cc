// The builder of ICMP errors against the RFCs, byte by byte.
#include "support/icmp_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidegate::test {
namespace {

Bytes Part(const Bytes& bytes, std::size_t begin, std::size_t size) {
  return {bytes.begin() + static_cast<std::ptrdiff_t>(begin),
          bytes.begin() + static_cast<std::ptrdiff_t>(begin + size)};
}

TEST(IcmpBuilderTest, FragmentationNeeded) {
  const Bytes quoted = IpPacketOf(BuildTcp({.payload = 1000}));
  const Bytes frame = BuildIcmpError({.code = 4, .rest = 1400, .quoted = quoted, .quote_bytes = 28});
  ASSERT_EQ(frame.size(), 14u + 20 + 8 + 28);
  EXPECT_EQ(frame[23], kProtocolIcmp);
  EXPECT_THAT(Part(frame, 34, 2), testing::ElementsAre(3, 4));
  EXPECT_THAT(Part(frame, 38, 4), testing::ElementsAre(0, 0, 0x05, 0x78));  // RFC 1191 section 4
  EXPECT_EQ(Part(frame, 42, 28), Part(quoted, 0, 28));
  EXPECT_EQ(InternetChecksum(Part(frame, 34, 36)), 0);
}

TEST(IcmpBuilderTest, PacketTooBig) {
  const IpAddress a = Ip("2001:db8::1"), b = Ip("2001:db8::4");
  const Bytes quoted = IpPacketOf(BuildUdp({.src = a, .dst = b, .payload = 8}));
  const Bytes frame = BuildIcmpError({.src = b, .dst = a, .type = 2, .code = 0, .rest = 1280, .quoted = quoted});
  const std::size_t size = 8 + 40 + 16;
  ASSERT_EQ(frame.size(), 14u + 40 + size);
  EXPECT_EQ(frame[20], kProtocolIcmpV6);
  EXPECT_THAT(Part(frame, 54, 2), testing::ElementsAre(2, 0));
  EXPECT_EQ(Part(frame, 62, 56), quoted);
  Bytes covered = Part(frame, 22, 32);  // the addresses
  for (const std::uint8_t byte : {0, 0, 0, static_cast<int>(size), 0, 0, 0, 58}) covered.push_back(byte);
  for (const std::uint8_t byte : Part(frame, 54, size)) covered.push_back(byte);
  EXPECT_EQ(InternetChecksum(covered), 0);
}

TEST(IcmpBuilderTest, WhatStandsBehindTheQuote) {
  const Bytes frame = BuildIcmpError({.quoted = Bytes(128, 1), .behind = {0x20, 0, 0, 0}});
  EXPECT_EQ(Part(frame, 14 + 20 + 8 + 128, 4), (Bytes{0x20, 0, 0, 0}));
}

}  // namespace
}  // namespace tidegate::test
