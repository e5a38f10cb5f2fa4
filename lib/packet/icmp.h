// Reads the ICMP and the ICMPv6 header (RFC 792, RFC 4443), which agree in what is read here.
#ifndef TIDEGATE_LIB_PACKET_ICMP_H_
#define TIDEGATE_LIB_PACKET_ICMP_H_

#include <cstddef>
#include <cstdint>

#include "packet/byte_order.h"
#include "packet/frame.h"
#include "tidegate/packet_view.h"

namespace tidegate::internal {

// Type, code, checksum, and four bytes that every message has, though their meaning depends on the type.
inline constexpr std::size_t kIcmpBytes = 8;

inline bool IsEcho(std::uint8_t ip_version, std::uint8_t type) {
  return ip_version == 4 ? type == kIcmpEchoRequest || type == kIcmpEchoReply
                         : type == kIcmpV6EchoRequest || type == kIcmpV6EchoReply;
}

inline bool IsEchoReply(const PacketView& view) {
  return view.icmp.type == (view.ip_version == 4 ? kIcmpEchoReply : kIcmpV6EchoReply);
}

inline DropReason ReadIcmp(const Frame& frame, const IpExtent& ip, PacketView& view) {
  const std::size_t start = view.l4_offset;
  if (ip.readable < start + kIcmpBytes) return DropReason::kTruncatedIcmp;
  const std::uint8_t* header = frame.data + start;
  view.icmp.type = header[0];
  view.icmp.code = header[1];
  if (IsEcho(view.ip_version, header[0])) view.icmp.identifier = Load16(header + 4);
  view.payload_offset = static_cast<std::uint16_t>(start + kIcmpBytes);
  view.payload_length = static_cast<std::uint32_t>(ip.end - start - kIcmpBytes);
  return DropReason::kNone;
}

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_ICMP_H_
