// Captures of other link types as Ethernet frames. The types are described at https://www.tcpdump.org/linktypes.html.
#include "link_layer.h"

#include <pcap/dlt.h>

#include <algorithm>
#include <limits>

#include "tidegate/packet_view.h"

namespace tidegate::replay {
namespace {

constexpr std::uint32_t kEthernetBytes = 14;

std::uint16_t Load16(const std::uint8_t* at) { return static_cast<std::uint16_t>(at[0] << 8 | at[1]); }

// The family of a packet without a link header, by its version field. Zero is no type that the firewall reads.
std::uint16_t EtherTypeOfIp(std::uint8_t first_byte) {
  switch (first_byte >> 4) {
    case 4:
      return kEtherTypeIpv4;
    case 6:
      return kEtherTypeIpv6;
    default:
      return 0;
  }
}

}  // namespace

std::optional<LinkLayer> LinkLayer::OfType(int type) {
  switch (type) {
    case DLT_EN10MB:
      return LinkLayer(Kind::kEthernet);
    case DLT_LINUX_SLL:
      return LinkLayer(Kind::kCooked);
    case DLT_LINUX_SLL2:
      return LinkLayer(Kind::kCooked2);
    case DLT_RAW:
    case DLT_IPV4:
    case DLT_IPV6:
      return LinkLayer(Kind::kRawIp);
    default:
      return std::nullopt;
  }
}

std::string LinkLayer::KnownTypes() { return "Ethernet, Linux cooked (SLL, SLL2) or raw IP"; }

std::uint32_t LinkLayer::HeaderBytes() const {
  switch (kind_) {
    case Kind::kEthernet:
      return kEthernetBytes;
    case Kind::kCooked:
      return 16;
    case Kind::kCooked2:
      return 20;
    case Kind::kRawIp:
      return 0;
  }
  return 0;
}

std::uint16_t LinkLayer::EtherTypeOf(const Frame& frame) const {
  switch (kind_) {
    case Kind::kEthernet:
      return Load16(frame.data + 12);
    case Kind::kCooked:
      return Load16(frame.data + 14);  // the last field of its header
    case Kind::kCooked2:
      return Load16(frame.data);  // the first one
    case Kind::kRawIp:
      return frame.captured == 0 ? 0 : EtherTypeOfIp(frame.data[0]);
  }
  return 0;
}

Frame LinkLayer::ToEthernet(const Frame& frame) {
  if (kind_ == Kind::kEthernet) return frame;
  const std::uint32_t header = HeaderBytes();
  if (frame.captured < header) return Frame{frame.data, 0, 0};
  const std::uint16_t ether_type = EtherTypeOf(frame);
  buffer_.assign(kEthernetBytes, 0);
  buffer_[12] = static_cast<std::uint8_t>(ether_type >> 8);
  buffer_[13] = static_cast<std::uint8_t>(ether_type);
  buffer_.insert(buffer_.end(), frame.data + header, frame.data + frame.captured);
  // A damaged file may claim any length; the sum of it must not wrap to less than what is there.
  const std::uint64_t on_wire = std::uint64_t{frame.on_wire} - header + kEthernetBytes;
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  return {buffer_.data(), frame.captured - header + kEthernetBytes,
          static_cast<std::uint32_t>(std::min(on_wire, kMost))};
}

}  // namespace tidegate::replay
