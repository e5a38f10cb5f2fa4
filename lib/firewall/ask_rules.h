// The rules of both ends of a packet's way.
#ifndef TIDEGATE_FIREWALL_ASK_RULES_H_
#define TIDEGATE_FIREWALL_ASK_RULES_H_

#include <utility>

#include "tidegate/drop_reason.h"
#include "tidegate/firewall.h"
#include "tidegate/packet_view.h"
#include "tidegate/security_groups.h"

namespace tidegate {

// The sender's port must let it out, the receiver's port let it in. kNone if both do.
inline DropReason AskRules(const SecurityPolicy& policy, const PacketIn& in, const PacketView& view) {
  if (!policy.Allows(in.from, Direction::kOutbound, view)) return DropReason::kRuleDeniedOutbound;
  if (!policy.Allows(in.to, Direction::kInbound, view)) return DropReason::kRuleDeniedInbound;
  return DropReason::kNone;
}

// May the receiver of this packet open a connection to its sender? For packets that may be the answer to one.
inline DropReason AskRulesTurned(const SecurityPolicy& policy, const PacketIn& in, const PacketView& view) {
  PacketIn turned_in = in;
  PacketView turned = view;
  std::swap(turned_in.from, turned_in.to);
  std::swap(turned.src_address, turned.dst_address);
  std::swap(turned.src_port, turned.dst_port);
  return AskRules(policy, turned_in, turned);
}

}  // namespace tidegate

#endif  // TIDEGATE_FIREWALL_ASK_RULES_H_
