// A packet's headers, read once and checked: what every later step of the firewall looks at instead of raw bytes.
//
//   PacketView view;
//   if (DropReason bad = ParsePacket(bytes, captured, on_wire, view); bad != DropReason::kNone) Count(bad);
#ifndef TIDEGATE_PACKET_VIEW_H_
#define TIDEGATE_PACKET_VIEW_H_

#include <cstddef>
#include <cstdint>

#include "tidegate/drop_reason.h"

namespace tidegate {

// IANA protocol numbers the firewall knows by name.
inline constexpr std::uint8_t kProtocolIcmp = 1;
inline constexpr std::uint8_t kProtocolTcp = 6;
inline constexpr std::uint8_t kProtocolUdp = 17;
inline constexpr std::uint8_t kProtocolIcmpV6 = 58;
inline constexpr std::uint8_t kProtocolSctp = 132;

inline constexpr std::uint16_t kEtherTypeIpv4 = 0x0800;
inline constexpr std::uint16_t kEtherTypeArp = 0x0806;
inline constexpr std::uint16_t kEtherTypeIpv6 = 0x86dd;

// TCP flags as they stand in the header (RFC 9293 section 3.1).
inline constexpr std::uint8_t kTcpFin = 0x01;
inline constexpr std::uint8_t kTcpSyn = 0x02;
inline constexpr std::uint8_t kTcpRst = 0x04;
inline constexpr std::uint8_t kTcpPsh = 0x08;
inline constexpr std::uint8_t kTcpAck = 0x10;
inline constexpr std::uint8_t kTcpUrg = 0x20;

inline constexpr std::uint8_t kIcmpEchoReply = 0;
inline constexpr std::uint8_t kIcmpEchoRequest = 8;
inline constexpr std::uint8_t kIcmpV6EchoRequest = 128;
inline constexpr std::uint8_t kIcmpV6EchoReply = 129;

// The fields of a TCP header and of its options, in host byte order.
struct TcpFields {
  std::uint32_t seq = 0;
  std::uint32_t ack = 0;
  std::uint32_t ts_value = 0;  // RFC 7323 timestamps, valid if has_timestamps
  std::uint32_t ts_echo = 0;
  std::uint32_t sack_end = 0;  // RFC 2018: the highest right edge of all blocks, valid if has_sack
  std::uint16_t window = 0;    // unscaled, as sent
  std::uint8_t flags = 0;
  std::uint8_t window_scale = 0;  // valid if has_window_scale, at most 14
  bool has_timestamps = false;
  bool has_window_scale = false;
  bool sack_permitted = false;
  bool has_sack = false;

  bool operator==(const TcpFields&) const = default;
};

// SCTP chunk types the firewall looks at (RFC 9260 section 3.2, RFC 4895).
inline constexpr std::uint8_t kSctpData = 0;
inline constexpr std::uint8_t kSctpInit = 1;
inline constexpr std::uint8_t kSctpInitAck = 2;
inline constexpr std::uint8_t kSctpAbort = 6;
inline constexpr std::uint8_t kSctpShutdown = 7;
inline constexpr std::uint8_t kSctpShutdownAck = 8;
inline constexpr std::uint8_t kSctpCookieEcho = 10;
inline constexpr std::uint8_t kSctpCookieAck = 11;
inline constexpr std::uint8_t kSctpShutdownComplete = 14;
inline constexpr std::uint8_t kSctpAuth = 15;

// The SCTP common header and what the chunks say of the association.
struct SctpFields {
  std::uint32_t verification_tag = 0;
  std::uint32_t initiate_tag = 0;  // of INIT or INIT ACK, which stand alone
  std::uint16_t chunks = 0;        // a bit for each type from 0 to 15 that occurs; others leave none
  bool reflects_tag = false;       // the T bit of ABORT or SHUTDOWN COMPLETE (RFC 9260 section 8.5.1)

  constexpr bool Has(std::uint8_t type) const { return (chunks >> type & 1) != 0; }

  bool operator==(const SctpFields&) const = default;
};

struct IcmpFields {
  std::uint8_t type = 0;
  std::uint8_t code = 0;
  std::uint16_t identifier = 0;  // echo request and reply only, else 0

  bool operator==(const IcmpFields&) const = default;
};

// Offsets count from the first byte of the Ethernet header. Numbers are in host byte order; the addresses point into
// the packet and are in network byte order. A frame that carries no IP (ARP) has ip_version 0 and only its Ethernet
// fields set.
struct PacketView {
  const std::uint8_t* data = nullptr;
  const std::uint8_t* src_address = nullptr;  // 4 or 16 bytes
  const std::uint8_t* dst_address = nullptr;
  std::uint32_t payload_length = 0;  // bytes behind the L4 header by the IP length, captured or not
  std::uint16_t ether_type = 0;      // behind all VLAN tags
  std::uint16_t outer_vlan = 0;      // 12-bit identifiers, valid by vlan_count
  std::uint16_t inner_vlan = 0;
  std::uint16_t l3_offset = 0;
  std::uint16_t l4_offset = 0;
  std::uint16_t payload_offset = 0;
  std::uint16_t src_port = 0;  // TCP, UDP and SCTP, else 0
  std::uint16_t dst_port = 0;
  std::uint8_t vlan_count = 0;
  std::uint8_t ip_version = 0;  // 4, 6 or 0
  std::uint8_t protocol = 0;    // of layer 4, behind all IPv6 extension headers
  TcpFields tcp;                // valid if protocol is TCP
  SctpFields sctp;              // valid if protocol is SCTP
  IcmpFields icmp;              // valid if IsIcmp(): ICMP in IPv4, ICMPv6 in IPv6

  // Of the IP packet, its headers included. REQUIRES: ParsePacket() returned kNone, ip_version is not 0.
  std::uint32_t IpLength() const { return payload_offset + payload_length - l3_offset; }

  bool IsTcp() const { return protocol == kProtocolTcp; }
  bool IsUdp() const { return protocol == kProtocolUdp; }
  bool IsSctp() const { return protocol == kProtocolSctp; }
  bool IsIcmp() const { return protocol == (ip_version == 4 ? kProtocolIcmp : kProtocolIcmpV6); }
};

// Reads Ethernet, up to two VLAN tags (802.1Q, 802.1ad), IPv4 with options or IPv6 with extension headers, and TCP with
// options, UDP, SCTP with its chunks, ICMP or ICMPv6. `captured` bytes are readable at `data`; `on_wire` is the frame's
// full length, greater if a capture cut it or a later mbuf segment holds the rest. Returns kNone if all headers are
// complete and agree with each other, else why not; `view` then holds what was read before. SCTP chunks behind the
// first are looked at as far as they were captured. Never reads at or past data + captured.
//
// An ICMP protocol of the other IP version (58 in IPv4, 1 in IPv6) is an ordinary unknown protocol: the view has its
// number and no ICMP fields, as no endpoint would take it for ICMP.
//
// REQUIRES: captured <= on_wire; data outlives the view.
// Thread-safe. Allocates nothing. Cost: one to three cache lines of the packet, about 10 ns.
DropReason ParsePacket(const std::uint8_t* data, std::size_t captured, std::size_t on_wire, PacketView& view);

}  // namespace tidegate

#endif  // TIDEGATE_PACKET_VIEW_H_
