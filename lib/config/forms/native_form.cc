// The native form, which is IBM Cloud VPC's (`ibmcloud is security-groups --output json`) with members listed by hand
// and stateless groups beside it. Members that the API adds when it shows a rule or a group and that say nothing about
// packets are accepted and ignored.
#include <optional>
#include <string>

#include "config/forms/group_form.h"
#include "config/protocol_names.h"
#include "config/rule_parts.h"

namespace tidegate::config {
namespace {

const Names kGroupKeys = {"name", "id", "rules", "members", "stateful"};
const Names kIgnoredGroupKeys = {
    "href",           "crn",           "created_at", "status",  "description", "network_interfaces",
    "resource_group", "resource_type", "tags",       "targets", "vpc"};
const Names kRuleKeys = {"direction", "ip_version", "protocol", "port_min", "port_max",
                         "type",      "code",       "remote",   "local"};
const Names kIgnoredRuleKeys = {"id", "href", "crn", "created_at", "status", "description", "name", "resource_type"};
const Names kRemoteKeys = {"cidr_block", "address", "name", "id", "crn", "href"};
const Names kIgnoredRemoteKeys = {"deleted", "resource_type"};
const Names kLocalKeys = {"cidr_block", "address"};

void ReadDirection(const JsonNode& rule, SecurityRule& out) {
  const std::optional<JsonNode> node = rule.Require("direction");
  if (node)
    out.direction = node->OneOf({"inbound", "outbound"}) == "outbound" ? Direction::kOutbound : Direction::kInbound;
}

void ReadIpVersion(const JsonNode& rule, SecurityRule& out) {
  const std::optional<JsonNode> node = rule.Find("ip_version");
  if (node) out.ip_version = node->OneOf({"ipv4", "ipv6"}) == "ipv6" ? 6 : 4;
}

void ReadProtocolName(const JsonNode& node, const std::string& name, SecurityRule& out) {
  // "all" is IBM Cloud's name of icmp_tcp_udp in API versions before 2025-12-09. It never was every protocol.
  if (name == "any") {
    out.match = ProtocolMatch::kAny;
  } else if (name == "icmp_tcp_udp" || name == "all") {
    out.match = ProtocolMatch::kIcmpTcpUdp;
  } else if (const std::optional<std::uint8_t> number = ProtocolNumber(name)) {
    out.match = ProtocolMatch::kOne;
    out.protocol = *number;
  } else {
    node.FailValue("no protocol, expected any, icmp_tcp_udp, tcp, udp, icmp, another name of IANA, or a number");
  }
}

void ReadProtocol(const JsonNode& rule, SecurityRule& out) {
  const std::optional<JsonNode> node = rule.Require("protocol");
  if (!node) return;
  if (node->is_number()) {
    out.match = ProtocolMatch::kOne;
    out.protocol = static_cast<std::uint8_t>(node->Integer(0, 255).value_or(0));
  } else if (const std::optional<std::string> name = node->String()) {
    ReadProtocolName(*node, *name, out);
  }
}

// A shown rule names its remote group in every way at once. The identifier tells groups of the same name apart; where
// the group has none of its own, the name has to do.
void ReadRemoteGroup(const JsonNode& remote, const References& references, SecurityRule& out) {
  for (const char* key : {"id", "crn", "href"}) {
    const std::optional<std::size_t> group = references.groups.Find(TextAt(remote, key));
    if (!group) continue;
    out.remote = GroupRemote{references.group_names[*group]};
    return;
  }
  const std::optional<JsonNode> name = remote.Find("name");
  const std::optional<JsonNode> id = remote.Find("id");
  const std::optional<std::size_t> named = references.groups.Find(TextAt(remote, "name"));
  const bool other = named && id && !references.groups.head(*named).id.empty();
  std::optional<JsonNode> node = name && !other ? name : id;
  if (!node) node = remote.Has("crn") ? remote.Find("crn") : remote.Find("href");
  const std::optional<std::string> text = node->String();
  const std::optional<std::string> group = text ? references.Group(*node, *text) : std::nullopt;
  if (group) out.remote = GroupRemote{*group};
}

void ReadRemote(const JsonNode& rule, const References& references, SecurityRule& out) {
  const std::optional<JsonNode> remote = rule.Find("remote");
  if (!remote || !remote->IsObject(kRemoteKeys, kIgnoredRemoteKeys)) return;
  Names given;
  for (const std::string_view key : {"cidr_block", "address", "name", "id", "crn", "href"}) {
    if (remote->Has(key)) given.push_back(key);
  }
  const bool network = remote->Has("cidr_block") || remote->Has("address");
  if (given.empty() || (network && given.size() > 1)) {
    return remote->Fail("found " + (given.empty() ? "none" : Join(given)) +
                        ", expected a cidr_block, an address, or a group by name, id, crn or href");
  }
  if (!network) return ReadRemoteGroup(*remote, references, out);
  const std::optional<JsonNode> node = remote->Find(given[0]);
  const std::optional<IpPrefix> prefix = given[0] == "address" ? ReadAddress(*node) : ReadNetwork(*node);
  if (prefix) SetRemote(*node, *prefix, out);
}

void ReadLocal(const JsonNode& rule, SecurityRule& out) {
  const std::optional<JsonNode> local = rule.Find("local");
  if (!local || !local->IsObject(kLocalKeys)) return;
  const std::optional<JsonNode> block = local->Find("cidr_block");
  const std::optional<JsonNode> address = local->Find("address");
  if (block.has_value() == address.has_value()) {
    return local->Fail(std::string("found ") + (block ? "both" : "none") + ", expected exactly one of " +
                       Join(kLocalKeys));
  }
  const std::optional<IpPrefix> prefix = block ? ReadNetwork(*block) : ReadAddress(*address);
  if (prefix) SetLocal(block ? *block : *address, *prefix, out);
}

SecurityRule ReadRule(const JsonNode& node, const References& references) {
  SecurityRule rule;
  rule.place = node.place();
  if (!node.IsObject(kRuleKeys, kIgnoredRuleKeys)) return rule;
  ReadDirection(node, rule);
  ReadIpVersion(node, rule);
  ReadProtocol(node, rule);
  ReadPortRange(node, "port_min", "port_max", rule);
  ReadTypeAndCode(node, "type", "code", rule);
  ReadRemote(node, references, rule);
  ReadLocal(node, rule);
  return rule;
}

GroupHead ReadHead(const JsonNode& group, SecurityGroup& out) {
  GroupHead head;
  if (!group.IsObject(kGroupKeys, kIgnoredGroupKeys)) return head;
  if (const auto name = group.Require("name")) head.name = name->NonEmptyString().value_or("");
  head.id = TextAt(group, "id");
  head.crn = TextAt(group, "crn");
  head.href = TextAt(group, "href");
  if (const auto members = group.Find("members")) ReadNetworks(*members, out.members);
  if (const auto stateful = group.Find("stateful")) out.stateful = stateful->Boolean().value_or(true);
  return head;
}

void ReadRules(const JsonNode& group, const References& references, SecurityGroup& out) {
  const std::optional<JsonNode> rules = group.Find("rules");
  if (!rules) return;
  rules->ForEachElement([&](const JsonNode& rule) { out.rules.push_back(ReadRule(rule, references)); });
}

}  // namespace

constinit const GroupForm kNativeForm = {ReadHead, ReadRules};

}  // namespace tidegate::config
