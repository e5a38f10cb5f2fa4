// Ethernet addresses as they stand in configuration.
#ifndef TIDEGATE_MAC_ADDRESS_H_
#define TIDEGATE_MAC_ADDRESS_H_

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate {

// As it is sent.
struct MacAddress {
  std::array<std::uint8_t, 6> bytes{};

  static MacAddress From(const std::uint8_t* bytes);

  // Of a group, broadcast included: nobody's own address (IEEE 802-2014 section 8.2.2).
  bool IsGroup() const { return (bytes[0] & 1) != 0; }

  auto operator<=>(const MacAddress&) const = default;
};

// Reads six pairs of hexadecimal digits with colons or hyphens between them; anything else is no address.
std::optional<MacAddress> ParseMacAddress(std::string_view text);

// "52:54:00:12:34:56".
std::string ToString(const MacAddress& address);

}  // namespace tidegate

#endif  // TIDEGATE_MAC_ADDRESS_H_
