// What a device found out about a received packet's checksums, in the firewall's words.
#ifndef TIDEGATE_DATAPLANE_NODES_RX_CHECKSUM_H_
#define TIDEGATE_DATAPLANE_NODES_RX_CHECKSUM_H_

#include <rte_mbuf.h>
#include <rte_mbuf_ptype.h>

#include <cstdint>

#include "tidegate/checksum_status.h"

namespace tidegate {

// DPDK's "none" is a packet that came from this machine's own memory with a checksum that is still to be filled in: its
// bytes are right. Of a tunnel that the device looked into, the flags speak of the inner packet, and the firewall of
// the outer one.
inline ChecksumStatus RxChecksum(const rte_mbuf& mbuf) {
  const std::uint64_t ip = mbuf.ol_flags & RTE_MBUF_F_RX_IP_CKSUM_MASK;
  const std::uint64_t l4 = mbuf.ol_flags & RTE_MBUF_F_RX_L4_CKSUM_MASK;
  if ((ip | l4) == 0 || (mbuf.packet_type & RTE_PTYPE_TUNNEL_MASK) != 0) return ChecksumStatus::kUnknown;
  if (ip == RTE_MBUF_F_RX_IP_CKSUM_BAD) return ChecksumStatus::kBadIp;
  if (l4 == RTE_MBUF_F_RX_L4_CKSUM_BAD) return ChecksumStatus::kBadL4;
  if (l4 == RTE_MBUF_F_RX_L4_CKSUM_UNKNOWN) return ChecksumStatus::kUnknown;
  return ip == RTE_MBUF_F_RX_IP_CKSUM_UNKNOWN ? ChecksumStatus::kGoodL4 : ChecksumStatus::kGood;
}

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_NODES_RX_CHECKSUM_H_
