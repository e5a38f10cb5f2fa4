// Device strings.
#include "devices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidegate {
namespace {

using ::testing::HasSubstr;

TEST(IsPciDevice, TellsAddressesFromNames) {
  EXPECT_TRUE(IsPciDevice("0000:3b:00.1"));
  EXPECT_TRUE(IsPciDevice("3b:00.1"));
  EXPECT_TRUE(IsPciDevice("3b:00.1,rx_burst_vec=1"));
  EXPECT_TRUE(IsPciDevice("pci:0000:3b:00.1"));
  EXPECT_FALSE(IsPciDevice("net_null0"));
  EXPECT_FALSE(IsPciDevice("net_af_packet0,iface=3b:00.1"));
  EXPECT_FALSE(IsPciDevice("3b:00"));
  EXPECT_FALSE(IsPciDevice("3b:00.1x"));
  EXPECT_FALSE(IsPciDevice(""));
}

TEST(DeviceArgument, FindsTheValueOfAWholeName) {
  EXPECT_EQ(DeviceArgument("net_af_packet0,iface=vm1,qpairs=2", "iface"), "vm1");
  EXPECT_EQ(DeviceArgument("net_af_packet0,iface=vm1,qpairs=2", "qpairs"), "2");
  EXPECT_EQ(DeviceArgument("net_null0,copy", "copy"), "");
  EXPECT_EQ(DeviceArgument("net_af_packet0,xiface=vm1", "iface"), std::nullopt);
  EXPECT_EQ(DeviceArgument("iface=vm1", "iface"), std::nullopt);
}

TEST(WithDefaults, AddsWhatTheUserDidNotGive) {
  EXPECT_EQ(WithDefaults("net_af_packet0,iface=vm1", 1500), "net_af_packet0,iface=vm1,framecnt=4096");
  EXPECT_EQ(WithDefaults("net_af_packet0,iface=vm1,framecnt=64", 1500), "net_af_packet0,iface=vm1,framecnt=64");
  EXPECT_EQ(WithDefaults("net_null0", 9000), "net_null0");
}

TEST(WithDefaults, FramesHoldAPacketAndBlocksWholeFrames) {
  EXPECT_EQ(WithDefaults("net_af_packet0,iface=vm1", 9000),
            "net_af_packet0,iface=vm1,blocksz=36864,framesz=9216,framecnt=1024");
  EXPECT_EQ(WithDefaults("net_af_packet0,iface=vm1,framesz=16384,blocksz=16384", 9000),
            "net_af_packet0,iface=vm1,framesz=16384,blocksz=16384,framecnt=1024");
  for (std::uint16_t mtu = 68; mtu <= 9216; ++mtu) {
    const std::string device = WithDefaults("net_af_packet0,iface=vm1", mtu);
    const auto number = [&](const char* name, std::size_t without) {
      const auto text = DeviceArgument(device, name);
      return text ? std::stoul(*text) : without;
    };
    const std::size_t frame = number("framesz", 2048);
    const std::size_t block = number("blocksz", 4096);
    EXPECT_GE(frame, 66u + 14 + 4 + mtu) << mtu;
    EXPECT_EQ(block % 4096, 0u) << mtu;
    EXPECT_EQ(block % frame, 0u) << mtu;
    EXPECT_EQ(number("framecnt", 0) % (block / frame), 0u) << mtu;
    EXPECT_GE(BufferRoom(device, mtu), frame - 52) << "or the driver refuses the buffers";
  }
}

TEST(CheckDevice, NamesFramesThatHoldNoPacket) {
  EXPECT_THAT(CheckDevice("net_af_packet0,iface=lo,framesz=2048", 9000).message(),
              HasSubstr("framesz=2048 holds no packet of the MTU 9000; expected at least 9102"));
}

TEST(ExpectedMtu, OfAnInterfaceIsItsOwnUnlessConfigured) {
  EXPECT_EQ(ExpectedMtu("net_null0", std::nullopt), 1500);
  EXPECT_EQ(ExpectedMtu("net_null0", 9000), 9000);
  EXPECT_EQ(ExpectedMtu("net_af_packet0,iface=lo", std::nullopt), 9216) << "of 65536, as much as a port may have";
}

TEST(MayVerifyChecksums, NotOfParavirtualDevices) {
  for (const char* driver : {"net_virtio", "net_virtio_user", "net_vhost", "net_vmxnet3"}) {
    EXPECT_FALSE(MayVerifyChecksums(driver)) << driver;
  }
  for (const char* driver : {"net_ice", "mlx5_pci", "net_ixgbe", "net_tap"}) EXPECT_TRUE(MayVerifyChecksums(driver));
}

TEST(CheckDevice, NamesTheMissingInterface) {
  EXPECT_THAT(CheckDevice("net_af_packet0,iface=nosuch0", 1500).message(),
              HasSubstr("interface \"nosuch0\" does not exist"));
  EXPECT_THAT(CheckDevice("net_af_xdp0,iface=nosuch0", 1500).message(),
              HasSubstr("interface \"nosuch0\" does not exist"));
  EXPECT_THAT(CheckDevice("net_af_packet0", 1500).message(), HasSubstr("expected iface=NAME"));
  EXPECT_TRUE(CheckDevice("net_null0", 1500).ok());
}

}  // namespace
}  // namespace tidegate
