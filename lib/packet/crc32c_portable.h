// CRC32c by tables, eight bytes a step: what is meant, and for processors without an instruction for it.
#ifndef TIDEGATE_LIB_PACKET_CRC32C_PORTABLE_H_
#define TIDEGATE_LIB_PACKET_CRC32C_PORTABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace tidegate::internal {

using Crc32cTable = std::array<std::uint32_t, 256>;

// Table n has for every byte its remainder with n zero bytes behind it.
consteval std::array<Crc32cTable, 8> MakeCrc32cTables() {
  constexpr std::uint32_t kPolynomial = 0x82f63b78;  // 0x1edc6f41 with the bits reversed
  std::array<Crc32cTable, 8> tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? kPolynomial : 0);
    tables[0][byte] = crc;
  }
  for (std::size_t n = 1; n < tables.size(); ++n) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = tables[n - 1][byte];
      tables[n][byte] = before >> 8 ^ tables[0][before & 0xff];
    }
  }
  return tables;
}

inline constexpr std::array<Crc32cTable, 8> kCrc32cTables = MakeCrc32cTables();

class Crc32cPortable {
 public:
  static std::uint32_t Extend(std::uint32_t crc, const std::uint8_t* from, std::size_t size) {
    constexpr auto& kTables = kCrc32cTables;
    for (; size >= 8; from += 8, size -= 8) {
      // Four bytes that meet the remainder, then four that do not.
      crc ^= from[0] | std::uint32_t{from[1]} << 8 | std::uint32_t{from[2]} << 16 | std::uint32_t{from[3]} << 24;
      crc = kTables[7][crc & 0xff] ^ kTables[6][crc >> 8 & 0xff] ^ kTables[5][crc >> 16 & 0xff] ^
            kTables[4][crc >> 24] ^ kTables[3][from[4]] ^ kTables[2][from[5]] ^ kTables[1][from[6]] ^
            kTables[0][from[7]];
    }
    for (; size > 0; ++from, --size) crc = crc >> 8 ^ kTables[0][(crc ^ *from) & 0xff];
    return crc;
  }
};

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_CRC32C_PORTABLE_H_
