// Security groups with all that they refer to, in whatever form and file they stand.
#ifndef TIDEGATE_CONFIG_GROUP_READER_H_
#define TIDEGATE_CONFIG_GROUP_READER_H_

#include <vector>

#include "config/config_files.h"
#include "config/json_node.h"
#include "config/references.h"
#include "tidegate/security_groups.h"

namespace tidegate::config {

// Reads "security_groups", "group_members", "prefix_lists" and "address_groups" of a configuration; the last two are
// behind the groups in the result. `references` then leads from any name of a group to its name there.
std::vector<SecurityGroup> ReadSecurityGroups(const JsonNode& root, ConfigFiles& files, References& references);

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_GROUP_READER_H_
