// What AWS's two forms of rules have in common: permissions, which hold several remote ends, and rows, which hold one.
#ifndef TIDEGATE_CONFIG_FORMS_AWS_RULE_H_
#define TIDEGATE_CONFIG_FORMS_AWS_RULE_H_

#include "config/json_node.h"
#include "config/references.h"
#include "tidegate/security_groups.h"

namespace tidegate::config {

// Reads IpProtocol, FromPort and ToPort: ports, or ICMP's type and code, of which -1 is every one.
void ReadAwsProtocol(const JsonNode& rule, SecurityRule& out);

// Sets the remote end from the value of CidrIp, CidrIpv6 (or CidrIpv4), PrefixListId, or from an object with the
// GroupId or GroupName of another group.
void SetAwsNetwork(const JsonNode& node, bool v6, SecurityRule& out);
void SetAwsPrefixList(const JsonNode& node, const References& references, SecurityRule& out);
void SetAwsGroup(const JsonNode& node, const References& references, SecurityRule& out);

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_FORMS_AWS_RULE_H_
