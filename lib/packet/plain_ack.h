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
  std::uint32_t window;  // unscaled, as sent
};

// The words of one's headers as they stand there, in host byte order; as few of them as hold all that is to be known.
struct PlainHeader {
  std::uint64_t addresses;       // source 32 | destination 32
  std::uint64_t ports_and_seq;   // source port 16 | destination port 16 | sequence number 32
  std::uint64_t ack_and_window;  // acknowledgement 32 | header length 4 | 4 | flags 8 | window 16
  std::uint32_t payload_length;

  constexpr PlainAck Ack() const {
    return {static_cast<std::uint32_t>(ports_and_seq), static_cast<std::uint32_t>(ack_and_window >> 32), payload_length,
            static_cast<std::uint32_t>(ack_and_window & 0xffff)};
  }
  constexpr std::uint32_t Ports() const { return static_cast<std::uint32_t>(ports_and_seq >> 32); }
  // Of the IP packet.
  constexpr std::uint32_t IpLength() const {
    const auto tcp_bytes = static_cast<std::uint32_t>(ack_and_window >> 28 & 0xf) * 4;
    return static_cast<std::uint32_t>(kIpv4MinBytes) + tcp_bytes + payload_length;
  }
};

// The flags that decide what becomes of a connection.
inline constexpr std::uint8_t kTcpEventFlags = kTcpSyn | kTcpAck | kTcpFin | kTcpRst;

// True for an ACK whose fields are all that it says.
inline bool IsPlainAck(const PacketView& view) {
  return view.IsTcp() && (view.tcp.flags & kTcpEventFlags) == kTcpAck && !view.tcp.has_sack;
}

// REQUIRES: IsPlainAck(view).
inline PlainAck PlainAckOf(const PacketView& view) {
  return {view.tcp.seq, view.tcp.ack, view.payload_length, view.tcp.window};
}

// False: it has another shape, or is damaged. REQUIRES: captured <= on_wire.
//
// From the frame's byte
//   12   EtherType 16 | version, header length 8 | service 8 | length 16
//   20   flags, fragment offset 16 | time to live 8 | protocol 8
//   26   addresses
//   34   ports, sequence number
//   42   acknowledgement, header length, flags, window
//   54   options: NOP 8 | NOP 8 | timestamps 8 | their length 8
[[gnu::always_inline]] inline bool ReadPlainAck(const std::uint8_t* data, std::size_t captured, std::size_t on_wire,
                                                PlainHeader& header) {
  constexpr std::size_t kTcp = kEthernetBytes + kIpv4MinBytes;
  constexpr std::size_t kOptions = kTcp + kTcpMinBytes;
  constexpr std::size_t kOptionsEnd = kTcp + kTcpTimestampsOnlyBytes;
  // How it differs from an ACK with a TCP header of so many bytes.
  const auto difference = [data](std::uint32_t tcp_bytes) {
    constexpr std::uint32_t kShape = std::uint32_t{kEtherTypeIpv4} << 16 | 0x4500;
    constexpr std::uint32_t kFragmentAndProtocol = std::uint32_t{kIpv4FragmentMask} << 16 | 0xff;
    const std::uint32_t bytes_and_flags = tcp_bytes / 4 << 12 | kTcpAck;
    return ((Load32(data + 12) ^ kShape) & 0xffffff00) | ((Load32(data + 20) ^ kProtocolTcp) & kFragmentAndProtocol) |
           ((static_cast<std::uint32_t>(Load64(data + 42) >> 16) ^ bytes_and_flags) & (0xf000u | kTcpEventFlags));
  };
  std::size_t headers_end = kOptionsEnd;
  if (captured < kOptionsEnd ||
      (difference(kTcpTimestampsOnlyBytes) | (Load32(data + kOptions) ^ kPaddedTimestamps)) != 0) [[unlikely]] {
    if (captured < kOptions || difference(kTcpMinBytes) != 0) return false;
    headers_end = kOptions;
  }
  // More than there is on any wire, if the IP packet ends before its headers do.
  const std::uint32_t payload_length = Load16(data + 16) - static_cast<std::uint32_t>(headers_end - kEthernetBytes);
  if (headers_end + payload_length > on_wire) return false;
  header = {Load64(data + 26), Load64(data + 34), Load64(data + 42), payload_length};
  return true;
}

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_PLAIN_ACK_H_
