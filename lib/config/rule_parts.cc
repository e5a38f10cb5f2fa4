// Parts of rules that are the same in several forms.
#include "config/rule_parts.h"

#include <cstdint>

namespace tidegate::config {
namespace {

std::string Quoted(std::string_view key) { return "\"" + std::string(key) + "\""; }

std::uint8_t VersionOf(const IpPrefix& prefix) { return prefix.address.v6 ? 6 : 4; }

// Whether `prefix` fits to the version and to the other end.
bool Agrees(const JsonNode& node, const IpPrefix& prefix, const SecurityRule& rule, const IpPrefix* other) {
  const std::string version = "IPv" + std::to_string(VersionOf(prefix));
  if (rule.ip_version != 0 && rule.ip_version != VersionOf(prefix)) {
    node.FailValue(version + ", expected the rule's IP version to be the same");
    return false;
  }
  if (other != nullptr && VersionOf(*other) != VersionOf(prefix)) {
    node.FailValue(version + ", expected the rule's other end to be the same");
    return false;
  }
  return true;
}

}  // namespace

bool HasPorts(const SecurityRule& rule) {
  const std::uint8_t protocol = rule.protocol;
  return rule.match == ProtocolMatch::kOne &&
         (protocol == kProtocolTcp || protocol == kProtocolUdp || protocol == kProtocolSctp);
}

bool IsIcmp(const SecurityRule& rule) {
  return rule.match == ProtocolMatch::kOne && (rule.protocol == kProtocolIcmp || rule.protocol == kProtocolIcmpV6);
}

void ReadPortRange(const JsonNode& rule, std::string_view min_key, std::string_view max_key, SecurityRule& out) {
  const std::optional<JsonNode> min = rule.FindValue(min_key);
  const std::optional<JsonNode> max = rule.FindValue(max_key);
  if (!min && !max) return;
  if (!HasPorts(out)) return (min ? min : max)->Fail("only for the protocols tcp, udp and sctp");
  if (!min) return rule.Fail(Quoted(max_key) + " is given without " + Quoted(min_key) + ", expected both or neither");
  if (!max) return rule.Fail(Quoted(min_key) + " is given without " + Quoted(max_key) + ", expected both or neither");
  rule.ReadInteger(min_key, 0, 65535, out.port_min);
  rule.ReadInteger(max_key, 0, 65535, out.port_max);
  if (out.port_min > out.port_max) {
    min->FailValue("above " + std::string(max_key) + ", " + std::to_string(out.port_max));
  }
}

void ReadTypeAndCode(const JsonNode& rule, std::string_view type_key, std::string_view code_key, SecurityRule& out) {
  const std::optional<JsonNode> type = rule.FindValue(type_key);
  const std::optional<JsonNode> code = rule.FindValue(code_key);
  if (!type && !code) return;
  if (!IsIcmp(out)) return (type ? type : code)->Fail("only for the protocols icmp and ipv6-icmp");
  if (!type) return rule.Fail(Quoted(code_key) + " is given without " + Quoted(type_key));
  rule.ReadInteger(type_key, 0, 255, out.icmp_type);
  if (code) rule.ReadInteger(code_key, 0, 255, out.icmp_code);
}

std::optional<IpPrefix> ReadNetwork(const JsonNode& node) {
  const std::optional<std::string> text = node.String();
  if (!text) return std::nullopt;
  const std::optional<IpPrefix> prefix = ParseIpPrefix(*text);
  if (!prefix) node.FailValue("no network, expected ADDRESS/LENGTH without bits beyond the length");
  return prefix;
}

std::optional<IpPrefix> ReadAddress(const JsonNode& node) {
  const std::optional<std::string> text = node.String();
  if (!text) return std::nullopt;
  const std::optional<IpAddress> address = ParseIpAddress(*text);
  if (!address) {
    node.FailValue("no IP address");
    return std::nullopt;
  }
  return IpPrefix{*address, static_cast<std::uint8_t>(address->v6 ? 128 : 32)};
}

void ReadNetworks(const JsonNode& array, std::vector<IpPrefix>& out) {
  array.ForEachElement([&](const JsonNode& node) {
    if (const std::optional<IpPrefix> prefix = ReadNetwork(node)) out.push_back(*prefix);
  });
}

void SetRemote(const JsonNode& node, const IpPrefix& prefix, SecurityRule& out) {
  if (Agrees(node, prefix, out, out.local ? &*out.local : nullptr)) out.remote = prefix;
}

void SetLocal(const JsonNode& node, const IpPrefix& prefix, SecurityRule& out) {
  if (Agrees(node, prefix, out, std::get_if<IpPrefix>(&out.remote))) out.local = prefix;
}

std::string TextAt(const JsonNode& node, std::string_view key) {
  const std::optional<JsonNode> value = node.FindValue(key);
  return value ? value->String().value_or("") : "";
}

}  // namespace tidegate::config
