// What the rules ask of a packet, computed once for all of them.
#ifndef TIDEGATE_RULES_PACKET_FACTS_H_
#define TIDEGATE_RULES_PACKET_FACTS_H_

#include <cstdint>

#include "rules/family.h"
#include "tidegate/packet_view.h"
#include "tidegate/security_groups.h"

namespace tidegate::rules {

// ICMP's type and code stand where other protocols have a port.
constexpr std::uint16_t IcmpService(std::uint8_t type, std::uint8_t code) {
  return static_cast<std::uint16_t>(type << 8 | code);
}

template <typename Family>
struct PacketFacts {
  typename Family::Number remote;  // the other end: the source of an inbound packet
  typename Family::Number local;   // the port's own end
  std::uint16_t service = 0;       // destination port; ICMP type and code; 0 for other protocols
  std::uint8_t protocol = 0;

  PacketFacts(const PacketView& view, Direction direction)
      : remote(LoadAddress<Family>(direction == Direction::kInbound ? view.src_address : view.dst_address)),
        local(LoadAddress<Family>(direction == Direction::kInbound ? view.dst_address : view.src_address)),
        service(view.protocol == Family::kIcmp ? IcmpService(view.icmp.type, view.icmp.code) : view.dst_port),
        protocol(view.protocol) {}
};

}  // namespace tidegate::rules

#endif  // TIDEGATE_RULES_PACKET_FACTS_H_
