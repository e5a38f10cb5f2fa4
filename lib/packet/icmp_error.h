// What an ICMP or ICMPv6 error says of the packet it is about: the headers it quotes (RFC 792, RFC 4443 section 3).
//
// The quote is a packet that its sender's own stack made, cut short by whoever reports it: the IP header with its
// options or extension headers, and at least eight bytes of what follows (RFC 792), mostly more (RFC 1812 section
// 4.3.2.3, RFC 4443 section 2.4). Those eight bytes hold what names a connection: the ports, TCP's sequence number,
// SCTP's verification tag, the identifier of an echo. The quoted lengths are not believed, as the packet is not whole,
// and the checksums not verified, as some of them cover what is missing. Extensions behind the quote (RFC 4884) lie
// beyond what is read here.
#ifndef TIDEGATE_LIB_PACKET_ICMP_ERROR_H_
#define TIDEGATE_LIB_PACKET_ICMP_ERROR_H_

#include <cstddef>
#include <cstdint>

#include "tidegate/packet_view.h"

namespace tidegate::internal {

enum class QuoteKind : std::uint8_t {
  kUnreadable,  // cut too short, no IP packet of this family, or a fragment without the first bytes
  kPacket,      // all fields are set
  kIcmpError,   // another error, about which nobody may report (RFC 1122 section 3.2.2, RFC 4443 section 2.4 e)
};

// The quoted packet, in the direction in which it went. Numbers are in host byte order; the addresses point into the
// error and are in network byte order.
struct IcmpQuote {
  const std::uint8_t* src_address = nullptr;
  const std::uint8_t* dst_address = nullptr;
  std::uint32_t number = 0;    // TCP: the sequence number; SCTP: the verification tag
  std::uint16_t src_port = 0;  // TCP, UDP and SCTP; of an echo its identifier, in both; else 0
  std::uint16_t dst_port = 0;
  std::uint8_t protocol = 0;
  QuoteKind kind = QuoteKind::kUnreadable;
};

// True for the messages that report the fate of a packet to its sender. REQUIRES: view.IsIcmp().
//
// A redirect (ICMP 5, ICMPv6 137) quotes a packet, but reports nothing of its fate: it changes the routes of a host,
// and only for the gateway on that host's own link to send (RFC 792, RFC 1122 section 3.2.2.2, RFC 4861 section 8.1).
// Passed as part of a connection it would let anybody on its path lead the host's traffic elsewhere. So the IPv4 one is
// left to the rules like any other ICMP message; the IPv6 one, part of neighbour discovery, is believed by hosts only
// with a hop limit of 255, which no router lets pass. Source quench is obsolete and ignored by hosts (RFC 6633), but
// about a packet.
bool IsIcmpError(const PacketView& view);

// Reads what the error `view` quotes. `captured` bytes are readable at view.data, as for ParsePacket(): nothing at or
// past them is read, nor behind the end of the IP packet. REQUIRES: ParsePacket() returned kNone, IsIcmpError(view).
// The addresses are valid as long as the packet.
IcmpQuote ReadIcmpQuote(const PacketView& view, std::size_t captured);

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_ICMP_ERROR_H_
