// Parts of rules that are the same in several forms.
#ifndef TIDEGATE_CONFIG_RULE_PARTS_H_
#define TIDEGATE_CONFIG_RULE_PARTS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/json_node.h"
#include "tidegate/ip_address.h"
#include "tidegate/security_groups.h"

namespace tidegate::config {

// Whether a rule is for one protocol with ports that the firewall reads: TCP, UDP or SCTP; or for ICMP.
bool HasPorts(const SecurityRule& rule);
bool IsIcmp(const SecurityRule& rule);

// A range at two keys, both given or neither. REQUIRES: the protocol is set.
void ReadPortRange(const JsonNode& rule, std::string_view min_key, std::string_view max_key, SecurityRule& out);

// ICMP type and code at two keys. REQUIRES: the protocol is set.
void ReadTypeAndCode(const JsonNode& rule, std::string_view type_key, std::string_view code_key, SecurityRule& out);

// A network, or an address as one of full length; reports anything else.
std::optional<IpPrefix> ReadNetwork(const JsonNode& node);
std::optional<IpPrefix> ReadAddress(const JsonNode& node);

// Adds each network of an array, which may have millions.
void ReadNetworks(const JsonNode& array, std::vector<IpPrefix>& out);

// Sets the remote end. A rule's ends and its IP version must agree: reports at `node` if they do not.
void SetRemote(const JsonNode& node, const IpPrefix& prefix, SecurityRule& out);
void SetLocal(const JsonNode& node, const IpPrefix& prefix, SecurityRule& out);

// The text at a key, or "" if it is absent or null.
std::string TextAt(const JsonNode& node, std::string_view key);

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_RULE_PARTS_H_
