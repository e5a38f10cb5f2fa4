// Rules are sorted by their local end and by protocol; what remains of a rule is a range of services and a remote end.
#include "rules/rule_set_compiler.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace tidegate::rules {

// False if no packet of the family can match.
template <typename Family>
bool RuleSetCompiler<Family>::ServicesOf(const SecurityRule& rule, std::uint8_t protocol, ServiceRange& services) {
  services = {rule.port_min, rule.port_max};
  if (!rule.icmp_type) return true;
  services = {IcmpService(*rule.icmp_type, rule.icmp_code.value_or(0x00)),
              IcmpService(*rule.icmp_type, rule.icmp_code.value_or(0xff))};
  return protocol == Family::kIcmp;  // ICMPv6 in an IPv4 packet is opaque: it has no type
}

// False if the remote end is of the other family.
template <typename Family>
bool RuleSetCompiler<Family>::RemoteOf(const SecurityRule& rule, RemoteEnd<Family>& end) {
  if (const auto* prefix = std::get_if<IpPrefix>(&rule.remote)) {
    if (!IsOf<Family>(prefix->address)) return false;
    end.interval = IntervalOf<Family>(*prefix);
  }
  if (const auto* group = std::get_if<GroupRemote>(&rule.remote)) {
    end.group = numbers_.try_emplace(group->group, static_cast<GroupNumber>(numbers_.size())).first->second;
  }
  return true;
}

template <typename Family>
void RuleSetCompiler<Family>::Sort(const SecurityRule& rule, RulesByProtocol& out) {
  RemoteEnd<Family> end;
  if (!RemoteOf(rule, end)) return;
  if (rule.match == ProtocolMatch::kAny) {
    out.any.push_back(end);
  } else if (rule.match == ProtocolMatch::kIcmpTcpUdp) {
    out.icmp_tcp_udp.push_back(end);
  } else {
    const std::uint8_t protocol = rule.protocol == kProtocolIcmp ? Family::kIcmp : rule.protocol;
    ServiceRange services;
    if (!ServicesOf(rule, protocol, services)) return;
    ServiceRules& rules = out.one[protocol];
    rules.services.push_back(services);
    rules.ends.push_back(end);
  }
}

// The matchers of rules without services are made once and stand in the lists of all services.
template <typename Family>
ProtocolTables RuleSetCompiler<Family>::TablesOf(const RulesByProtocol& rules) {
  std::vector<std::uint32_t> any;
  if (!rules.any.empty()) any.push_back(matchers_.Union(rules.any));
  std::vector<std::uint32_t> icmp_tcp_udp = any;
  if (!rules.icmp_tcp_udp.empty()) icmp_tcp_udp.push_back(matchers_.Union(rules.icmp_tcp_udp));

  const auto table_of = [&](std::uint8_t protocol, const std::vector<std::uint32_t>& always) {
    static const ServiceRules kNoRules;
    const auto found = rules.one.find(protocol);
    const ServiceRules& own = found == rules.one.end() ? kNoRules : found->second;
    if (own.ends.empty() && always.empty()) return ServiceTables::kEmpty;
    const auto matcher_of = [&](const std::vector<std::uint32_t>& places) {
      Ends ends;
      ends.reserve(places.size());
      for (const std::uint32_t place : places) ends.push_back(own.ends[place]);
      return matchers_.Union(ends);
    };
    return services_.Add(own.services, matcher_of, always);
  };
  ProtocolTables tables;
  tables.tcp = table_of(kProtocolTcp, icmp_tcp_udp);
  tables.udp = table_of(kProtocolUdp, icmp_tcp_udp);
  tables.icmp = table_of(Family::kIcmp, icmp_tcp_udp);
  if (!any.empty()) tables.rest = services_.Add({}, nullptr, any);
  for (const auto& [protocol, own] : rules.one) {
    if (protocol == kProtocolTcp || protocol == kProtocolUdp || protocol == Family::kIcmp) continue;
    tables.others.push_back({protocol, table_of(protocol, any)});
  }
  return tables;
}

// In the order of the map a local end comes behind those around it. Its part ends where the next begins that is not
// within it.
template <typename Family>
void RuleSetCompiler<Family>::AddLocals(const ByLocal& by_local, RuleSet<Family>& set) {
  using Number = typename Family::Number;
  std::vector<std::pair<Number, std::uint32_t>> open;  // last address and place of those around, the innermost behind
  const auto begin = [&](Number first, std::uint32_t place) {
    if (!set.starts.empty() && set.starts.back() == first) {
      set.innermost.back() = place;
      return;
    }
    set.starts.push_back(first);
    set.innermost.push_back(place);
  };
  const auto close = [&] {
    const Number last = open.back().first;
    open.pop_back();
    if (~last != 0) begin(last + 1, open.empty() ? LocalRules::kNone : open.back().second);
  };
  for (const auto& [local, rules] : by_local) {
    const Interval<Family> interval = IntervalOf<Family>(local.first, local.second);
    while (!open.empty() && open.back().first < interval.first) close();
    const auto place = static_cast<std::uint32_t>(set.locals.size());
    set.locals.push_back({TablesOf(rules), open.empty() ? LocalRules::kNone : open.back().second});
    open.emplace_back(interval.last, place);
    begin(interval.first, place);
  }
  while (!open.empty()) close();
}

template <typename Family>
RuleSet<Family> RuleSetCompiler<Family>::Compile(const std::vector<const SecurityRule*>& rules) {
  RulesByProtocol everywhere;
  ByLocal by_local;
  for (const SecurityRule* rule : rules) {
    if (rule->ip_version != 0 && rule->ip_version != Family::kIpVersion) continue;
    if (rule->local && !IsOf<Family>(rule->local->address)) continue;
    if (rule->local && rule->local->length != 0) {
      Sort(*rule, by_local[{IntervalOf<Family>(*rule->local).first, rule->local->length}]);
    } else {
      Sort(*rule, everywhere);
    }
  }
  RuleSet<Family> set;
  set.everywhere = TablesOf(everywhere);
  AddLocals(by_local, set);
  return set;
}

template class RuleSetCompiler<V4>;
template class RuleSetCompiler<V6>;

}  // namespace tidegate::rules
