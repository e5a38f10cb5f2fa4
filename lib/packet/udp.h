// Reads the UDP header (RFC 768).
#ifndef TIDEGATE_LIB_PACKET_UDP_H_
#define TIDEGATE_LIB_PACKET_UDP_H_

#include <cstddef>
#include <cstdint>

#include "packet/byte_order.h"
#include "packet/frame.h"
#include "tidegate/packet_view.h"

namespace tidegate::internal {

inline constexpr std::size_t kUdpBytes = 8;

// The datagram may end before the IP packet does: RFC 9868 puts UDP options into that rest.
inline DropReason ReadUdp(const Frame& frame, const IpExtent& ip, PacketView& view) {
  const std::size_t start = view.l4_offset;
  if (ip.readable < start + kUdpBytes) return DropReason::kTruncatedUdp;
  const std::uint8_t* header = frame.data + start;
  view.src_port = Load16(header);
  view.dst_port = Load16(header + 2);
  const std::size_t length = Load16(header + 4);
  if (length < kUdpBytes || ip.end < start + length) return DropReason::kBadUdpLength;
  view.payload_offset = static_cast<std::uint16_t>(start + kUdpBytes);
  view.payload_length = static_cast<std::uint32_t>(ip.end - start - kUdpBytes);
  return DropReason::kNone;
}

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_UDP_H_
