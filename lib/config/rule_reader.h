// Security groups and their rules, in the form of IBM Cloud VPC.
#ifndef TIDEGATE_CONFIG_RULE_READER_H_
#define TIDEGATE_CONFIG_RULE_READER_H_

#include <vector>

#include "config/json_node.h"
#include "tidegate/security_groups.h"

namespace tidegate::config {

// Reads an array of groups. A group may name a later one as its remote.
std::vector<SecurityGroup> ReadSecurityGroups(const JsonNode& array);

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_RULE_READER_H_
