// Reads the SCTP common header; the walk over the chunks is in sctp.cc (RFC 9260 section 3).
#ifndef TIDEGATE_LIB_PACKET_SCTP_H_
#define TIDEGATE_LIB_PACKET_SCTP_H_

#include <cstddef>
#include <cstdint>

#include "packet/byte_order.h"
#include "packet/frame.h"
#include "tidegate/packet_view.h"

namespace tidegate::internal {

inline constexpr std::size_t kSctpBytes = 12;      // the common header
inline constexpr std::size_t kSctpChunkBytes = 4;  // type, flags and length of a chunk

// Chunks beyond that many are not looked at: a packet of small messages has hundreds. Nothing is missed, as what opens
// and closes associations stands before all data (RFC 9260 section 6.10).
inline constexpr int kMaxSctpChunks = 32;

// Sets the fields of `sctp` that chunks determine, from the `size` bytes behind the common header, of which `readable`
// were captured. kBadSctpChunk if a chunk is shorter than its type needs or longer than the packet, or stands where RFC
// 9260 does not have it: INIT, INIT ACK and SHUTDOWN COMPLETE alone (section 6.10), COOKIE ECHO and COOKIE ACK first
// (section 5.1) but for an AUTH (RFC 4895 section 6.3). kTruncatedSctp if the tag of an INIT was not captured; else the
// walk ends without complaint where the captured bytes do. REQUIRES: kSctpChunkBytes <= readable <= size.
DropReason WalkSctpChunks(const std::uint8_t* chunks, std::size_t readable, std::size_t size, SctpFields& sctp);

inline DropReason ReadSctp(const Frame& frame, const IpExtent& ip, PacketView& view) {
  const std::size_t start = view.l4_offset;
  const std::size_t first = start + kSctpBytes;
  if (ip.readable < first + kSctpChunkBytes) return DropReason::kTruncatedSctp;
  const std::uint8_t* header = frame.data + start;
  view.src_port = Load16(header);
  view.dst_port = Load16(header + 2);
  view.sctp.verification_tag = Load32(header + 4);
  view.payload_offset = static_cast<std::uint16_t>(first);
  view.payload_length = static_cast<std::uint32_t>(ip.end - first);
  return WalkSctpChunks(header + kSctpBytes, ip.readable - first, ip.end - first, view.sctp);
}

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_SCTP_H_
