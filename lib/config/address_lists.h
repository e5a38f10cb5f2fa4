// Lists of addresses that rules refer to and that are no security groups: AWS's prefix lists, and Neutron's address
// groups. In the policy each is a group of nothing but members.
#ifndef TIDEGATE_CONFIG_ADDRESS_LISTS_H_
#define TIDEGATE_CONFIG_ADDRESS_LISTS_H_

#include <vector>

#include "config/config_files.h"
#include "config/group_names.h"
#include "config/json_node.h"
#include "tidegate/security_groups.h"

namespace tidegate::config {

// Reads "prefix_lists": an array of {"id", "name", "entries": [network...]}, or what `aws ec2 describe-prefix-lists`
// shows, or the name of a file with either. "entries" may also be what `aws ec2 get-managed-prefix-list-entries` shows
// (whose answer does not say of which list), or the name of a file with it.
std::vector<SecurityGroup> ReadPrefixLists(const JsonNode& value, ConfigFiles& files, GroupNames& names);

// Reads "address_groups": what Neutron shows, or the name of a file with it.
std::vector<SecurityGroup> ReadAddressGroups(const JsonNode& value, ConfigFiles& files, GroupNames& names);

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_ADDRESS_LISTS_H_
