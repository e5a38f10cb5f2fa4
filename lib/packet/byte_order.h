// Numbers in network byte order, read from any alignment: one load and one byte swap.
#ifndef TIDEGATE_LIB_PACKET_BYTE_ORDER_H_
#define TIDEGATE_LIB_PACKET_BYTE_ORDER_H_

#include <bit>
#include <cstdint>
#include <cstring>

namespace tidegate::internal {

inline std::uint16_t SwapBytes(std::uint16_t value) { return __builtin_bswap16(value); }
inline std::uint32_t SwapBytes(std::uint32_t value) { return __builtin_bswap32(value); }
inline std::uint64_t SwapBytes(std::uint64_t value) { return __builtin_bswap64(value); }

template <typename Number>
Number LoadBigEndian(const std::uint8_t* from) {
  Number value;
  std::memcpy(&value, from, sizeof(value));
  return std::endian::native == std::endian::big ? value : SwapBytes(value);
}

template <typename Number>
void StoreBigEndian(std::uint8_t* to, Number value) {
  if constexpr (std::endian::native != std::endian::big) value = SwapBytes(value);
  std::memcpy(to, &value, sizeof(value));
}

inline std::uint16_t Load16(const std::uint8_t* from) { return LoadBigEndian<std::uint16_t>(from); }
inline std::uint32_t Load32(const std::uint8_t* from) { return LoadBigEndian<std::uint32_t>(from); }
inline std::uint64_t Load64(const std::uint8_t* from) { return LoadBigEndian<std::uint64_t>(from); }

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_BYTE_ORDER_H_
