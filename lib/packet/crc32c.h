// CRC32c, SCTP's checksum (RFC 9260 appendix A).
//
//   std::uint32_t crc = kCrc32cStart;
//   crc = Crc32c::Extend(crc, bytes, size);      // for each piece
//   const std::uint32_t checksum = Crc32cEnd(crc);
//
// It exists twice: with tables (crc32c_portable.h), which says what is meant, and with the instruction of SSE4.2
// (crc32c_sse42.h). The build chooses the second where its target has it.
#ifndef TIDEGATE_LIB_PACKET_CRC32C_H_
#define TIDEGATE_LIB_PACKET_CRC32C_H_

#include <cstdint>

#include "packet/crc32c_portable.h"
#include "packet/crc32c_sse42.h"

namespace tidegate::internal {

#if defined(__SSE4_2__) && defined(__x86_64__)
using Crc32c = Crc32cSse42;
#else
using Crc32c = Crc32cPortable;
#endif

inline constexpr std::uint32_t kCrc32cStart = 0xffffffff;
constexpr std::uint32_t Crc32cEnd(std::uint32_t crc) { return ~crc; }

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_CRC32C_H_
