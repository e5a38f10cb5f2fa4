// The checks, one function for each kind of thing that may be wrong.
#include "rules/policy_check.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace tidegate::rules {
namespace {

using Names = std::set<std::string_view>;

std::string Quoted(std::string_view name) { return std::string(1, '"').append(name) + '"'; }

absl::Status Wrong(const std::string& message) { return absl::InvalidArgumentError(message); }

absl::Status CollectGroupNames(const std::vector<SecurityGroup>& groups, Names& names) {
  for (const SecurityGroup& group : groups) {
    if (names.insert(group.name).second) continue;
    return Wrong("two security groups have the name " + Quoted(group.name));
  }
  return absl::OkStatus();
}

// How a rule contradicts itself, or null. A reader of configuration finds these first and knows the place in the file.
const char* Contradiction(const SecurityRule& rule) {
  const bool one = rule.match == ProtocolMatch::kOne;
  const bool has_ports =
      one && (rule.protocol == kProtocolTcp || rule.protocol == kProtocolUdp || rule.protocol == kProtocolSctp);
  const bool is_icmp = one && (rule.protocol == kProtocolIcmp || rule.protocol == kProtocolIcmpV6);
  if (rule.ip_version != 0 && rule.ip_version != 4 && rule.ip_version != 6) return "ip_version is neither 0, 4 nor 6";
  if (rule.port_min > rule.port_max) return "port_min is above port_max";
  if (!has_ports && (rule.port_min != 0 || rule.port_max != 0xffff)) return "ports are for TCP, UDP and SCTP only";
  if (rule.icmp_code && !rule.icmp_type) return "a code needs a type";
  if (!is_icmp && rule.icmp_type) return "type and code are for ICMP only";
  return nullptr;
}

absl::Status CheckRule(const SecurityRule& rule, const Names& groups) {
  if (const char* why = Contradiction(rule)) return Wrong(why);
  const auto* remote = std::get_if<GroupRemote>(&rule.remote);
  if (!remote || groups.contains(remote->group)) return absl::OkStatus();
  return Wrong("its remote, security group " + Quoted(remote->group) + ", does not exist");
}

absl::Status CheckRules(const std::vector<SecurityGroup>& groups, const Names& names) {
  for (const SecurityGroup& group : groups) {
    for (std::size_t i = 0; i < group.rules.size(); ++i) {
      const absl::Status status = CheckRule(group.rules[i], names);
      if (status.ok()) continue;
      return Wrong("security group " + Quoted(group.name) + ", rule " + std::to_string(i) + ": " +
                   std::string(status.message()));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckPorts(const std::vector<PortSpec>& ports, const Names& groups) {
  if (ports.size() > kNoPort) return Wrong("more than " + std::to_string(kNoPort) + " ports");
  Names names;
  for (const PortSpec& port : ports) {
    if (!names.insert(port.name).second) return Wrong("two ports have the name " + Quoted(port.name));
    for (const std::string& group : port.security_groups) {
      if (groups.contains(group)) continue;
      return Wrong("port " + Quoted(port.name) + ": security group " + Quoted(group) + " does not exist");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckAddresses(const std::vector<PortSpec>& ports) {
  std::map<std::pair<Zone, IpAddress>, const PortSpec*> owners;
  for (const PortSpec& port : ports) {
    for (const IpAddress& address : port.addresses) {
      const auto [owner, added] = owners.try_emplace({port.zone, address}, &port);
      if (added) continue;
      const std::string what = "the address " + ToString(address);
      if (owner->second == &port) return Wrong("port " + Quoted(port.name) + " has " + what + " twice");
      return Wrong("ports " + Quoted(owner->second->name) + " and " + Quoted(port.name) + " both have " + what +
                   " in zone " + std::to_string(port.zone));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckPolicy(const std::vector<SecurityGroup>& groups, const std::vector<PortSpec>& ports) {
  Names names;
  if (absl::Status status = CollectGroupNames(groups, names); !status.ok()) return status;
  if (absl::Status status = CheckRules(groups, names); !status.ok()) return status;
  if (absl::Status status = CheckPorts(ports, names); !status.ok()) return status;
  return CheckAddresses(ports);
}

}  // namespace tidegate::rules
