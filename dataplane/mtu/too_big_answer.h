// What the sender of a packet that is larger than the way out is told: ICMP "fragmentation needed" with the MTU (RFC
// 1191 section 4), ICMPv6 "packet too big" (RFC 4443 section 3.2).
#ifndef TIDEGATE_DATAPLANE_MTU_TOO_BIG_ANSWER_H_
#define TIDEGATE_DATAPLANE_MTU_TOO_BIG_ANSWER_H_

#include <cstddef>
#include <cstdint>

namespace tidegate {

// A frame with an IP packet.
struct BigFrame {
  const std::uint8_t* data = nullptr;
  std::size_t captured = 0;    // readable
  std::uint16_t l2_bytes = 0;  // Ethernet and VLAN tags
  std::uint8_t ip_version = 0;
};

// Reads the lengths in front of an IP packet. ip_version 0 if there is none or its header is cut short.
BigFrame ReadBigFrame(const std::uint8_t* frame, std::size_t captured);

// Of the IP packet, as its header says.
std::size_t IpBytes(const BigFrame& frame);

inline constexpr std::size_t kMostAnswerBytes = 14 + 8 + 1280;

// Writes the answer as from the packet's destination: a switch has no address of its own in a network, and the quoted
// packet is what the receiver goes by. Returns its bytes, or 0 where none may be sent (RFC 1122 section 3.2.2, RFC 4443
// section 2.4 e): about an ICMP error, a fragment other than the first, or a packet to or from more than one station.
// REQUIRES: room for kMostAnswerBytes.
std::size_t WriteTooBigAnswer(const BigFrame& frame, std::uint16_t mtu, std::uint8_t* to);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_MTU_TOO_BIG_ANSWER_H_
