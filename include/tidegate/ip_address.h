// IP addresses and prefixes as they stand in configuration; the packet path uses FlowKey instead.
//
//   std::optional<IpPrefix> net = ParseIpPrefix("10.0.0.0/8");
//   if (net && net->Contains(*ParseIpAddress("10.1.2.3"))) ...
#ifndef TIDEGATE_IP_ADDRESS_H_
#define TIDEGATE_IP_ADDRESS_H_

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate {

// An IPv4 or IPv6 address in network byte order. An IPv4 address uses the first four bytes; the rest are zero.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};
  bool v6 = false;

  static IpAddress V4(const std::uint8_t* network_order);
  static IpAddress V6(const std::uint8_t* network_order);

  auto operator<=>(const IpAddress&) const = default;
};

// An address with the number of its leading bits that count: 0 to 32 for IPv4, 0 to 128 for IPv6.
struct IpPrefix {
  IpAddress address;
  std::uint8_t length = 0;

  // True if `other` is of the same family and its first `length` bits agree.
  bool Contains(const IpAddress& other) const;

  auto operator<=>(const IpPrefix&) const = default;
};

// Reads the forms of RFC 4291 and dotted quads. Anything else, brackets and zones included, is no address.
std::optional<IpAddress> ParseIpAddress(std::string_view text);

// Reads "ADDRESS/LENGTH", or a lone address as a prefix of full length. Bits beyond the length must be zero, as a rule
// "10.0.0.1/8" is more often a typing error than a network.
std::optional<IpPrefix> ParseIpPrefix(std::string_view text);

std::string ToString(const IpAddress& address);
std::string ToString(const IpPrefix& prefix);

}  // namespace tidegate

#endif  // TIDEGATE_IP_ADDRESS_H_
