// The sums as their RFCs write them, one byte or bit at a time.
#include "fuzz/checksum_check.h"

#include <cstdint>
#include <optional>

#include "fuzz/require.h"
#include "packet/checksum.h"

namespace tidegate::fuzz {
namespace {

// RFC 1071: ones' complement sum of words, an odd byte filled up with zero. `sum` is that of what stands before.
std::uint16_t OnesSum(const std::uint8_t* from, std::size_t size, std::uint32_t sum) {
  for (std::size_t i = 0; i < size; ++i) {
    sum += i % 2 == 0 ? from[i] << 8 : from[i];
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return static_cast<std::uint16_t>(sum);
}

// RFC 9260 appendix A: CRC32c, reflected, over the packet with a checksum of zero.
bool IsGoodCrc(const std::uint8_t* from, std::size_t size) {
  std::uint32_t crc = 0xffffffff;
  for (std::size_t i = 0; i < size; ++i) {
    crc ^= i >= 8 && i < 12 ? 0 : from[i];
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0x82f63b78 : 0);
  }
  crc = ~crc;
  return crc == (from[8] | from[9] << 8 | from[10] << 16 | std::uint32_t{from[11]} << 24);
}

bool IsGoodSegment(const PacketView& view, std::size_t size) {
  const std::uint8_t* from = view.data + view.l4_offset;
  if (view.IsSctp()) return IsGoodCrc(from, size);
  if (view.protocol == kProtocolIcmp) return OnesSum(from, size, 0) == 0xffff;
  const std::size_t address_bytes = view.ip_version == 4 ? 4 : 16;
  std::uint32_t sum = OnesSum(view.src_address, address_bytes, 0);
  sum = OnesSum(view.dst_address, address_bytes, sum);
  return OnesSum(from, size, sum + static_cast<std::uint32_t>(size) + view.protocol) == 0xffff;
}

// Bytes that the checksum of layer 4 covers; none for a protocol without one, or for UDP without.
std::optional<std::size_t> CoveredBytes(const PacketView& view) {
  const std::uint8_t* header = view.data + view.l4_offset;
  if (view.IsUdp()) {
    const bool has_none = header[6] == 0 && header[7] == 0;
    return has_none ? std::nullopt : std::optional<std::size_t>(header[4] << 8 | header[5]);
  }
  if (!view.IsTcp() && !view.IsIcmp() && !view.IsSctp()) return std::nullopt;
  return view.payload_offset + view.payload_length - view.l4_offset;
}

}  // namespace

void CheckChecksums(const PacketView& view, std::size_t captured) {
  const ChecksumResult result = VerifyChecksums(view, captured);
  if (view.ip_version == 0) return;
  const bool bad_ip = view.ip_version == 4 &&
                      OnesSum(view.data + view.l3_offset, std::size_t{view.l4_offset} - view.l3_offset, 0) != 0xffff;
  Require(bad_ip == (result.reason == DropReason::kBadIpv4Checksum), "the IPv4 header's sum decides about the header");
  if (bad_ip) return;
  const std::optional<std::size_t> size = CoveredBytes(view);
  if (!size) return;
  if (view.l4_offset + *size > captured) {
    Require(result.reason == DropReason::kNone && !result.complete, "what was not captured is not judged");
    return;
  }
  if (!result.complete) return;  // an address of the pseudo-header is not the packet's
  Require(IsGoodSegment(view, *size) == (result.reason == DropReason::kNone), "the sum decides about layer 4");
}

}  // namespace tidegate::fuzz
