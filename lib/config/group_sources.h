// Where the security groups of a configuration stand, and in which form.
#ifndef TIDEGATE_CONFIG_GROUP_SOURCES_H_
#define TIDEGATE_CONFIG_GROUP_SOURCES_H_

#include <vector>

#include "config/config_files.h"
#include "config/forms/group_form.h"
#include "config/json_node.h"

namespace tidegate::config {

// One group, or one row of a group's.
struct GroupSource {
  const GroupForm* form = nullptr;
  JsonNode node;
  std::size_t answer = 0;  // rows of one answer make up groups together: which answer
};

// Everything that `value`, the configuration's "security_groups", holds or names: a group, an answer of a cloud's API
// or tool, the name of a file with either (or {"file": NAME}), or an array of these. Reports what is none of them, and
// an answer that has been cut into pages.
std::vector<GroupSource> FindGroups(const JsonNode& value, ConfigFiles& files);

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_GROUP_SOURCES_H_
