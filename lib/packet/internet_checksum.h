// The Internet checksum (RFC 1071): a sum of 16-bit words in ones' complement.
//
// Such a sum does not depend on the order of the bytes in a word (RFC 1071 section 2 B), so the words are added as they
// lie in memory, four at a time. Nothing is swapped but what did not come from the packet.
#ifndef TIDEGATE_LIB_PACKET_INTERNET_CHECKSUM_H_
#define TIDEGATE_LIB_PACKET_INTERNET_CHECKSUM_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "packet/byte_order.h"

namespace tidegate::internal {

template <typename Number>
Number LoadNative(const std::uint8_t* from) {
  Number value;
  std::memcpy(&value, from, sizeof(value));
  return value;
}

// What a number in host byte order adds: the pseudo-header's length and protocol.
inline std::uint64_t NumberSum(std::uint16_t number) {
  return std::endian::native == std::endian::big ? number : SwapBytes(number);
}

// Of up to seven bytes; a last odd one is the first of a word (RFC 1071 section 1).
inline std::uint64_t TailSum(const std::uint8_t* from, std::size_t size) {
  std::uint64_t sum = 0;
  if ((size & 4) != 0) {
    sum += LoadNative<std::uint32_t>(from);
    from += 4;
  }
  if ((size & 2) != 0) {
    sum += LoadNative<std::uint16_t>(from);
    from += 2;
  }
  if ((size & 1) != 0) {
    std::uint16_t last = 0;
    std::memcpy(&last, from, 1);
    sum += last;
  }
  return sum;
}

// Sums of several pieces are added up, as long as all pieces but the last have an even size; 2^31 of them do not
// overflow. The halves of a word are added apart, so that there are no carries to wait for: the compiler makes vectors
// of it, which is faster than a chain of add-with-carry from 64 bytes on and no slower below.
inline std::uint64_t InternetSum(const std::uint8_t* from, std::size_t size) {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  const std::size_t words = size / 8;
  for (std::size_t i = 0; i < words; ++i) {
    const auto word = LoadNative<std::uint64_t>(from + 8 * i);
    low += word & 0xffffffff;
    high += word >> 32;
  }
  return low + high + TailSum(from + 8 * words, size % 8);
}

// The sum with its carries added in at the other end: 16 bits, in the packet's byte order.
constexpr std::uint16_t Folded(std::uint64_t sum) {
  sum = (sum & 0xffffffff) + (sum >> 32);
  sum = (sum & 0xffff) + (sum >> 16 & 0xffff) + (sum >> 32);
  sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>((sum & 0xffff) + (sum >> 16));
}

// Over all that a checksum covers, the checksum included. Where it is right every bit is set; a sum of zero comes only
// from bytes that are all zero, whose checksum would be 0xffff.
constexpr bool IsGoodSum(std::uint64_t sum) { return Folded(sum) == 0xffff; }

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_INTERNET_CHECKSUM_H_
