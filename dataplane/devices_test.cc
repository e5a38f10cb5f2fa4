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
  EXPECT_EQ(WithDefaults("net_af_packet0,iface=vm1"), "net_af_packet0,iface=vm1,framecnt=4096");
  EXPECT_EQ(WithDefaults("net_af_packet0,iface=vm1,framecnt=64"), "net_af_packet0,iface=vm1,framecnt=64");
  EXPECT_EQ(WithDefaults("net_null0"), "net_null0");
}

TEST(MayVerifyChecksums, NotOfParavirtualDevices) {
  for (const char* driver : {"net_virtio", "net_virtio_user", "net_vhost", "net_vmxnet3"}) {
    EXPECT_FALSE(MayVerifyChecksums(driver)) << driver;
  }
  for (const char* driver : {"net_ice", "mlx5_pci", "net_ixgbe", "net_tap"}) EXPECT_TRUE(MayVerifyChecksums(driver));
}

TEST(CheckDevice, NamesTheMissingInterface) {
  EXPECT_THAT(CheckDevice("net_af_packet0,iface=nosuch0").message(), HasSubstr("interface \"nosuch0\" does not exist"));
  EXPECT_THAT(CheckDevice("net_af_xdp0,iface=nosuch0").message(), HasSubstr("interface \"nosuch0\" does not exist"));
  EXPECT_THAT(CheckDevice("net_af_packet0").message(), HasSubstr("expected iface=NAME"));
  EXPECT_TRUE(CheckDevice("net_null0").ok());
}

}  // namespace
}  // namespace tidegate
