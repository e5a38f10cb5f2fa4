// Reads the IPv6 header (RFC 8200); the extension headers, which are rare, have a file of their own.
#ifndef TIDEGATE_LIB_PACKET_IPV6_H_
#define TIDEGATE_LIB_PACKET_IPV6_H_

#include <cstddef>
#include <cstdint>

#include "packet/byte_order.h"
#include "packet/frame.h"
#include "packet/ipv6_extensions.h"
#include "tidegate/packet_view.h"

namespace tidegate::internal {

inline constexpr std::size_t kIpv6Bytes = 40;

inline DropReason ReadIpv6(const Frame& frame, PacketView& view, IpExtent& ip) {
  const std::size_t start = view.l3_offset;
  if (frame.captured < start + kIpv6Bytes) return DropReason::kTruncatedIpv6;
  const std::uint8_t* header = frame.data + start;
  if (header[0] >> 4 != 6) return DropReason::kBadIpv6Header;
  const std::size_t end = start + kIpv6Bytes + Load16(header + 4);
  if (end > frame.on_wire) return DropReason::kBadIpv6Length;

  view.ip_version = 6;
  view.protocol = header[6];
  view.src_address = header + 8;
  view.dst_address = header + 24;
  view.l4_offset = static_cast<std::uint16_t>(start + kIpv6Bytes);
  ip = IpExtent(frame, end);
  return IsIpv6Extension(view.protocol) ? SkipIpv6Extensions(frame.data, ip.readable, view) : DropReason::kNone;
}

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_IPV6_H_
