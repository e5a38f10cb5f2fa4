// One function for each member of a rule. Members that IBM Cloud's API adds when it shows a rule or a group and that
// say nothing about packets are accepted and ignored.
#include "config/rule_reader.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>

#include "config/protocol_names.h"

namespace tidegate::config {
namespace {

// Places of the groups, by their names.
using GroupPlaces = std::map<std::string, std::string>;

const Names kGroupKeys = {"name", "rules"};
const Names kIgnoredGroupKeys = {"id",
                                 "href",
                                 "crn",
                                 "created_at",
                                 "status",
                                 "description",
                                 "network_interfaces",
                                 "resource_group",
                                 "resource_type",
                                 "tags",
                                 "targets",
                                 "vpc"};
const Names kRuleKeys = {"direction", "ip_version", "protocol", "port_min", "port_max",
                         "type",      "code",       "remote",   "local"};
const Names kIgnoredRuleKeys = {"id", "href", "crn", "created_at", "status", "description", "name", "resource_type"};
const Names kRemoteKeys = {"cidr_block", "address", "name"};
const Names kIgnoredRemoteKeys = {"id", "href", "crn", "deleted", "resource_type"};

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

bool IsOneOf(const SecurityRule& rule, std::initializer_list<std::uint8_t> protocols) {
  const bool listed = std::find(protocols.begin(), protocols.end(), rule.protocol) != protocols.end();
  return rule.match == ProtocolMatch::kOne && listed;
}

void ReadPorts(const JsonNode& rule, SecurityRule& out) {
  const std::optional<JsonNode> min = rule.Find("port_min");
  const std::optional<JsonNode> max = rule.Find("port_max");
  if (!min && !max) return;
  if (!IsOneOf(out, {kProtocolTcp, kProtocolUdp, kProtocolSctp})) {
    return (min ? min : max)->Fail("only for the protocols tcp, udp and sctp");
  }
  if (!min) return rule.Fail("\"port_max\" is given without \"port_min\", expected both or neither");
  if (!max) return rule.Fail("\"port_min\" is given without \"port_max\", expected both or neither");
  rule.ReadInteger("port_min", 0, 65535, out.port_min);
  rule.ReadInteger("port_max", 0, 65535, out.port_max);
  if (out.port_min > out.port_max) min->FailValue("above port_max, " + std::to_string(out.port_max));
}

void ReadIcmp(const JsonNode& rule, SecurityRule& out) {
  const std::optional<JsonNode> type = rule.Find("type");
  const std::optional<JsonNode> code = rule.Find("code");
  if (!type && !code) return;
  if (!IsOneOf(out, {kProtocolIcmp, kProtocolIcmpV6})) {
    return (type ? type : code)->Fail("only for the protocols icmp and ipv6-icmp");
  }
  if (!type) return rule.Fail("\"code\" is given without \"type\"");
  rule.ReadInteger("type", 0, 255, out.icmp_type);
  rule.ReadInteger("code", 0, 255, out.icmp_code);
}

// A network or an address of a rule must be of the rule's IP version.
void SetPrefix(const JsonNode& node, const IpPrefix& prefix, SecurityRule& out) {
  const std::uint8_t version = prefix.address.v6 ? 6 : 4;
  if (out.ip_version != 0 && out.ip_version != version) {
    node.FailValue("IPv" + std::to_string(version) + ", expected \"ip_version\" to say so");
  }
  out.remote = prefix;
}

void ReadCidrBlock(const JsonNode& node, SecurityRule& out) {
  const std::optional<std::string> text = node.String();
  if (!text) return;
  const std::optional<IpPrefix> prefix = ParseIpPrefix(*text);
  if (!prefix) return node.FailValue("no network, expected ADDRESS/LENGTH without bits beyond the length");
  SetPrefix(node, *prefix, out);
}

void ReadAddress(const JsonNode& node, SecurityRule& out) {
  const std::optional<std::string> text = node.String();
  if (!text) return;
  const std::optional<IpAddress> address = ParseIpAddress(*text);
  if (!address) return node.FailValue("no IP address");
  SetPrefix(node, {*address, static_cast<std::uint8_t>(address->v6 ? 128 : 32)}, out);
}

void ReadGroupName(const JsonNode& node, const GroupPlaces& groups, SecurityRule& out) {
  const std::optional<std::string> name = node.String();
  if (!name) return;
  if (!groups.contains(*name)) return node.FailValue("no security group, expected the name of one");
  out.remote = GroupRemote{*name};
}

void ReadRemote(const JsonNode& rule, const GroupPlaces& groups, SecurityRule& out) {
  const std::optional<JsonNode> remote = rule.Find("remote");
  if (!remote || !remote->IsObject(kRemoteKeys, kIgnoredRemoteKeys)) return;
  Names given;
  for (std::string_view key : kRemoteKeys) {
    if (remote->Has(key)) given.push_back(key);
  }
  if (given.size() != 1) {
    const std::string found = given.empty() ? "none" : Join(given);
    return remote->Fail("found " + found + ", expected exactly one of " + Join(kRemoteKeys));
  }
  if (const auto node = remote->Find("cidr_block")) ReadCidrBlock(*node, out);
  if (const auto node = remote->Find("address")) ReadAddress(*node, out);
  if (const auto node = remote->Find("name")) ReadGroupName(*node, groups, out);
}

// The local end of a rule is always the port it is applied to. A narrower one must not be ignored: that would allow
// more than was written.
void CheckLocal(const JsonNode& rule) {
  const std::optional<JsonNode> local = rule.Find("local");
  if (!local || !local->IsObject({"cidr_block", "address"})) return;
  if (const auto address = local->Find("address")) {
    return address->Fail("not supported, expected a \"cidr_block\" of 0.0.0.0/0 or ::/0");
  }
  const std::optional<JsonNode> block = local->Require("cidr_block");
  const std::optional<std::string> text = block ? block->String() : std::nullopt;
  if (!text || *text == "0.0.0.0/0" || *text == "::/0") return;
  block->FailValue("not supported, expected 0.0.0.0/0 or ::/0");
}

SecurityRule ReadRule(const JsonNode& node, const GroupPlaces& groups) {
  SecurityRule rule;
  if (!node.IsObject(kRuleKeys, kIgnoredRuleKeys)) return rule;
  ReadDirection(node, rule);
  ReadIpVersion(node, rule);
  ReadProtocol(node, rule);
  ReadPorts(node, rule);
  ReadIcmp(node, rule);
  ReadRemote(node, groups, rule);
  CheckLocal(node);
  return rule;
}

std::string ReadGroupHead(const JsonNode& node, GroupPlaces& groups) {
  if (!node.IsObject(kGroupKeys, kIgnoredGroupKeys)) return {};
  const std::optional<JsonNode> name_node = node.Require("name");
  const std::optional<std::string> name = name_node ? name_node->NonEmptyString() : std::nullopt;
  if (!name) return {};
  const auto [entry, added] = groups.emplace(*name, node.place());
  if (!added) name_node->FailValue("already the name of " + entry->second);
  return *name;
}

}  // namespace

std::vector<SecurityGroup> ReadSecurityGroups(const JsonNode& array) {
  const std::vector<JsonNode> nodes = array.Elements();
  std::vector<SecurityGroup> groups;
  groups.reserve(nodes.size());
  GroupPlaces places;
  for (const JsonNode& node : nodes) groups.push_back({ReadGroupHead(node, places), {}});
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const std::optional<JsonNode> rules = nodes[i].Find("rules");
    if (!rules) continue;
    for (const JsonNode& rule : rules->Elements()) groups[i].rules.push_back(ReadRule(rule, places));
  }
  return groups;
}

}  // namespace tidegate::config
