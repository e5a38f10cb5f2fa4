// Skips IPv6 extension headers (RFC 8200 section 4) to find the transport header.
#ifndef TIDEGATE_LIB_PACKET_IPV6_EXTENSIONS_H_
#define TIDEGATE_LIB_PACKET_IPV6_EXTENSIONS_H_

#include <cstddef>
#include <cstdint>

#include "tidegate/packet_view.h"

namespace tidegate::internal {

// RFC 8200 section 4.1 lets each header occur once and destination options twice: seven with the mobility header. More
// is no traffic, but a search for the end of somebody's patience.
inline constexpr int kMaxIpv6Extensions = 8;

// True for the headers of IANA's registry of IPv6 extension headers that have the next header in clear at their start
// (RFC 6564, RFC 7045). ESP (50) and "no next header" (59) end a chain: nothing behind them can be read.
constexpr bool IsIpv6Extension(std::uint8_t number) {
  switch (number) {
    case 0:    // hop-by-hop options
    case 43:   // routing
    case 44:   // fragment
    case 51:   // authentication header
    case 60:   // destination options
    case 135:  // mobility
    case 139:  // host identity protocol
    case 140:  // shim6
      return true;
    default:
      return false;
  }
}

// The second byte counts 8-byte units beyond the first; the authentication header's counts 4-byte units less two (RFC
// 4302 section 2.2); the fragment header has none and is of fixed size. REQUIRES: IsIpv6Extension(number); two bytes at
// `header`.
inline std::size_t Ipv6ExtensionBytes(std::uint8_t number, const std::uint8_t* header) {
  if (number == 44) return 8;
  if (number == 51) return (header[1] + std::size_t{2}) * 4;
  return (header[1] + std::size_t{1}) * 8;
}

// Walks from the header numbered `view.protocol` at `view.l4_offset`, and leaves both at the first header that is no
// extension; none may reach past the first `readable` bytes of the frame. REQUIRES: IsIpv6Extension(view.protocol).
DropReason SkipIpv6Extensions(const std::uint8_t* frame, std::size_t readable, PacketView& view);

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_IPV6_EXTENSIONS_H_
