// Makes one buffer of a packet's fragments, with DPDK's reassembly library.
#ifndef TIDEGATE_DATAPLANE_REASSEMBLY_JOINER_H_
#define TIDEGATE_DATAPLANE_REASSEMBLY_JOINER_H_

#include <rte_ip_frag.h>
#include <rte_mbuf.h>
#include <rte_mempool.h>

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "reassembly/cutter.h"
#include "reassembly/fragment_table.h"

namespace tidegate {

// What is remembered of the fragments, in the private area of the buffer that took their place.
struct WholeBuffer {
  std::uint32_t ipv6_id;
  std::uint16_t largest;  // bytes of IP of the largest fragment
  std::uint16_t l2_bytes;
  std::uint8_t ip_version;

  static WholeBuffer* Of(rte_mbuf* mbuf) { return static_cast<WholeBuffer*>(rte_mbuf_to_priv(mbuf)); }

  WholeFrame Frame(const rte_mbuf* mbuf) const {
    return {.data = rte_pktmbuf_mtod(mbuf, const std::uint8_t*),
            .bytes = mbuf->data_len,
            .l2_bytes = l2_bytes,
            .ip_version = ip_version,
            .ipv6_id = ipv6_id};
  }
};

// Buffers for whole packets, one pool for all workers. Each packet leaves its buffer in the same walk of the graph, so
// few are enough.
rte_mempool* MakeWholePool(unsigned workers);

// One worker's. The packet comes out in one piece, not as a chain: the firewall reads its headers and sums up its bytes
// as of any other packet.
class Joiner {
 public:
  // Fails if there is no memory. REQUIRES: the pool outlives it.
  static absl::StatusOr<std::unique_ptr<Joiner>> Make(rte_mempool* pool);
  ~Joiner() { rte_ip_frag_table_destroy(table_); }
  Joiner(const Joiner&) = delete;
  Joiner& operator=(const Joiner&) = delete;

  // Returns a buffer of the pool with the packet, and frees the fragments. Without memory, or if DPDK finds a fault
  // after all, it returns null and `dropped` gets the buffers that are left. REQUIRES: room for kMaxFragments in
  // `dropped`.
  rte_mbuf* Join(const WholePacket& packet, DroppedFragments& dropped);

 private:
  Joiner(rte_mempool* pool, rte_ip_frag_tbl* table) : pool_(pool), table_(table) {}
  rte_mbuf* JoinChain(const WholePacket& packet);
  rte_mbuf* Add(const FragmentPiece& piece, std::uint8_t ip_version);

  rte_mempool* pool_;
  rte_ip_frag_tbl* table_;
  rte_ip_frag_death_row faulty_{};
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_REASSEMBLY_JOINER_H_
