// The checksum flags of mbufs.
#include "nodes/rx_checksum.h"

#include <gtest/gtest.h>

namespace tidegate {
namespace {

struct Row {
  const char* what;
  std::uint64_t flags;
  std::uint32_t packet_type;
  ChecksumStatus expected;
};

TEST(RxChecksumTest, FlagsOfTheDevice) {
  using enum ChecksumStatus;
  constexpr std::uint64_t kIpGood = RTE_MBUF_F_RX_IP_CKSUM_GOOD;
  constexpr std::uint64_t kIpBad = RTE_MBUF_F_RX_IP_CKSUM_BAD;
  constexpr std::uint64_t kIpNone = RTE_MBUF_F_RX_IP_CKSUM_NONE;
  constexpr std::uint64_t kL4Good = RTE_MBUF_F_RX_L4_CKSUM_GOOD;
  constexpr std::uint64_t kL4Bad = RTE_MBUF_F_RX_L4_CKSUM_BAD;
  constexpr std::uint64_t kL4None = RTE_MBUF_F_RX_L4_CKSUM_NONE;
  const Row kRows[] = {
      {"a device without offload", 0, 0, kUnknown},
      {"flags of other things", RTE_MBUF_F_RX_RSS_HASH | RTE_MBUF_F_RX_VLAN, 0, kUnknown},
      {"both good", kIpGood | kL4Good, RTE_PTYPE_L4_TCP, kGood},
      {"header good, layer 4 not looked at: a fragment", kIpGood, RTE_PTYPE_L4_FRAG, kUnknown},
      {"IPv6 has no header checksum", kL4Good, RTE_PTYPE_L3_IPV6, kGoodL4},
      {"from a virtual machine that leaves checksums to the device", kIpNone | kL4None, 0, kGood},
      {"only layer 4 left to the device", kIpGood | kL4None, 0, kGood},
      {"header bad", kIpBad | kL4Good, 0, kBadIp},
      {"layer 4 bad", kIpGood | kL4Bad, 0, kBadL4},
      {"layer 4 of IPv6 bad", kL4Bad, 0, kBadL4},
      {"both bad", kIpBad | kL4Bad, 0, kBadIp},
      {"the inner packet of a tunnel is good", kIpGood | kL4Good, RTE_PTYPE_TUNNEL_VXLAN, kUnknown},
      {"the inner packet of a tunnel is bad", kIpGood | kL4Bad, RTE_PTYPE_TUNNEL_GRE, kUnknown},
  };
  for (const Row& row : kRows) {
    rte_mbuf mbuf{};
    mbuf.ol_flags = row.flags;
    mbuf.packet_type = row.packet_type;
    EXPECT_EQ(RxChecksum(mbuf), row.expected) << row.what;
  }
}

}  // namespace
}  // namespace tidegate
