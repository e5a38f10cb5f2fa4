// Text to address and back. The C library's converters do the work: they read exactly the forms of RFC 4291 and write
// the canonical one of RFC 5952.
#include "tidegate/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace tidegate {
namespace {

constexpr std::uint8_t Width(const IpAddress& address) { return address.v6 ? 128 : 32; }

// The bits of byte `index` that a prefix of `length` bits covers.
constexpr std::uint8_t MaskByte(int length, int index) {
  const int covered = std::clamp(length - 8 * index, 0, 8);
  return static_cast<std::uint8_t>(0xff00 >> covered);
}

bool HasBitsBeyond(const IpAddress& address, std::uint8_t length) {
  for (int i = 0; i < Width(address) / 8; ++i) {
    if ((address.bytes[i] & ~MaskByte(length, i)) != 0) return true;
  }
  return false;
}

// Decimal digits only: no sign, no space, no leading zero.
std::optional<std::uint8_t> ParseLength(std::string_view text, std::uint8_t max) {
  if (text.size() > 1 && text[0] == '0') return std::nullopt;
  std::uint8_t length = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, length);
  if (error != std::errc() || stop != end || length > max) return std::nullopt;
  return length;
}

}  // namespace

IpAddress IpAddress::V4(const std::uint8_t* network_order) {
  IpAddress address;
  std::memcpy(address.bytes.data(), network_order, 4);
  return address;
}

IpAddress IpAddress::V6(const std::uint8_t* network_order) {
  IpAddress address;
  std::memcpy(address.bytes.data(), network_order, 16);
  address.v6 = true;
  return address;
}

bool IpPrefix::Contains(const IpAddress& other) const {
  if (other.v6 != address.v6) return false;
  for (int i = 0; 8 * i < length; ++i) {
    if (((address.bytes[i] ^ other.bytes[i]) & MaskByte(length, i)) != 0) return false;
  }
  return true;
}

std::optional<IpAddress> ParseIpAddress(std::string_view text) {
  // The converters want a terminated string; a zero byte within the text must not end it early.
  char terminated[INET6_ADDRSTRLEN];
  if (text.size() >= sizeof terminated || text.find('\0') != std::string_view::npos) return std::nullopt;
  terminated[text.copy(terminated, text.size())] = '\0';

  IpAddress address;
  address.v6 = text.find(':') != std::string_view::npos;
  const int family = address.v6 ? AF_INET6 : AF_INET;
  if (inet_pton(family, terminated, address.bytes.data()) != 1) return std::nullopt;
  return address;
}

std::optional<IpPrefix> ParseIpPrefix(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::optional<IpAddress> address = ParseIpAddress(text.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == std::string_view::npos) return IpPrefix{*address, Width(*address)};
  const std::optional<std::uint8_t> length = ParseLength(text.substr(slash + 1), Width(*address));
  if (!length || HasBitsBeyond(*address, *length)) return std::nullopt;
  return IpPrefix{*address, *length};
}

std::string ToString(const IpAddress& address) {
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(address.v6 ? AF_INET6 : AF_INET, address.bytes.data(), text, sizeof text);
  return text;
}

std::string ToString(const IpPrefix& prefix) { return ToString(prefix.address) + "/" + std::to_string(prefix.length); }

}  // namespace tidegate
