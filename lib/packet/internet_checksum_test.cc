// The Internet sum on the RFC's example, on headers computed by hand, and against a sum made one byte at a time.
#include "packet/internet_checksum.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "support/packet_builder.h"

namespace tidegate::internal {
namespace {

using test::Bytes;

// As a receiver writes it down, whatever the machine's byte order.
std::uint16_t InNetworkOrder(std::uint16_t folded) {
  std::uint8_t bytes[2];
  std::memcpy(bytes, &folded, 2);
  return Load16(bytes);
}

std::uint16_t Sum(const Bytes& bytes) { return InNetworkOrder(Folded(InternetSum(bytes.data(), bytes.size()))); }

TEST(InternetChecksumTest, ExampleOfRfc1071) {
  EXPECT_EQ(Sum({0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7}), 0xddf2);  // section 3
}

// 4500 + 0073 + 0000 + 4000 + 4011 + 0000 + c0a8 + 0001 + c0a8 + 00c7 = 2 479c; 479c + 2 = 479e, whose complement is
// b861.
TEST(InternetChecksumTest, Ipv4HeaderByHand) {
  const Bytes header = {0x45, 0x00, 0x00, 0x73, 0x00, 0x00, 0x40, 0x00, 0x40, 0x11,
                        0xb8, 0x61, 0xc0, 0xa8, 0x00, 0x01, 0xc0, 0xa8, 0x00, 0xc7};
  EXPECT_TRUE(IsGoodSum(InternetSum(header.data(), header.size())));
  Bytes without = header;
  without[10] = without[11] = 0;
  EXPECT_EQ(Sum(without), 0x479e);
}

TEST(InternetChecksumTest, OddByteIsTheFirstOfItsWord) {
  EXPECT_EQ(Sum({0xab}), 0xab00);
  EXPECT_EQ(Sum({0x12, 0x34, 0x56}), 0x6834);
}

TEST(InternetChecksumTest, NothingButZerosIsNotGood) { EXPECT_FALSE(IsGoodSum(InternetSum(Bytes(40).data(), 40))); }

TEST(InternetChecksumTest, NumbersCountAsInThePacket) { EXPECT_EQ(InNetworkOrder(Folded(NumberSum(0x1234))), 0x1234); }

// Every size that a frame may have, at every alignment of a word, bytes of all ones included: there carries abound. The
// bytes lie in a buffer of exactly their size, so that AddressSanitizer sees a read past the end.
TEST(InternetChecksumTest, AgreesWithOneByteAtATime) {
  std::mt19937 random(7);
  for (std::size_t size = 0; size < 1600; ++size) {
    const std::size_t shift = size % 8;
    const std::unique_ptr<std::uint8_t[]> exact(new std::uint8_t[shift + size]);
    Bytes bytes(size);
    for (std::uint8_t& byte : bytes) byte = size % 3 == 0 ? 0xff : static_cast<std::uint8_t>(random());
    std::copy(bytes.begin(), bytes.end(), exact.get() + shift);
    const std::uint16_t expected = static_cast<std::uint16_t>(~test::InternetChecksum(bytes));
    ASSERT_EQ(InNetworkOrder(Folded(InternetSum(exact.get() + shift, size))), expected) << size << " bytes";
  }
}

TEST(InternetChecksumTest, FoldsTheGreatestSums) {
  EXPECT_EQ(Folded(~std::uint64_t{0}), 0xffff);
  EXPECT_EQ(Folded(0x1'0000'0000), 1);
  EXPECT_EQ(Folded(0xffff'ffff'0000'0000), 0xffff);
  EXPECT_EQ(Folded(0xffff'0000'0001'ffff), 1);
}

}  // namespace
}  // namespace tidegate::internal
