// The rules as they were written, kept to explain what has been made of them.
#include "rules/policy_sources.h"

#include <algorithm>
#include <string_view>

#include "absl/container/flat_hash_map.h"

namespace tidegate::rules {

PolicySources KeepSources(const std::vector<SecurityGroup>& groups, const std::vector<PortSpec>& ports) {
  PolicySources kept;
  absl::flat_hash_map<std::string_view, std::uint32_t> place_of_name;
  for (const SecurityGroup& group : groups) {
    place_of_name.emplace(group.name, static_cast<std::uint32_t>(kept.groups.size()));
    kept.groups.push_back({.name = group.name, .rules = group.rules, .members = {}, .stateful = group.stateful});
  }
  for (const PortSpec& port : ports) {
    std::vector<std::uint32_t>& of_port = kept.groups_of_port.emplace_back();
    for (const std::string& name : port.security_groups) of_port.push_back(place_of_name.at(name));
    std::sort(of_port.begin(), of_port.end());
    of_port.erase(std::unique(of_port.begin(), of_port.end()), of_port.end());
  }
  return kept;
}

}  // namespace tidegate::rules
