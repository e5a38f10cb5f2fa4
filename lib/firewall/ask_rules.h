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

// Whether this packet passes on its own and makes no entry: no rule of a stateful group has a part in it. If one end
// has a stateful rule where the other has only stateless ones, the connection is tracked: the one end counts on that.
inline bool PassesUntracked(const SecurityPolicy& policy, const PacketIn& in, const PacketView& view) {
  if (!policy.has_stateless()) return false;
  const Allowance from = policy.Ask(in.from, Direction::kOutbound, view);
  return (from & policy.Ask(in.to, Direction::kInbound, view)) == Allowance::kUntracked;
}

// What the receiver of a packet would send to its sender, as far as rules look at it.
struct TurnedPacket {
  TurnedPacket(const PacketIn& packet, const PacketView& its_view) : in(packet), view(its_view) {
    std::swap(in.from, in.to);
    std::swap(view.src_address, view.dst_address);
    std::swap(view.src_port, view.dst_port);
  }

  PacketIn in;
  PacketView view;
};

// May the receiver of this packet open a connection to its sender? For packets that may be the answer to one. What it
// may send only untracked opens none.
inline bool MayAnswer(const SecurityPolicy& policy, const PacketIn& in, const PacketView& view) {
  const TurnedPacket turned(in, view);
  return AskRules(policy, turned.in, turned.view) == DropReason::kNone &&
         !PassesUntracked(policy, turned.in, turned.view);
}

// May the connection of this packet be there? `opens`: the packet's sender is who opened it.
inline DropReason AskRulesAgain(const SecurityPolicy& policy, const PacketIn& in, const PacketView& view, bool opens) {
  PacketView request = view;
  if (request.IsIcmp()) {  // an echo, whose request opens
    request.icmp.type = request.ip_version == 4 ? kIcmpEchoRequest : kIcmpV6EchoRequest;
  }
  if (opens) return AskRules(policy, in, request);
  const TurnedPacket turned(in, request);
  return AskRules(policy, turned.in, turned.view);
}

}  // namespace tidegate

#endif  // TIDEGATE_FIREWALL_ASK_RULES_H_
