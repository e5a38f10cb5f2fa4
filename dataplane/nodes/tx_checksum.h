// Packets whose checksum is still to be filled in, in DPDK's words.
//
// A device that was not asked to verify checksums hands over none of these (net_vhost fills them in itself then). Where
// one does all the same, the checksum is filled in here: no transmit offload is ever asked for, so that every device
// gets what can go on the wire as it is.
#ifndef TIDEGATE_DATAPLANE_NODES_TX_CHECKSUM_H_
#define TIDEGATE_DATAPLANE_NODES_TX_CHECKSUM_H_

#include <rte_mbuf.h>

#include "checksum/complete_checksum.h"

namespace tidegate {

inline bool LacksChecksum(const rte_mbuf* mbuf) {
  return (mbuf->ol_flags & RTE_MBUF_F_RX_L4_CKSUM_MASK) == RTE_MBUF_F_RX_L4_CKSUM_NONE;
}

// REQUIRES: one buffer holds all of the packet.
inline void FillInChecksum(rte_mbuf* mbuf) {
  CompleteChecksums(rte_pktmbuf_mtod(mbuf, std::uint8_t*), mbuf->data_len);
  mbuf->ol_flags &= ~(RTE_MBUF_F_RX_L4_CKSUM_MASK | RTE_MBUF_F_RX_IP_CKSUM_MASK);
}

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_NODES_TX_CHECKSUM_H_
