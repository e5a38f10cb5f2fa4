// The walk over a port's rules that the packet path is spared, word by word as the rules are written.
#include <algorithm>
#include <variant>

#include "rules/packet_facts.h"
#include "rules/policy_impl.h"
#include "tidegate/rule_explanation.h"
#include "tidegate/security_groups.h"

namespace tidegate {
namespace {

// A packet with what the compiled policy knows of its remote end.
struct Asked {
  const rules::CompiledPolicy& policy;
  const PacketView& view;
  Zone zone;
  IpAddress local;
  IpAddress remote;
};

IpAddress AddressOf(const PacketView& view, const std::uint8_t* bytes) {
  return view.ip_version == 6 ? IpAddress::V6(bytes) : IpAddress::V4(bytes);
}

template <typename Family>
bool IsMember(const rules::FamilyRules<Family>& compiled, const Asked& asked, rules::GroupNumber group) {
  const auto groups = compiled.members.GroupsOf(asked.zone, rules::LoadAddress<Family>(asked.remote.bytes.data()));
  const auto has = [&](const auto& part) { return std::find(part.begin(), part.end(), group) != part.end(); };
  return has(groups.listed) || has(groups.by_port);
}

bool IsRemote(const Remote& remote, const Asked& asked) {
  if (const auto* prefix = std::get_if<IpPrefix>(&remote)) return prefix->Contains(asked.remote);
  const auto* group = std::get_if<GroupRemote>(&remote);
  if (group == nullptr) return true;
  const auto number = asked.policy.group_numbers.find(group->group);
  if (number == asked.policy.group_numbers.end()) return false;
  return asked.view.ip_version == 6 ? IsMember(asked.policy.v6, asked, number->second)
                                    : IsMember(asked.policy.v4, asked, number->second);
}

bool IsProtocol(const SecurityRule& rule, const PacketView& view) {
  switch (rule.match) {
    case ProtocolMatch::kAny:
      return true;
    case ProtocolMatch::kIcmpTcpUdp:
      return view.IsIcmp() || view.IsTcp() || view.IsUdp();
    default:
      return rule.protocol == kProtocolIcmp ? view.IsIcmp() : rule.protocol == view.protocol;
  }
}

bool IsService(const SecurityRule& rule, const PacketView& view) {
  if (rule.match != ProtocolMatch::kOne) return true;
  if (view.dst_port < rule.port_min || view.dst_port > rule.port_max) return false;
  if (rule.icmp_type && (!view.IsIcmp() || *rule.icmp_type != view.icmp.type)) return false;
  return !rule.icmp_code || *rule.icmp_code == view.icmp.code;
}

RuleMismatch Compare(const SecurityRule& rule, const Asked& asked) {
  if (rule.ip_version != 0 && rule.ip_version != asked.view.ip_version) return RuleMismatch::kIpVersion;
  if (!IsProtocol(rule, asked.view)) return RuleMismatch::kProtocol;
  if (!IsService(rule, asked.view)) return RuleMismatch::kService;
  if (rule.local && !rule.local->Contains(asked.local)) return RuleMismatch::kLocal;
  return IsRemote(rule.remote, asked) ? RuleMismatch::kNone : RuleMismatch::kRemote;
}

// Takes a rule into account.
void Note(const SecurityGroup& group, std::size_t place, RuleMismatch mismatch, RuleExplanation& out) {
  const auto rule = [&] {
    return ExplainedRule{group.name, place, group.rules[place].place, group.stateful, mismatch};
  };
  ++out.rules;
  ++out.mismatches[static_cast<std::size_t>(mismatch)];
  if (mismatch != RuleMismatch::kNone) {
    if (!out.nearest || mismatch > out.nearest->mismatch) out.nearest = rule();
    return;
  }
  if (!out.decides || (group.stateful && !out.decides->stateful)) out.decides = rule();
  out.allowance = out.allowance | (group.stateful ? Allowance::kTracked : Allowance::kUntracked);
}

}  // namespace

RuleExplanation SecurityPolicy::Explain(PortIndex port, Direction direction, const PacketView& view) const {
  const rules::CompiledPolicy& policy = compiled_->policy;
  if (port == kNoPort || policy.ports[port].list == rules::CompiledPort::kNoList) {
    return {.firewalled = false, .allowance = Allowance::kEither, .decides = {}, .nearest = {}};
  }
  const bool inbound = direction == Direction::kInbound;
  const Asked asked{policy, view, policy.ports[port].zone,
                    AddressOf(view, inbound ? view.dst_address : view.src_address),
                    AddressOf(view, inbound ? view.src_address : view.dst_address)};
  RuleExplanation out;
  for (const std::uint32_t place : compiled_->sources.groups_of_port[port]) {
    const SecurityGroup& group = compiled_->sources.groups[place];
    ++out.groups;
    for (std::size_t i = 0; i < group.rules.size(); ++i) {
      if (group.rules[i].direction == direction) Note(group, i, Compare(group.rules[i], asked), out);
    }
  }
  if (out.decides) out.nearest.reset();
  return out;
}

}  // namespace tidegate
