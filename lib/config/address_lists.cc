// Both kinds are arrays of objects with an identifier and networks; the keys differ.
#include "config/address_lists.h"

#include <optional>
#include <string>

#include "config/rule_parts.h"

namespace tidegate::config {
namespace {

const Names kPrefixListKeys = {"id", "name", "entries"};
const Names kAwsPrefixListKeys = {"PrefixListId", "PrefixListName", "Cidrs"};
const Names kAddressGroupKeys = {"id", "name", "addresses"};
const Names kIgnoredAddressGroupKeys = {"description", "project_id", "tenant_id",       "shared",
                                        "created_at",  "updated_at", "revision_number", "is_shared"};

// {"Entries": [{"Cidr": "10.0.0.0/8", "Description": "..."}]}
void ReadAwsEntries(const JsonNode& answer, SecurityGroup& out) {
  if (!answer.IsObject({"Entries"}, {"NextToken"})) return;
  if (const auto next = answer.FindValue("NextToken")) next->Fail("only a part of the answer, expected the whole");
  const std::optional<JsonNode> entries = answer.Require("Entries");
  if (!entries) return;
  entries->ForEachElement([&](const JsonNode& entry) {
    if (!entry.IsObject({"Cidr"}, {"Description"})) return;
    const std::optional<JsonNode> cidr = entry.Require("Cidr");
    const std::optional<IpPrefix> prefix = cidr ? ReadNetwork(*cidr) : std::nullopt;
    if (prefix) out.members.push_back(*prefix);
  });
}

void ReadEntries(const JsonNode& node, ConfigFiles& files, SecurityGroup& out) {
  if (node.is_string()) {
    if (const std::optional<JsonNode> root = files.Open(node)) ReadAwsEntries(*root, out);
  } else if (node.is_object()) {
    ReadAwsEntries(node, out);
  } else {
    ReadNetworks(node, out.members);
  }
}

GroupHead ReadPrefixList(const JsonNode& node, ConfigFiles& files, SecurityGroup& out) {
  GroupHead head;
  const bool aws = node.Has("PrefixListId");
  if (!node.IsObject(aws ? kAwsPrefixListKeys : kPrefixListKeys)) return head;
  const std::optional<JsonNode> id = node.Require(aws ? "PrefixListId" : "id");
  if (id) head.id = id->NonEmptyString().value_or("");
  head.name = TextAt(node, aws ? "PrefixListName" : "name");
  const std::optional<JsonNode> entries = node.Require(aws ? "Cidrs" : "entries");
  if (entries) ReadEntries(*entries, files, out);
  return head;
}

GroupHead ReadAddressGroup(const JsonNode& node, SecurityGroup& out) {
  GroupHead head;
  if (!node.IsObject(kAddressGroupKeys, kIgnoredAddressGroupKeys)) return head;
  if (const auto id = node.Require("id")) head.id = id->NonEmptyString().value_or("");
  head.name = TextAt(node, "name");
  if (const auto addresses = node.Require("addresses")) ReadNetworks(*addresses, out.members);
  return head;
}

// Reads each list with `read`: of an array, of an object that has the array at `key`, or of a file with either.
template <typename Fn>
std::vector<SecurityGroup> ReadLists(const JsonNode& value, ConfigFiles& files, std::string_view key, GroupNames& names,
                                     Fn read) {
  std::optional<JsonNode> array = value;
  if (array->is_string()) array = files.Open(value);
  if (array && array->is_object()) {
    if (!array->IsObject({key}, {"NextToken"})) return {};
    if (const auto next = array->FindValue("NextToken")) next->Fail("only a part of the answer, expected the whole");
    array = array->Require(key);
  }
  std::vector<SecurityGroup> lists;
  if (!array) return lists;
  array->ForEachElement([&](const JsonNode& node) {
    const GroupHead head = read(node, lists.emplace_back());
    if (!node.failed()) names.Add(node, head);
  });
  return lists;
}

}  // namespace

std::vector<SecurityGroup> ReadPrefixLists(const JsonNode& value, ConfigFiles& files, GroupNames& names) {
  return ReadLists(value, files, "PrefixLists", names,
                   [&](const JsonNode& node, SecurityGroup& out) { return ReadPrefixList(node, files, out); });
}

std::vector<SecurityGroup> ReadAddressGroups(const JsonNode& value, ConfigFiles& files, GroupNames& names) {
  return ReadLists(value, files, "address_groups", names, ReadAddressGroup);
}

}  // namespace tidegate::config
