// First all heads, then names for all, then the rules.
#include "config/group_reader.h"

#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "config/address_lists.h"
#include "config/group_sources.h"
#include "config/rule_parts.h"

namespace tidegate::config {
namespace {

// A group and where its rules stand.
struct ReadGroup {
  SecurityGroup group;
  std::vector<GroupSource> sources;
};

std::vector<ReadGroup> ReadHeads(const std::vector<GroupSource>& sources, GroupNames& names) {
  std::vector<ReadGroup> groups;
  std::map<std::pair<std::size_t, std::string>, std::size_t> group_of_row;
  for (const GroupSource& source : sources) {
    SecurityGroup group;
    const GroupHead head = source.form->read_head(source.node, group);
    if (source.node.failed()) return groups;
    if (source.form == &kAwsRowForm) {
      const auto [known, added] = group_of_row.try_emplace({source.answer, head.id}, groups.size());
      if (!added) {
        groups[known->second].sources.push_back(source);
        continue;
      }
    }
    names.Add(source.node, head);
    groups.push_back({std::move(group), {source}});
  }
  return groups;
}

void NameLists(std::vector<SecurityGroup>& lists, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < lists.size(); ++i) lists[i].name = names[i];
}

// [{"group": "sg-1", "members": ["10.0.0.0/24"]}]: what an exported group does not say.
void ReadGroupMembers(const JsonNode& array, const GroupNames& names, std::vector<ReadGroup>& groups) {
  array.ForEachElement([&](const JsonNode& node) {
    if (!node.IsObject({"group", "members"})) return;
    const std::optional<JsonNode> name = node.Require("group");
    const std::optional<std::string> text = name ? name->String() : std::nullopt;
    const std::optional<std::size_t> group = text ? names.Resolve(*name, *text) : std::nullopt;
    const std::optional<JsonNode> members = node.Require("members");
    if (group && members) ReadNetworks(*members, groups[*group].group.members);
  });
}

}  // namespace

std::vector<SecurityGroup> ReadSecurityGroups(const JsonNode& root, ConfigFiles& files, References& references) {
  std::vector<SecurityGroup> prefix_lists;
  std::vector<SecurityGroup> address_groups;
  if (const auto node = root.Find("prefix_lists")) {
    prefix_lists = ReadPrefixLists(*node, files, references.prefix_lists);
  }
  if (const auto node = root.Find("address_groups")) {
    address_groups = ReadAddressGroups(*node, files, references.address_groups);
  }
  std::vector<ReadGroup> groups;
  if (const auto node = root.Find("security_groups")) groups = ReadHeads(FindGroups(*node, files), references.groups);
  // Also behind a mistake: what is read next may ask for them.
  std::unordered_set<std::string> taken;
  references.group_names = references.groups.UniqueNames(taken);
  references.prefix_list_names = references.prefix_lists.UniqueNames(taken);
  references.address_group_names = references.address_groups.UniqueNames(taken);
  if (root.failed()) return {};

  if (const auto node = root.Find("group_members")) ReadGroupMembers(*node, references.groups, groups);
  NameLists(prefix_lists, references.prefix_list_names);
  NameLists(address_groups, references.address_group_names);

  std::vector<SecurityGroup> result;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (const GroupSource& source : groups[i].sources) {
      source.form->read_rules(source.node, references, groups[i].group);
    }
    groups[i].group.name = references.group_names[i];
    result.push_back(std::move(groups[i].group));
  }
  std::move(prefix_lists.begin(), prefix_lists.end(), std::back_inserter(result));
  std::move(address_groups.begin(), address_groups.end(), std::back_inserter(result));
  return result;
}

}  // namespace tidegate::config
