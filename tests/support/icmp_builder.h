// Builds ICMP and ICMPv6 errors around the packets they are about, for tests.
//
//   Bytes error = BuildIcmpError({.src = Ip("10.0.0.254"), .dst = Ip("192.168.0.4"), .type = 3, .code = 1,
//                                 .quoted = IpPacketOf(BuildTcp({.src = Ip("192.168.0.4")}))});
#ifndef TIDEGATE_TESTS_SUPPORT_ICMP_BUILDER_H_
#define TIDEGATE_TESTS_SUPPORT_ICMP_BUILDER_H_

#include <cstddef>
#include <cstdint>

#include "support/packet_builder.h"
#include "tidegate/ip_address.h"

namespace tidegate::test {

// The family of `src` decides between ICMP and ICMPv6.
struct IcmpErrorSpec {
  IpAddress src = Ip4(0x0a0000fe);  // 10.0.0.254, a router
  IpAddress dst = Ip4(0x0a000001);
  std::uint8_t type = 3;
  std::uint8_t code = 1;
  std::uint32_t rest = 0;  // the four bytes behind the checksum: the MTU, say
  Bytes quoted{};
  std::size_t quote_bytes = 528;  // no more of `quoted`; a packet of 576 bytes (RFC 1812 section 4.3.2.3) holds as many
  Bytes behind{};                 // the quote: extensions of RFC 4884
  FrameSpec frame{};
};

Bytes BuildIcmpError(const IcmpErrorSpec& spec);

// The IP packet in a frame without VLAN tags.
Bytes IpPacketOf(const Bytes& frame);

}  // namespace tidegate::test

#endif  // TIDEGATE_TESTS_SUPPORT_ICMP_BUILDER_H_
