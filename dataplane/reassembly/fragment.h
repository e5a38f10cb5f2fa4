// A fragment of an IPv4 or IPv6 packet: how it is told from other frames, and what its headers say.
#ifndef TIDEGATE_DATAPLANE_REASSEMBLY_FRAGMENT_H_
#define TIDEGATE_DATAPLANE_REASSEMBLY_FRAGMENT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

#include "packet/byte_order.h"
#include "switching/route.h"
#include "tidegate/packet_view.h"
#include "tidegate/security_groups.h"

namespace tidegate {

inline constexpr std::uint8_t kProtocolIpv6Fragment = 44;

// What makes fragments belong together: the addresses, the identification and, in IPv4, the protocol (RFC 791 section
// 2.3, RFC 8200 section 4.5). Beyond the RFCs, also the port they came in at, their VLANs and their way through the
// switch: whoever may use the same addresses elsewhere must not get his fragments into another's packet, and the copies
// of a multicast are packets of their own.
struct FragmentKey {
  std::array<std::uint64_t, 7> words{};

  bool operator==(const FragmentKey&) const = default;
};

struct Fragment {
  FragmentKey key;
  std::uint16_t l2_bytes = 0;      // Ethernet and VLAN tags
  std::uint16_t header_bytes = 0;  // of IP, with IPv4 options, or with the IPv6 fragment header
  std::uint16_t length = 0;        // of the data behind
  std::uint32_t offset = 0;        // of the data in the packet's
  std::uint32_t id = 0;
  std::uint8_t ip_version = 0;
  std::uint8_t protocol = 0;  // of layer 4; in IPv6 what stands behind the fragment header
  std::uint8_t ecn = 0;       // RFC 3168's two bits
  bool more = false;

  std::uint32_t end() const { return offset + length; }
  std::uint32_t ip_bytes() const { return std::uint32_t{header_bytes} + length; }
};

// Reads a frame of which `captured` bytes are readable and `on_wire` there. Returns nothing if it is no fragment, or
// none that can be put together here, so that the firewall has to name what is wrong: its headers are cut short or
// contradict themselves, or further extension headers stand between the IPv6 header and the fragment header, which
// DPDK's reassembly does not handle. An IPv6 packet that is its own only fragment is none (RFC 6946).
std::optional<Fragment> ReadFragment(const std::uint8_t* frame, std::size_t captured, std::size_t on_wire,
                                     PortIndex port, const Route& route = {});

// Whether it could be part of any valid packet:
//  - data of eight bytes or a multiple, but for the last fragment (RFC 791 section 3.2, RFC 8200 section 4.5), and
//  some;
//  - an end within the largest packet (RFC 8200 section 4.5: else the "ping of death");
//  - no TCP header that is torn apart so that its ports and flags come in different fragments (RFC 1858 section 3, RFC
//    3128, RFC 7112).
bool IsSane(const Fragment& fragment);

// Whether ReadFragment() should have a look: true for every fragment, false for nearly all other frames. One or two
// comparisons. REQUIRES: 21 readable bytes, which an mbuf has even if the frame is shorter.
inline bool MayBeFragment(const std::uint8_t* frame) {
  std::uint16_t type;
  std::memcpy(&type, frame + 12, sizeof(type));
  if (type == internal::SwapBytes(kEtherTypeIpv4)) [[likely]] {
    return (internal::Load16(frame + 20) & 0x3fff) != 0;  // more fragments, offset
  }
  if (type == internal::SwapBytes(kEtherTypeIpv6)) return frame[20] == kProtocolIpv6Fragment;
  // Of the tags, the first bytes; behind them anything may stand.
  return type == internal::SwapBytes(std::uint16_t{0x8100}) || type == internal::SwapBytes(std::uint16_t{0x88a8}) ||
         type == internal::SwapBytes(std::uint16_t{0x9100});
}

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_REASSEMBLY_FRAGMENT_H_
