// Security groups of OpenStack Neutron: its API's (GET /v2.0/security-groups) and openstacksdk's spelling
// (`openstack security group show -f json`), which has "rules" and "ether_type".
#include <optional>
#include <string>

#include "config/forms/group_form.h"
#include "config/protocol_names.h"
#include "config/rule_parts.h"

namespace tidegate::config {
namespace {

const Names kGroupKeys = {"id", "name", "security_group_rules", "rules", "stateful"};
const Names kIgnoredGroupKeys = {"description", "project_id", "tenant_id", "created_at",      "updated_at", "shared",
                                 "is_shared",   "tags",       "location",  "revision_number", "is_default"};
const Names kRuleKeys = {"direction",        "ethertype",       "ether_type",
                         "protocol",         "port_range_min",  "port_range_max",
                         "remote_ip_prefix", "remote_group_id", "remote_address_group_id",
                         "normalized_cidr"};
const Names kIgnoredRuleKeys = {"id",
                                "name",
                                "security_group_id",
                                "description",
                                "project_id",
                                "tenant_id",
                                "created_at",
                                "updated_at",
                                "tags",
                                "revision_number",
                                "location",
                                "shared",
                                "is_shared",
                                "belongs_to_default_sg",
                                "standard_attr_id"};
const Names kRemoteKeys = {"remote_ip_prefix", "remote_group_id", "remote_address_group_id"};

void ReadDirection(const JsonNode& rule, SecurityRule& out) {
  const std::optional<JsonNode> node = rule.Require("direction");
  if (node) out.direction = node->OneOf({"ingress", "egress"}) == "egress" ? Direction::kOutbound : Direction::kInbound;
}

// The API's default is IPv4, never both.
void ReadEtherType(const JsonNode& rule, SecurityRule& out) {
  std::optional<JsonNode> node = rule.FindValue("ethertype");
  if (!node) node = rule.FindValue("ether_type");
  out.ip_version = node && node->OneOf({"IPv4", "IPv6"}) == "IPv6" ? 6 : 4;
}

// A name, a number, or a number as a string; every protocol is null, "any" or 0.
void ReadProtocol(const JsonNode& rule, SecurityRule& out) {
  const std::optional<JsonNode> node = rule.FindValue("protocol");
  if (!node) return;
  const std::optional<std::string> text =
      node->is_number() ? std::to_string(node->Integer(0, 255).value_or(0)) : node->String();
  if (!text || *text == "any" || *text == "0") return;
  const std::optional<std::uint8_t> number = ProtocolNumber(*text);
  if (!number) return node->FailValue("no protocol, expected null, any, a name that Neutron knows, or 0 to 255");
  out.match = ProtocolMatch::kOne;
  out.protocol = *number;
}

void ReadService(const JsonNode& rule, SecurityRule& out) {
  if (IsIcmp(out)) {
    ReadTypeAndCode(rule, "port_range_min", "port_range_max", out);
  } else {
    ReadPortRange(rule, "port_range_min", "port_range_max", out);
  }
}

// The prefix as it was given may have bits beyond its length; Neutron shows beside it what it means.
void ReadPrefix(const JsonNode& rule, SecurityRule& out) {
  std::optional<JsonNode> node = rule.FindValue("normalized_cidr");
  if (!node) node = rule.FindValue("remote_ip_prefix");
  const std::optional<IpPrefix> prefix = ReadNetwork(*node);
  if (prefix) SetRemote(*node, *prefix, out);
}

void ReadRemote(const JsonNode& rule, const References& references, SecurityRule& out) {
  Names given;
  for (const std::string_view key : kRemoteKeys) {
    if (rule.FindValue(key)) given.push_back(key);
  }
  if (given.empty()) return;
  if (given.size() > 1) {
    return rule.Fail("found " + Join(given) + ", expected at most one of " + Join(kRemoteKeys));
  }
  if (given[0] == "remote_ip_prefix") return ReadPrefix(rule, out);
  const std::optional<JsonNode> node = rule.FindValue(given[0]);
  const std::optional<std::string> text = node->String();
  if (!text) return;
  const std::optional<std::string> name =
      given[0] == "remote_group_id" ? references.Group(*node, *text) : references.AddressGroup(*node, *text);
  if (name) out.remote = GroupRemote{*name};
}

SecurityRule ReadRule(const JsonNode& node, const References& references) {
  SecurityRule rule;
  rule.place = node.place();
  if (!node.IsObject(kRuleKeys, kIgnoredRuleKeys)) return rule;
  ReadDirection(node, rule);
  ReadEtherType(node, rule);
  ReadProtocol(node, rule);
  ReadService(node, rule);
  ReadRemote(node, references, rule);
  return rule;
}

GroupHead ReadHead(const JsonNode& group, SecurityGroup& out) {
  GroupHead head;
  if (!group.IsObject(kGroupKeys, kIgnoredGroupKeys)) return head;
  if (const auto id = group.Require("id")) head.id = id->NonEmptyString().value_or("");
  head.name = TextAt(group, "name");
  if (const auto stateful = group.FindValue("stateful")) out.stateful = stateful->Boolean().value_or(true);
  return head;
}

void ReadRules(const JsonNode& group, const References& references, SecurityGroup& out) {
  for (const char* key : {"security_group_rules", "rules"}) {
    const std::optional<JsonNode> rules = group.FindValue(key);
    if (!rules) continue;
    rules->ForEachElement([&](const JsonNode& rule) { out.rules.push_back(ReadRule(rule, references)); });
  }
}

}  // namespace

constinit const GroupForm kNeutronForm = {ReadHead, ReadRules};

}  // namespace tidegate::config
