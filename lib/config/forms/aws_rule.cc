// Protocols, ports and remote ends as AWS writes them.
#include "config/forms/aws_rule.h"

#include <cstdint>
#include <optional>
#include <string>

#include "config/protocol_names.h"
#include "config/rule_parts.h"

namespace tidegate::config {
namespace {

const Names kGroupKeys = {"GroupId", "GroupName"};
const Names kIgnoredGroupKeys = {"UserId", "VpcId", "VpcPeeringConnectionId", "PeeringStatus", "Description"};

// -1 as none; nothing where AWS leaves the key out.
std::optional<JsonNode> FindNumber(const JsonNode& rule, std::string_view key) {
  std::optional<JsonNode> node = rule.FindValue(key);
  if (node && node->IsMinusOne()) return std::nullopt;
  return node;
}

// Of ICMP alone AWS says in the protocol which IP version it is for.
void SetProtocol(std::uint8_t protocol, SecurityRule& out) {
  out.match = ProtocolMatch::kOne;
  out.protocol = protocol;
  if (protocol == kProtocolIcmp) out.ip_version = 4;
  if (protocol == kProtocolIcmpV6) out.ip_version = 6;
}

void ReadIcmp(const JsonNode& rule, SecurityRule& out) {
  const std::optional<JsonNode> type = FindNumber(rule, "FromPort");
  const std::optional<JsonNode> code = FindNumber(rule, "ToPort");
  if (!type && code) return rule.Fail(R"("ToPort" gives an ICMP code without a type in "FromPort")");
  if (type) rule.ReadInteger("FromPort", 0, 255, out.icmp_type);
  if (code) rule.ReadInteger("ToPort", 0, 255, out.icmp_code);
}

}  // namespace

void ReadAwsProtocol(const JsonNode& rule, SecurityRule& out) {
  const std::optional<JsonNode> node = rule.Require("IpProtocol");
  const std::optional<std::string> name = node ? node->String() : std::nullopt;
  if (!name) return;
  if (*name != "-1") {
    const std::optional<std::uint8_t> number = ProtocolNumber(*name);
    if (!number) {
      return node->FailValue(
          R"(no protocol, expected "-1", tcp, udp, icmp, icmpv6, another name of IANA, or a number)");
    }
    SetProtocol(*number, out);
  }
  if (IsIcmp(out)) return ReadIcmp(rule, out);
  if (HasPorts(out)) return ReadPortRange(rule, "FromPort", "ToPort", out);
  for (const char* key : {"FromPort", "ToPort"}) {
    if (const auto port = FindNumber(rule, key)) port->FailValue("given for a protocol without ports, expected -1");
  }
}

void SetAwsNetwork(const JsonNode& node, bool v6, SecurityRule& out) {
  const std::optional<IpPrefix> prefix = ReadNetwork(node);
  if (!prefix) return;
  if (prefix->address.v6 != v6) return node.FailValue(v6 ? "no IPv6 network" : "no IPv4 network");
  SetRemote(node, *prefix, out);
}

void SetAwsPrefixList(const JsonNode& node, const References& references, SecurityRule& out) {
  const std::optional<std::string> text = node.String();
  const std::optional<std::string> list = text ? references.PrefixList(node, *text) : std::nullopt;
  if (list) out.remote = GroupRemote{*list};
}

void SetAwsGroup(const JsonNode& node, const References& references, SecurityRule& out) {
  if (!node.IsObject(kGroupKeys, kIgnoredGroupKeys)) return;
  std::optional<JsonNode> name = node.FindValue("GroupId");
  if (!name) name = node.FindValue("GroupName");
  if (!name) return node.Fail("found none, expected a GroupId or a GroupName");
  const std::optional<std::string> text = name->String();
  const std::optional<std::string> group = text ? references.Group(*name, *text) : std::nullopt;
  if (group) out.remote = GroupRemote{*group};
}

}  // namespace tidegate::config
