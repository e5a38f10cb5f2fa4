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

// Its endpoints, the source's part before the destination's.
struct PlainEnds {
  std::uint64_t addresses;  // 32 bits each
  std::uint32_t ports;      // 16 bits each
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
//
// Five words hold all of it. From the frame's byte
//   12   EtherType 16 | version, header length 8 | service 8 | length 16 | identification 16
//   20   flags, fragment offset 16 | time to live 8 | protocol 8
//   26   source 32 | destination 32
//   34   source port 16 | destination port 16 | sequence number 32
//   42   acknowledgement 32 | header length 4 | 4 | flags 8 | window 16
[[gnu::always_inline]] inline bool ReadPlainAck(const std::uint8_t* data, std::size_t captured, std::size_t on_wire,
                                                PlainAck& ack, PlainEnds& ends) {
  constexpr std::size_t kTcp = kEthernetBytes + kIpv4MinBytes;
  constexpr std::size_t kOptions = kTcp + kTcpMinBytes;
  if (captured < kOptions) return false;
  const std::uint64_t from12 = Load64(data + 12);
  const std::uint32_t from20 = Load32(data + 20);
  const std::uint64_t from42 = Load64(data + 42);
  constexpr std::uint32_t kShape = std::uint32_t{kEtherTypeIpv4} << 16 | 0x4500;
  constexpr std::uint32_t kFragmentAndProtocol = std::uint32_t{kIpv4FragmentMask} << 16 | 0xff;
  const std::uint32_t shape = static_cast<std::uint32_t>(from12 >> 32) & 0xffffff00;
  const std::uint32_t whole = from20 & kFragmentAndProtocol;
  const std::uint32_t flags = static_cast<std::uint32_t>(from42 >> 16) & kTcpEventFlags;
  if (((shape ^ kShape) | (whole ^ kProtocolTcp) | (flags ^ kTcpAck)) != 0) return false;
  const std::size_t header_bytes = (from42 >> 28 & 0xf) * 4;
  const std::size_t payload_offset = kTcp + header_bytes;
  if (header_bytes == kTcpTimestampsOnlyBytes) [[likely]] {
    if (captured < payload_offset || Load32(data + kOptions) != kPaddedTimestamps) return false;
  } else if (header_bytes != kTcpMinBytes) {
    return false;
  }
  const std::size_t ip_length = from12 >> 16 & 0xffff;
  const std::size_t end = kEthernetBytes + ip_length;
  if (end < payload_offset || end > on_wire) return false;
  const std::uint64_t from34 = Load64(data + 34);
  ack.seq = static_cast<std::uint32_t>(from34);
  ack.ack = static_cast<std::uint32_t>(from42 >> 32);
  ack.payload_length = static_cast<std::uint32_t>(end - payload_offset);
  ack.ip_length = static_cast<std::uint32_t>(ip_length);
  ack.window = static_cast<std::uint16_t>(from42);
  ends.addresses = Load64(data + 26);
  ends.ports = static_cast<std::uint32_t>(from34 >> 32);
  return true;
}

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_PLAIN_ACK_H_
