#include "checksum/complete_checksum.h"

#include <cstring>

#include "packet/byte_order.h"
#include "packet/crc32c.h"
#include "packet/internet_checksum.h"
#include "reassembly/cutter.h"
#include "tidegate/packet_view.h"

namespace tidegate {
namespace {

using internal::Folded;
using internal::InternetSum;
using internal::NumberSum;

constexpr std::size_t kTcpField = 16;
constexpr std::size_t kUdpField = 6;
constexpr std::size_t kSctpField = 8;

// RFC 9293 section 3.1, RFC 768, RFC 8200 section 8.1.
void SetInternetChecksum(const PacketView& view, std::uint8_t* l4, std::size_t size, std::size_t field) {
  std::memset(l4 + field, 0, 2);
  const std::size_t addresses = view.ip_version == 4 ? 8 : 32;  // side by side
  const std::uint64_t pseudo =
      InternetSum(view.src_address, addresses) + NumberSum(view.protocol) + NumberSum(static_cast<std::uint16_t>(size));
  auto checksum = static_cast<std::uint16_t>(~Folded(InternetSum(l4, size) + pseudo));
  if (checksum == 0 && view.IsUdp()) checksum = 0xffff;  // zero would say that there is none
  std::memcpy(l4 + field, &checksum, sizeof(checksum));
}

// RFC 9260 section 6.8.
void SetSctpChecksum(std::uint8_t* l4, std::size_t size) {
  std::memset(l4 + kSctpField, 0, 4);
  const std::uint32_t crc = internal::Crc32cEnd(internal::Crc32c::Extend(internal::kCrc32cStart, l4, size));
  internal::StoreBigEndian(l4 + kSctpField, internal::SwapBytes(crc));
}

}  // namespace

void CompleteChecksums(std::uint8_t* frame, std::size_t bytes) {
  PacketView view;
  if (ParsePacket(frame, bytes, bytes, view) != DropReason::kNone || view.ip_version == 0) return;
  std::uint8_t* l4 = frame + view.l4_offset;
  const std::size_t size = view.payload_offset + view.payload_length - view.l4_offset;
  if (view.ip_version == 4) SetIpv4Checksum(frame + view.l3_offset);
  if (view.IsTcp()) SetInternetChecksum(view, l4, size, kTcpField);
  if (view.IsUdp()) SetInternetChecksum(view, l4, internal::Load16(l4 + 4), kUdpField);
  if (view.IsSctp()) SetSctpChecksum(l4, size);
}

}  // namespace tidegate
