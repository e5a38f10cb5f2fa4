// Frames of each link type, by their bytes.
#include "link_layer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pcap/dlt.h>

#include <vector>

namespace tidegate::replay {
namespace {

using ::testing::ElementsAreArray;
using Bytes = std::vector<std::uint8_t>;

Frame FrameOf(const Bytes& bytes, std::uint32_t missing = 0) {
  const auto size = static_cast<std::uint32_t>(bytes.size());
  return {bytes.data(), size, size + missing};
}

Bytes BytesOf(const Frame& frame) { return {frame.data, frame.data + frame.captured}; }

TEST(LinkLayer, EthernetPassesUntouched) {
  const Bytes bytes(20, 7);
  const Frame frame = LinkLayer::OfType(DLT_EN10MB)->ToEthernet(FrameOf(bytes, 5));
  EXPECT_EQ(frame.data, bytes.data());
  EXPECT_EQ(frame.captured, 20u);
  EXPECT_EQ(frame.on_wire, 25u);
}

TEST(LinkLayer, OthersGetAnEthernetHeaderOfTheirType) {
  const struct {
    int type;
    Bytes in;
    Bytes ether_type_and_payload;
  } kRows[] = {
      // Packet type, ARPHRD, address length, address, protocol.
      {DLT_LINUX_SLL, {0, 0, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0, 0x86, 0xdd, 0x60, 9}, {0x86, 0xdd, 0x60, 9}},
      // Protocol, reserved, interface, ARPHRD, packet type, address length, address.
      {DLT_LINUX_SLL2, {8, 0, 0, 0, 0, 0, 0, 3, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0, 0x45, 9}, {8, 0, 0x45, 9}},
      {DLT_RAW, {0x45, 9, 8}, {8, 0, 0x45, 9, 8}},
      {DLT_RAW, {0x60, 9, 8}, {0x86, 0xdd, 0x60, 9, 8}},
      {DLT_RAW, {0x50, 9, 8}, {0, 0, 0x50, 9, 8}},
      {DLT_RAW, {}, {0, 0}},
      {DLT_IPV4, {0x46}, {8, 0, 0x46}},
      {DLT_IPV6, {0x6f}, {0x86, 0xdd, 0x6f}},
  };
  for (const auto& row : kRows) {
    Bytes expected(12, 0);
    expected.insert(expected.end(), row.ether_type_and_payload.begin(), row.ether_type_and_payload.end());
    std::optional<LinkLayer> link = LinkLayer::OfType(row.type);
    ASSERT_TRUE(link.has_value()) << row.type;
    const Frame frame = link->ToEthernet(FrameOf(row.in, 100));
    EXPECT_THAT(BytesOf(frame), ElementsAreArray(expected)) << row.type;
    EXPECT_EQ(frame.on_wire, frame.captured + 100) << row.type;
  }
}

TEST(LinkLayer, AFrameCutWithinItsLinkHeaderIsEmpty) {
  for (const int type : {DLT_LINUX_SLL, DLT_LINUX_SLL2}) {
    std::optional<LinkLayer> link = LinkLayer::OfType(type);
    const Bytes bytes(15, 0);
    const Frame frame = link->ToEthernet(FrameOf(bytes, 100));
    EXPECT_EQ(frame.captured, 0u);
    EXPECT_EQ(frame.on_wire, 0u);
  }
}

TEST(LinkLayer, ALengthThatNoFrameHasDoesNotWrap) {
  std::optional<LinkLayer> link = LinkLayer::OfType(DLT_RAW);
  const Bytes bytes(40, 0x45);
  const Frame frame = link->ToEthernet({bytes.data(), 40, 0xfffffffe});
  EXPECT_EQ(frame.captured, 54u);
  EXPECT_EQ(frame.on_wire, 0xffffffffu);
}

TEST(LinkLayer, OtherTypesAreNotKnown) { EXPECT_FALSE(LinkLayer::OfType(DLT_IEEE802_11).has_value()); }

}  // namespace
}  // namespace tidegate::replay
