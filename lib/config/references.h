// From what a rule or a port calls a group, or a list of addresses, to the name it has in the policy.
#ifndef TIDEGATE_CONFIG_REFERENCES_H_
#define TIDEGATE_CONFIG_REFERENCES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/group_names.h"
#include "config/json_node.h"

namespace tidegate::config {

struct References {
  GroupNames groups{"security group"};
  GroupNames prefix_lists{"prefix list"};
  GroupNames address_groups{"address group"};

  // What they are called in the policy, one name for each, all different.
  std::vector<std::string> group_names;
  std::vector<std::string> prefix_list_names;
  std::vector<std::string> address_group_names;

  // Each reports at `node` what leads nowhere.
  std::optional<std::string> Group(const JsonNode& node, std::string_view text) const {
    return NameOf(groups.Resolve(node, text), group_names);
  }
  std::optional<std::string> PrefixList(const JsonNode& node, std::string_view text) const {
    return NameOf(prefix_lists.Resolve(node, text), prefix_list_names);
  }
  std::optional<std::string> AddressGroup(const JsonNode& node, std::string_view text) const {
    return NameOf(address_groups.Resolve(node, text), address_group_names);
  }

 private:
  static std::optional<std::string> NameOf(std::optional<std::size_t> place, const std::vector<std::string>& names) {
    if (!place) return std::nullopt;
    return names[*place];
  }
};

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_REFERENCES_H_
