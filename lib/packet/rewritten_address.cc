// The walks of rewritten_address.h: few packets have IPv4 options or IPv6 extension headers, and only those are walked.
#include "packet/rewritten_address.h"

#include <cstddef>

#include "packet/ipv4.h"
#include "packet/ipv6.h"

namespace tidegate::internal {
namespace {

// RFC 791 section 3.1: type, length, and a pointer that has passed the length at the end of the route.
bool IsOpenSourceRoute(const std::uint8_t* option, std::size_t length) {
  constexpr std::uint8_t kLoose = 131;
  constexpr std::uint8_t kStrict = 137;
  return (option[0] == kLoose || option[0] == kStrict) && length >= 3 && option[2] <= length;
}

bool HasOpenSourceRoute(const std::uint8_t* options, std::size_t size) {
  constexpr std::uint8_t kEnd = 0;
  constexpr std::uint8_t kNop = 1;
  for (std::size_t at = 0; at + 1 < size && options[at] != kEnd;) {
    const std::size_t length = options[at] == kNop ? 1 : options[at + 1];
    if (length == 0 || length > size - at) return false;
    if (options[at] != kNop && IsOpenSourceRoute(options + at, length)) return true;
    at += length;
  }
  return false;
}

// In a destination options header of `size` bytes: options of type, length and data, but for the single byte Pad1.
bool HasHomeAddress(const std::uint8_t* header, std::size_t size) {
  constexpr std::uint8_t kPad1 = 0;
  constexpr std::uint8_t kHomeAddress = 201;
  for (std::size_t at = 2; at + 1 < size;) {
    if (header[at] == kHomeAddress) return true;
    at += header[at] == kPad1 ? 1 : std::size_t{2} + header[at + 1];
  }
  return false;
}

// The parser has walked the same chain and found it sound.
bool ChainRewrites(const PacketView& view) {
  constexpr std::uint8_t kRouting = 43;
  constexpr std::uint8_t kDestinationOptions = 60;
  const std::uint8_t* const end = view.data + view.l4_offset;
  const std::uint8_t* header = view.data + view.l3_offset + kIpv6Bytes;
  std::uint8_t number = view.data[view.l3_offset + 6];
  while (header < end) {
    const std::size_t size = Ipv6ExtensionBytes(number, header);
    if (number == kRouting && header[3] != 0) return true;  // segments left
    if (number == kDestinationOptions && HasHomeAddress(header, size)) return true;
    number = header[0];
    header += size;
  }
  return false;
}

}  // namespace

bool HasRewrittenAddress(const PacketView& view) {
  const std::size_t header_bytes = view.l4_offset - std::size_t{view.l3_offset};
  if (view.ip_version == 6) return header_bytes > kIpv6Bytes && ChainRewrites(view);
  return header_bytes > kIpv4MinBytes &&
         HasOpenSourceRoute(view.data + view.l3_offset + kIpv4MinBytes, header_bytes - kIpv4MinBytes);
}

}  // namespace tidegate::internal
