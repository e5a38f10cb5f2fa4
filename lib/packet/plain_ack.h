// The shape of nearly all packets of TCP connections, told by a few compares instead of header by header: IPv4 without
// options and whole, right behind the Ethernet header; TCP with ACK and none of SYN, FIN and RST, and no options but
// the timestamps in their usual place. Any other packet goes to ParsePacket(), which says the same of this one.
#ifndef TIDEGATE_LIB_PACKET_PLAIN_ACK_H_
#define TIDEGATE_LIB_PACKET_PLAIN_ACK_H_

#include <cstddef>
#include <cstdint>

#include "packet/byte_order.h"
#include "packet/ethernet.h"
#include "packet/ipv4.h"
#include "packet/tcp.h"
#include "tidegate/packet_view.h"

namespace tidegate::internal {

// What the connection has to know of it.
struct PlainAck {
  std::uint32_t seq;
  std::uint32_t ack;
  std::uint32_t payload_length;
  std::uint32_t ip_length;  // of the IP packet, headers included
  std::uint16_t window;     // unscaled, as sent
};

// Where things stand in a frame of this shape.
struct PlainFrame {
  static constexpr std::size_t kIp = kEthernetBytes;
  static constexpr std::size_t kAddresses = kIp + 12;
  static constexpr std::size_t kTcp = kIp + kIpv4MinBytes;
  static constexpr std::size_t kOptions = kTcp + kTcpMinBytes;
};

// The flags that decide what becomes of a connection.
inline constexpr std::uint8_t kTcpEventFlags = kTcpSyn | kTcpAck | kTcpFin | kTcpRst;

// True for an ACK whose fields are all that it says.
inline bool IsPlainAck(const PacketView& view) {
  return view.IsTcp() && (view.tcp.flags & kTcpEventFlags) == kTcpAck && !view.tcp.has_sack;
}

// REQUIRES: IsPlainAck(view).
inline PlainAck PlainAckOf(const PacketView& view) {
  return {view.tcp.seq, view.tcp.ack, view.payload_length, view.IpLength(), view.tcp.window};
}

// False: it has another shape, or is damaged. REQUIRES: captured <= on_wire.
[[gnu::always_inline]] inline bool ReadPlainAck(const std::uint8_t* data, std::size_t captured, std::size_t on_wire,
                                                PlainAck& ack) {
  using At = PlainFrame;
  if (captured < At::kOptions) return false;
  // EtherType, version and header length; of the next word the fragment's and the protocol.
  constexpr std::uint32_t kShape = std::uint32_t{kEtherTypeIpv4} << 16 | 0x4500;
  constexpr std::uint32_t kFragmentAndProtocol = std::uint32_t{kIpv4FragmentMask} << 16 | 0xff;
  const std::uint32_t shape = Load32(data + At::kIp - 2) & 0xffffff00;
  const std::uint32_t whole = Load32(data + At::kIp + 6) & kFragmentAndProtocol;
  const std::uint32_t flags = data[At::kTcp + 13] & kTcpEventFlags;
  if (((shape ^ kShape) | (whole ^ kProtocolTcp) | (flags ^ kTcpAck)) != 0) return false;
  const std::size_t header_bytes = (data[At::kTcp + 12] >> 4) * std::size_t{4};
  const std::size_t payload_offset = At::kTcp + header_bytes;
  if (header_bytes == kTcpTimestampsOnlyBytes) [[likely]] {
    if (captured < payload_offset || Load32(data + At::kOptions) != kPaddedTimestamps) return false;
  } else if (header_bytes != kTcpMinBytes) {
    return false;
  }
  const std::size_t ip_length = Load16(data + At::kIp + 2);
  const std::size_t end = At::kIp + ip_length;
  if (end < payload_offset || end > on_wire) return false;
  ack.seq = Load32(data + At::kTcp + 4);
  ack.ack = Load32(data + At::kTcp + 8);
  ack.payload_length = static_cast<std::uint32_t>(end - payload_offset);
  ack.ip_length = static_cast<std::uint32_t>(ip_length);
  ack.window = Load16(data + At::kTcp + 14);
  return true;
}

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_PLAIN_ACK_H_
