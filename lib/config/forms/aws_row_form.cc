// Rules one by one, as `aws ec2 describe-security-group-rules` shows them: each names its group.
#include <optional>
#include <string>

#include "config/forms/aws_rule.h"
#include "config/forms/group_form.h"

namespace tidegate::config {
namespace {

const Names kRowKeys = {"GroupId",  "IsEgress", "IpProtocol",   "FromPort",           "ToPort",
                        "CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupInfo"};
const Names kIgnoredRowKeys = {"SecurityGroupRuleId", "GroupOwnerId", "Description", "Tags", "SecurityGroupRuleArn"};
const Names kRemoteKeys = {"CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupInfo"};

GroupHead ReadHead(const JsonNode& row, SecurityGroup&) {
  GroupHead head;
  if (!row.IsObject(kRowKeys, kIgnoredRowKeys)) return head;
  if (const auto id = row.Require("GroupId")) head.id = id->NonEmptyString().value_or("");
  return head;
}

void ReadRules(const JsonNode& row, const References& references, SecurityGroup& out) {
  SecurityRule& rule = out.rules.emplace_back();
  rule.place = row.place();
  const std::optional<JsonNode> egress = row.Require("IsEgress");
  if (egress && egress->Boolean() == true) rule.direction = Direction::kOutbound;
  ReadAwsProtocol(row, rule);
  Names given;
  for (const std::string_view key : kRemoteKeys) {
    if (row.FindValue(key)) given.push_back(key);
  }
  if (given.size() != 1) {
    return row.Fail("found " + (given.empty() ? "none" : Join(given)) + ", expected exactly one of " +
                    Join(kRemoteKeys));
  }
  const std::optional<JsonNode> remote = row.FindValue(given[0]);
  if (given[0] == "CidrIpv4") SetAwsNetwork(*remote, false, rule);
  if (given[0] == "CidrIpv6") SetAwsNetwork(*remote, true, rule);
  if (given[0] == "PrefixListId") SetAwsPrefixList(*remote, references, rule);
  if (given[0] == "ReferencedGroupInfo") SetAwsGroup(*remote, references, rule);
}

}  // namespace

constinit const GroupForm kAwsRowForm = {ReadHead, ReadRules};

}  // namespace tidegate::config
