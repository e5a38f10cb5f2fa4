// Reads the Ethernet header and its VLAN tags (IEEE 802.3, 802.1Q, 802.1ad).
#ifndef TIDEGATE_LIB_PACKET_ETHERNET_H_
#define TIDEGATE_LIB_PACKET_ETHERNET_H_

#include <cstddef>
#include <cstdint>

#include "packet/byte_order.h"
#include "packet/frame.h"
#include "tidegate/packet_view.h"

namespace tidegate::internal {

inline constexpr std::size_t kEthernetBytes = 14;
inline constexpr std::size_t kVlanTagBytes = 4;
inline constexpr std::uint8_t kMaxVlanTags = 2;
inline constexpr std::uint16_t kVlanIdMask = 0x0fff;  // above it: priority and drop-eligible bits

// 802.1Q, 802.1ad, and the number that stacked tags bore before 802.1ad. Any of them may be outer or inner.
inline bool IsVlanTag(std::uint16_t ether_type) {
  return ether_type == 0x8100 || ether_type == 0x88a8 || ether_type == 0x9100;
}

// Goes on behind the Ethernet header, whose type field announced the first tag.
inline DropReason ReadVlanTags(const Frame& frame, PacketView& view) {
  do {
    if (view.vlan_count == kMaxVlanTags) return DropReason::kTooManyVlans;
    if (frame.captured < view.l3_offset + kVlanTagBytes) return DropReason::kTruncatedVlan;
    const std::uint8_t* tag = frame.data + view.l3_offset;
    const std::uint16_t id = Load16(tag) & kVlanIdMask;
    (view.vlan_count == 0 ? view.outer_vlan : view.inner_vlan) = id;
    view.ether_type = Load16(tag + 2);
    view.l3_offset += kVlanTagBytes;
    ++view.vlan_count;
  } while (IsVlanTag(view.ether_type));
  return DropReason::kNone;
}

inline DropReason ReadEthernet(const Frame& frame, PacketView& view) {
  if (frame.captured < kEthernetBytes) return DropReason::kTruncatedEthernet;
  view.ether_type = Load16(frame.data + 12);
  view.l3_offset = kEthernetBytes;
  return IsVlanTag(view.ether_type) ? ReadVlanTags(frame, view) : DropReason::kNone;
}

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_ETHERNET_H_
