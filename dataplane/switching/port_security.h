// Whether what a virtual machine sends is its own: its Ethernet and IP addresses, also where ARP (RFC 826) and
// neighbour discovery (RFC 4861) speak of them. What only the network may send, it may not: answers of DHCP servers,
// router advertisements (RFC 6105) and redirects.
#ifndef TIDEGATE_DATAPLANE_SWITCHING_PORT_SECURITY_H_
#define TIDEGATE_DATAPLANE_SWITCHING_PORT_SECURITY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "tidegate/drop_reason.h"
#include "tidegate/ip_address.h"
#include "tidegate/mac_address.h"

namespace tidegate {

// The addresses of a port. Immutable, so any thread may ask it.
class PortSecurity {
 public:
  // Beside `addresses`, an Ethernet address's own link-local one (RFC 4291 appendix A) is the port's.
  PortSecurity(const std::vector<MacAddress>& macs, const std::vector<IpAddress>& addresses);

  // kNone, or why a frame must not leave the virtual machine. A fragment is judged like any packet by its addresses;
  // neighbour discovery in fragments is refused (RFC 6980). REQUIRES: `captured` bytes are readable.
  // Cost: a comparison with each of the port's addresses, of which there are few; some nanoseconds.
  DropReason Check(const std::uint8_t* frame, std::size_t captured) const;

 private:
  using V4 = std::array<std::uint8_t, 4>;
  using V6 = std::array<std::uint8_t, 16>;

  DropReason CheckArp(const std::uint8_t* frame, std::size_t captured) const;
  DropReason CheckIpv4(const std::uint8_t* header, std::size_t captured) const;
  DropReason CheckIpv6(const std::uint8_t* header, std::size_t captured) const;
  DropReason CheckIcmpV6(const std::uint8_t* header, const std::uint8_t* message, std::size_t captured) const;
  bool OwnsLinkAddressOption(const std::uint8_t* options, std::size_t captured, std::uint8_t type) const;
  bool Owns(const std::uint8_t* mac) const;
  bool OwnsV4(const std::uint8_t* address) const;
  bool OwnsV6(const std::uint8_t* address) const;

  std::vector<MacAddress> macs_;
  std::vector<V4> v4_;
  std::vector<V6> v6_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_SWITCHING_PORT_SECURITY_H_
