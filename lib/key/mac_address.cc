#include "tidegate/mac_address.h"

#include <algorithm>
#include <charconv>

namespace tidegate {

MacAddress MacAddress::From(const std::uint8_t* bytes) {
  MacAddress address;
  std::copy_n(bytes, address.bytes.size(), address.bytes.begin());
  return address;
}

std::optional<MacAddress> ParseMacAddress(std::string_view text) {
  constexpr std::size_t kLength = 17;
  if (text.size() != kLength) return std::nullopt;
  const char separator = text[2];
  if (separator != ':' && separator != '-') return std::nullopt;
  MacAddress address;
  for (std::size_t i = 0; i < address.bytes.size(); ++i) {
    const char* pair = text.data() + 3 * i;
    const auto [end, error] = std::from_chars(pair, pair + 2, address.bytes[i], 16);
    const bool separated = i == address.bytes.size() - 1 || pair[2] == separator;
    if (error != std::errc() || end != pair + 2 || !separated) return std::nullopt;
  }
  return address;
}

std::string ToString(const MacAddress& address) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : address.bytes) {
    if (!text.empty()) text += ':';
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

}  // namespace tidegate
