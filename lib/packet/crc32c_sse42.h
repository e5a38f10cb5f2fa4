// CRC32c by the instruction of SSE4.2, eight bytes a step.
#ifndef TIDEGATE_LIB_PACKET_CRC32C_SSE42_H_
#define TIDEGATE_LIB_PACKET_CRC32C_SSE42_H_

#if defined(__SSE4_2__) && defined(__x86_64__)

#include <nmmintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace tidegate::internal {

class Crc32cSse42 {
 public:
  static std::uint32_t Extend(std::uint32_t crc, const std::uint8_t* from, std::size_t size) {
    std::uint64_t wide = crc;
    for (; size >= 8; from += 8, size -= 8) {
      std::uint64_t word;
      std::memcpy(&word, from, sizeof(word));
      wide = _mm_crc32_u64(wide, word);
    }
    crc = static_cast<std::uint32_t>(wide);
    for (; size > 0; ++from, --size) crc = _mm_crc32_u8(crc, *from);
    return crc;
  }
};

}  // namespace tidegate::internal

#endif  // defined(__SSE4_2__) && defined(__x86_64__)

#endif  // TIDEGATE_LIB_PACKET_CRC32C_SSE42_H_
