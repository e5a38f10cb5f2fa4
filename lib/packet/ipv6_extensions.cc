// The walk of ipv6_extensions.h.
#include "packet/ipv6_extensions.h"

#include "packet/byte_order.h"

namespace tidegate::internal {
namespace {

constexpr std::uint8_t kHopByHop = 0;
constexpr std::uint8_t kFragment = 44;
constexpr std::size_t kMinExtensionBytes = 8;

// A fragment header with neither offset nor more-fragments flag stands before a whole packet: an atomic fragment, which
// RFC 6946 has every receiver treat as not fragmented.
bool IsPartOfPacket(const std::uint8_t* fragment_header) { return (Load16(fragment_header + 2) & 0xfff9) != 0; }

}  // namespace

DropReason SkipIpv6Extensions(const std::uint8_t* frame, std::size_t readable, PacketView& view) {
  std::size_t offset = view.l4_offset;
  for (int i = 0; i < kMaxIpv6Extensions; ++i) {
    const std::uint8_t number = view.protocol;
    if (number == kHopByHop && i > 0)
      return DropReason::kBadIpv6Extension;  // RFC 8200 section 4.1: first or not at all
    if (readable < offset + kMinExtensionBytes) return DropReason::kBadIpv6Extension;
    const std::uint8_t* header = frame + offset;
    const std::size_t bytes = Ipv6ExtensionBytes(number, header);
    if (readable < offset + bytes) return DropReason::kBadIpv6Extension;
    if (number == kFragment && IsPartOfPacket(header)) return DropReason::kIpFragment;
    offset += bytes;
    view.protocol = header[0];
    view.l4_offset = static_cast<std::uint16_t>(offset);
    if (!IsIpv6Extension(view.protocol)) return DropReason::kNone;
  }
  return DropReason::kBadIpv6Extension;
}

}  // namespace tidegate::internal
