// Makes one buffer of a packet's fragments, with DPDK's reassembly library.
//
// The library's table holds fragments between these calls only while one packet's are handed to it one by one. What it
// does not guard against (packets that grow beyond 65535 bytes, two protocols with the same identification in IPv4, a
// hash that can be foreseen) cannot happen to a packet that FragmentTable has found whole.
#include "reassembly/joiner.h"

#include <rte_errno.h>
#include <rte_lcore.h>

#include <cstring>
#include <string>

#include "switching/mbuf_route.h"

namespace tidegate {
namespace {

static_assert(FragmentTable::kMaxFragments <= RTE_LIBRTE_IP_FRAG_MAX_FRAG);
static_assert(FragmentTable::kMaxWholeBytes <= 8 * RTE_MBUF_DEFAULT_DATAROOM);

constexpr unsigned kBuffersOfWorker = 128;
constexpr std::uint16_t kBufferBytes = RTE_PKTMBUF_HEADROOM + FragmentTable::kMaxWholeBytes;
constexpr std::uint16_t kPrivateBytes = RTE_ALIGN(sizeof(WholeBuffer), RTE_MBUF_PRIV_ALIGN);

// One packet at a time, for which time stands still.
constexpr std::uint32_t kBuckets = 1;
constexpr std::uint32_t kBucketEntries = 2;
constexpr std::uint64_t kNoTimeout = ~std::uint64_t{0} / 2;
constexpr std::uint64_t kAnyTime = 1;

// Of the frame that is to come out.
std::size_t BytesOf(const WholePacket& packet) {
  const FragmentPiece& first = packet.pieces.front();
  const std::size_t fragment_header = packet.ip_version == 6 ? sizeof(rte_ipv6_fragment_ext) : 0;
  return first.l2_bytes + first.header_bytes - fragment_header + packet.pieces.back().end();
}

void Copy(const rte_mbuf* chain, rte_mbuf* to) {
  char* at = rte_pktmbuf_append(to, static_cast<std::uint16_t>(chain->pkt_len));
  for (const rte_mbuf* segment = chain; segment != nullptr; segment = segment->next) {
    std::memcpy(at, rte_pktmbuf_mtod(segment, const void*), segment->data_len);
    at += segment->data_len;
  }
}

// The header came from the first fragment, the congestion mark perhaps from another (RFC 3168 section 5.3). DPDK leaves
// the checksum to its caller.
void FinishHeader(std::uint8_t* header, const WholePacket& packet) {
  if (packet.ip_version == 6) {
    if (packet.congestion) header[1] |= 0x30;  // the traffic class lies across the first two bytes
    return;
  }
  if (packet.congestion) header[1] |= 0x03;
  SetIpv4Checksum(header);
}

}  // namespace

rte_mempool* MakeWholePool(unsigned workers) {
  return rte_pktmbuf_pool_create("tidegate-whole", workers * kBuffersOfWorker, 0, kPrivateBytes, kBufferBytes,
                                 static_cast<int>(rte_socket_id()));
}

absl::StatusOr<std::unique_ptr<Joiner>> Joiner::Make(rte_mempool* pool) {
  rte_ip_frag_tbl* table = rte_ip_frag_table_create(kBuckets, kBucketEntries, /*max_entries=*/1, kNoTimeout,
                                                    static_cast<int>(rte_socket_id()));
  if (table != nullptr) return std::unique_ptr<Joiner>(new Joiner(pool, table));
  return absl::ResourceExhaustedError(std::string("no memory for reassembly: ") + rte_strerror(rte_errno));
}

rte_mbuf* Joiner::Join(const WholePacket& packet, DroppedFragments& dropped) {
  rte_mbuf* whole = rte_pktmbuf_alloc(pool_);
  if (whole == nullptr) {
    for (const FragmentPiece& piece : packet.pieces) dropped.Add(piece.buffer, DropReason::kFragmentTableFull);
    return nullptr;
  }
  rte_mbuf* chain = JoinChain(packet);
  if (chain == nullptr || chain->pkt_len != BytesOf(packet)) {
    if (chain != nullptr) dropped.Add(chain, DropReason::kFragmentInvalid);
    for (std::uint32_t i = 0; i < faulty_.cnt; ++i) dropped.Add(faulty_.row[i], DropReason::kFragmentInvalid);
    faulty_.cnt = 0;
    rte_pktmbuf_free(whole);
    return nullptr;
  }
  Copy(chain, whole);
  whole->port = chain->port;
  SetRoute(whole, RouteOf(chain));
  const std::uint16_t l2_bytes = packet.pieces.front().l2_bytes;
  *WholeBuffer::Of(whole) = {
      .ipv6_id = packet.id, .largest = packet.largest, .l2_bytes = l2_bytes, .ip_version = packet.ip_version};
  FinishHeader(rte_pktmbuf_mtod_offset(whole, std::uint8_t*, l2_bytes), packet);
  rte_pktmbuf_free(chain);
  return whole;
}

rte_mbuf* Joiner::JoinChain(const WholePacket& packet) {
  rte_mbuf* chain = nullptr;
  for (const FragmentPiece& piece : packet.pieces) chain = Add(piece, packet.ip_version);
  return chain;
}

// Returns the chain when the last fragment is in.
rte_mbuf* Joiner::Add(const FragmentPiece& piece, std::uint8_t ip_version) {
  auto* mbuf = static_cast<rte_mbuf*>(piece.buffer);
  mbuf->l2_len = piece.l2_bytes;
  mbuf->l3_len = piece.header_bytes;
  if (ip_version == 4) {
    auto* header = rte_pktmbuf_mtod_offset(mbuf, rte_ipv4_hdr*, piece.l2_bytes);
    return rte_ipv4_frag_reassemble_packet(table_, &faulty_, mbuf, kAnyTime, header);
  }
  auto* header = rte_pktmbuf_mtod_offset(mbuf, rte_ipv6_hdr*, piece.l2_bytes);
  auto* extension = reinterpret_cast<rte_ipv6_fragment_ext*>(header + 1);
  return rte_ipv6_frag_reassemble_packet(table_, &faulty_, mbuf, kAnyTime, header, extension);
}

}  // namespace tidegate
