// Security groups as `aws ec2 describe-security-groups` shows them. A permission allows each of its remote ends; one
// without any allows nobody.
#include <optional>
#include <string>

#include "config/forms/aws_rule.h"
#include "config/forms/group_form.h"
#include "config/rule_parts.h"

namespace tidegate::config {
namespace {

const Names kGroupKeys = {"GroupId", "GroupName", "IpPermissions", "IpPermissionsEgress"};
const Names kIgnoredGroupKeys = {"Description", "OwnerId", "VpcId", "SecurityGroupArn", "Tags"};
const Names kPermissionKeys = {"IpProtocol", "FromPort",      "ToPort",          "IpRanges",
                               "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs"};

// The elements of an array that may be left out.
template <typename Fn>
void ForEachOf(const JsonNode& permission, std::string_view key, Fn show) {
  if (const std::optional<JsonNode> array = permission.FindValue(key)) array->ForEachElement(show);
}

// The value of the only key that an element has beside its description.
template <typename Fn>
void WithValue(const JsonNode& element, const Names& key, Fn set) {
  if (!element.IsObject(key, {"Description"})) return;
  if (const std::optional<JsonNode> value = element.Require(key[0])) set(*value);
}

void ReadPermission(const JsonNode& permission, Direction direction, const References& references, SecurityGroup& out) {
  if (!permission.IsObject(kPermissionKeys)) return;
  SecurityRule rule;
  rule.direction = direction;
  ReadAwsProtocol(permission, rule);
  const auto add = [&](const JsonNode& element, auto set) {
    SecurityRule& added = out.rules.emplace_back(rule);
    added.place = element.place();
    set(added);
  };
  ForEachOf(permission, "IpRanges", [&](const JsonNode& range) {
    WithValue(range, {"CidrIp"}, [&](const JsonNode& node) {
      add(range, [&](SecurityRule& added) { SetAwsNetwork(node, false, added); });
    });
  });
  ForEachOf(permission, "Ipv6Ranges", [&](const JsonNode& range) {
    WithValue(range, {"CidrIpv6"}, [&](const JsonNode& node) {
      add(range, [&](SecurityRule& added) { SetAwsNetwork(node, true, added); });
    });
  });
  ForEachOf(permission, "PrefixListIds", [&](const JsonNode& list) {
    WithValue(list, {"PrefixListId"}, [&](const JsonNode& node) {
      add(list, [&](SecurityRule& added) { SetAwsPrefixList(node, references, added); });
    });
  });
  ForEachOf(permission, "UserIdGroupPairs", [&](const JsonNode& pair) {
    add(pair, [&](SecurityRule& added) { SetAwsGroup(pair, references, added); });
  });
}

GroupHead ReadHead(const JsonNode& group, SecurityGroup&) {
  GroupHead head;
  if (!group.IsObject(kGroupKeys, kIgnoredGroupKeys)) return head;
  if (const auto id = group.Require("GroupId")) head.id = id->NonEmptyString().value_or("");
  head.name = TextAt(group, "GroupName");
  head.crn = TextAt(group, "SecurityGroupArn");
  return head;
}

void ReadRules(const JsonNode& group, const References& references, SecurityGroup& out) {
  ForEachOf(group, "IpPermissions",
            [&](const JsonNode& node) { ReadPermission(node, Direction::kInbound, references, out); });
  ForEachOf(group, "IpPermissionsEgress",
            [&](const JsonNode& node) { ReadPermission(node, Direction::kOutbound, references, out); });
}

}  // namespace

constinit const GroupForm kAwsForm = {ReadHead, ReadRules};

}  // namespace tidegate::config
