// From groups and ports, as people write them, to the arrays the packet path reads.
//
// Each different combination of groups in a zone becomes one rule list, and each port gets its list. A remote group
// becomes the set of its member ports' addresses in the zone of the port that the rule is for: a group's members in
// another zone are strangers, even with the same addresses.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>

#include "rules/compiled_policy.h"
#include "rules/policy_check.h"

namespace tidegate::rules {
namespace {

template <typename Family>
constexpr bool IsOf(const IpAddress& address) {
  return address.v6 == (Family::kIpVersion == 6);
}

// Sets protocol and service. False if no packet of the family can match.
template <typename Family>
bool SetService(const SecurityRule& rule, CompiledRule<Family>& compiled) {
  if (rule.match == ProtocolMatch::kAny) return true;
  if (rule.match == ProtocolMatch::kIcmpTcpUdp) {
    compiled.protocol = kIcmpTcpUdpProtocols;
    return true;
  }
  compiled.protocol = rule.protocol == kProtocolIcmp ? Family::kIcmp : rule.protocol;
  compiled.service_min = rule.port_min;
  compiled.service_max = rule.port_max;
  if (!rule.icmp_type) return true;
  compiled.service_min = IcmpService(*rule.icmp_type, rule.icmp_code.value_or(0x00));
  compiled.service_max = IcmpService(*rule.icmp_type, rule.icmp_code.value_or(0xff));
  return compiled.protocol == Family::kIcmp;  // ICMPv6 in an IPv4 packet is opaque: it has no type
}

// Sets the remote's network. False if it is of the other family.
template <typename Family>
bool SetPrefix(const IpPrefix& prefix, CompiledRule<Family>& compiled) {
  if (!IsOf<Family>(prefix.address)) return false;
  std::uint8_t mask[16] = {};
  for (int bit = 0; bit < prefix.length; ++bit) mask[bit / 8] |= 0x80 >> (bit % 8);
  compiled.mask = LoadWords<Family>(mask);
  compiled.network = LoadWords<Family>(prefix.address.bytes.data());
  for (std::size_t i = 0; i < compiled.mask.size(); ++i) compiled.network[i] &= compiled.mask[i];
  return true;
}

// A group's members in a zone: what rules with this remote mean.
using GroupInZone = std::pair<Zone, std::string>;

template <typename Family>
std::vector<typename Family::Words> MembersOf(const GroupInZone& group, const std::vector<PortSpec>& ports) {
  std::vector<typename Family::Words> members;
  for (const PortSpec& port : ports) {
    const auto& groups = port.security_groups;
    if (port.zone != group.first || std::find(groups.begin(), groups.end(), group.second) == groups.end()) continue;
    for (const IpAddress& address : port.addresses) {
      if (IsOf<Family>(address)) members.push_back(LoadWords<Family>(address.bytes.data()));
    }
  }
  return members;
}

// Fills the arrays of one family.
template <typename Family>
class FamilyCompiler {
 public:
  FamilyCompiler(const std::vector<PortSpec>& ports, FamilyRules<Family>& out) : ports_(ports), out_(out) {}

  // Adds nothing if the rule cannot match a packet of the family.
  void AddRule(const SecurityRule& rule, Zone zone) {
    if (rule.ip_version != 0 && rule.ip_version != Family::kIpVersion) return;
    CompiledRule<Family> compiled;
    if (!SetService(rule, compiled)) return;
    const auto* prefix = std::get_if<IpPrefix>(&rule.remote);
    if (prefix && !SetPrefix(*prefix, compiled)) return;
    const auto* group = std::get_if<GroupRemote>(&rule.remote);
    if (group) compiled.set = SetOf({zone, group->group});
    out_.rules.push_back(compiled);
  }

  std::uint32_t rule_count() const { return static_cast<std::uint32_t>(out_.rules.size()); }
  bool has_too_many_sets() const { return out_.sets.size() > CompiledRule<Family>::kNoSet; }

 private:
  std::uint16_t SetOf(const GroupInZone& group) {
    const auto [entry, added] = set_of_.try_emplace(group, static_cast<std::uint16_t>(out_.sets.size()));
    if (added) out_.sets.Add(MembersOf<Family>(group, ports_));
    return entry->second;
  }

  const std::vector<PortSpec>& ports_;
  FamilyRules<Family>& out_;
  std::map<GroupInZone, std::uint16_t> set_of_;
};

// REQUIRES: CheckPolicy() is content with groups and ports.
class Compiler {
 public:
  Compiler(const std::vector<SecurityGroup>& groups, const std::vector<PortSpec>& ports)
      : v4_(ports, policy_.v4), v6_(ports, policy_.v6) {
    for (const SecurityGroup& group : groups) group_of_name_.emplace(group.name, &group);
    for (const PortSpec& port : ports) AddPort(port);
    const auto key = [](const PortAddress& entry) { return std::tie(entry.zone, entry.address); };
    std::sort(policy_.addresses.begin(), policy_.addresses.end(),
              [&](const PortAddress& a, const PortAddress& b) { return key(a) < key(b); });
  }

  absl::StatusOr<CompiledPolicy> Finish() {
    if (v4_.has_too_many_sets() || v6_.has_too_many_sets()) {
      return absl::InvalidArgumentError("rules refer to more than 65535 pairs of security group and zone");
    }
    return std::move(policy_);
  }

 private:
  // The same for all ports of a zone with the same groups, in whatever order they name them.
  using ListKey = std::pair<Zone, std::set<std::string>>;

  void AddPort(const PortSpec& port) {
    const auto index = static_cast<PortIndex>(policy_.list_of_port.size());
    for (const IpAddress& address : port.addresses) policy_.addresses.push_back({port.zone, address, index});
    const bool firewalled = port.firewalled || !port.security_groups.empty();
    const ListKey key{port.zone, {port.security_groups.begin(), port.security_groups.end()}};
    policy_.list_of_port.push_back(firewalled ? ListOf(key) : CompiledPolicy::kNoList);
  }

  std::uint32_t ListOf(const ListKey& key) {
    const auto next = static_cast<std::uint32_t>(policy_.lists.size());
    const auto [entry, added] = list_of_groups_.try_emplace(key, next);
    if (added) policy_.lists.push_back(MakeList(key));
    return entry->second;
  }

  RuleList MakeList(const ListKey& key) {
    RuleList list;
    for (const Direction direction : {Direction::kInbound, Direction::kOutbound}) {
      const auto way = static_cast<std::size_t>(direction);
      list.v4[way].begin = v4_.rule_count();
      list.v6[way].begin = v6_.rule_count();
      AddRules(key, direction);
      list.v4[way].count = v4_.rule_count() - list.v4[way].begin;
      list.v6[way].count = v6_.rule_count() - list.v6[way].begin;
    }
    return list;
  }

  void AddRules(const ListKey& key, Direction direction) {
    for (const std::string& group : key.second) {
      for (const SecurityRule& rule : group_of_name_.at(group)->rules) {
        if (rule.direction != direction) continue;
        v4_.AddRule(rule, key.first);
        v6_.AddRule(rule, key.first);
      }
    }
  }

  CompiledPolicy policy_;
  FamilyCompiler<V4> v4_;
  FamilyCompiler<V6> v6_;
  std::map<std::string_view, const SecurityGroup*> group_of_name_;
  std::map<ListKey, std::uint32_t> list_of_groups_;
};

}  // namespace

absl::StatusOr<CompiledPolicy> CompilePolicy(const std::vector<SecurityGroup>& groups,
                                             const std::vector<PortSpec>& ports) {
  if (absl::Status status = CheckPolicy(groups, ports); !status.ok()) return status;
  return Compiler(groups, ports).Finish();
}

}  // namespace tidegate::rules
