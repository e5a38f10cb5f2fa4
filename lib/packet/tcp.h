// Reads the TCP header (RFC 9293 section 3.1) and, by a short cut, the options that nearly all segments carry.
#ifndef TIDEGATE_LIB_PACKET_TCP_H_
#define TIDEGATE_LIB_PACKET_TCP_H_

#include <cstddef>
#include <cstdint>

#include "packet/byte_order.h"
#include "packet/frame.h"
#include "packet/tcp_options.h"
#include "tidegate/packet_view.h"

namespace tidegate::internal {

inline constexpr std::size_t kTcpMinBytes = 20;
inline constexpr std::size_t kTcpTimestampsOnlyBytes = 32;

// NOP, NOP, timestamps of 10 bytes: the layout RFC 7323 appendix A recommends, and what every established connection of
// the common stacks sends.
inline constexpr std::uint32_t kPaddedTimestamps = 0x0101080a;

inline DropReason ReadTcpOptions(const std::uint8_t* header, std::size_t header_bytes, TcpFields& tcp) {
  const std::uint8_t* options = header + kTcpMinBytes;
  if (header_bytes == kTcpTimestampsOnlyBytes && Load32(options) == kPaddedTimestamps) [[likely]] {
    tcp.ts_value = Load32(options + 4);
    tcp.ts_echo = Load32(options + 8);
    tcp.has_timestamps = true;
    return DropReason::kNone;
  }
  if (header_bytes == kTcpMinBytes) return DropReason::kNone;
  return WalkTcpOptions(options, header_bytes - kTcpMinBytes, tcp);
}

inline DropReason ReadTcp(const Frame& frame, const IpExtent& ip, PacketView& view) {
  const std::size_t start = view.l4_offset;
  if (ip.readable < start + kTcpMinBytes) return DropReason::kTruncatedTcp;
  const std::uint8_t* header = frame.data + start;
  view.src_port = Load16(header);
  view.dst_port = Load16(header + 2);
  const std::size_t header_bytes = (header[12] >> 4) * std::size_t{4};
  if (header_bytes < kTcpMinBytes || ip.end < start + header_bytes) return DropReason::kBadTcpHeader;
  if (ip.readable < start + header_bytes) return DropReason::kTruncatedTcp;

  view.tcp.seq = Load32(header + 4);
  view.tcp.ack = Load32(header + 8);
  view.tcp.flags = header[13];
  view.tcp.window = Load16(header + 14);
  view.payload_offset = static_cast<std::uint16_t>(start + header_bytes);
  view.payload_length = static_cast<std::uint32_t>(ip.end - start - header_bytes);
  return ReadTcpOptions(header, header_bytes, view.tcp);
}

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_TCP_H_
