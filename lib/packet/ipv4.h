// Reads the IPv4 header (RFC 791). Its checksum is verified on demand only (checksum.h): that is the work of the
// network card before and of the endpoint behind, and what the key is made of arrives at the endpoint as it was judged
// here.
#ifndef TIDEGATE_LIB_PACKET_IPV4_H_
#define TIDEGATE_LIB_PACKET_IPV4_H_

#include <cstddef>
#include <cstdint>

#include "packet/byte_order.h"
#include "packet/frame.h"
#include "tidegate/packet_view.h"

namespace tidegate::internal {

inline constexpr std::size_t kIpv4MinBytes = 20;
inline constexpr std::uint16_t kIpv4FragmentMask = 0x3fff;  // more-fragments flag and offset

inline DropReason ReadIpv4(const Frame& frame, PacketView& view, IpExtent& ip) {
  const std::size_t start = view.l3_offset;
  if (frame.captured < start + kIpv4MinBytes) return DropReason::kTruncatedIpv4;
  const std::uint8_t* header = frame.data + start;
  const std::size_t header_bytes = (header[0] & 0x0f) * std::size_t{4};
  if (header[0] >> 4 != 4 || header_bytes < kIpv4MinBytes) return DropReason::kBadIpv4Header;
  if (frame.captured < start + header_bytes) return DropReason::kTruncatedIpv4;
  const std::size_t total_bytes = Load16(header + 2);
  if (total_bytes < header_bytes || start + total_bytes > frame.on_wire) return DropReason::kBadIpv4Length;

  view.ip_version = 4;
  view.protocol = header[9];
  view.src_address = header + 12;
  view.dst_address = header + 16;
  view.l4_offset = static_cast<std::uint16_t>(start + header_bytes);
  ip = IpExtent(frame, start + total_bytes);
  return (Load16(header + 6) & kIpv4FragmentMask) != 0 ? DropReason::kIpFragment : DropReason::kNone;
}

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_IPV4_H_
