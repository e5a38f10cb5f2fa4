// The rules as they were written, kept to explain what has been made of them.
#ifndef TIDEGATE_RULES_POLICY_SOURCES_H_
#define TIDEGATE_RULES_POLICY_SOURCES_H_

#include <cstdint>
#include <vector>

#include "tidegate/security_groups.h"

namespace tidegate::rules {

struct PolicySources {
  std::vector<SecurityGroup> groups;                       // without their members, which may be millions
  std::vector<std::vector<std::uint32_t>> groups_of_port;  // places in `groups`, in the order of the configuration
};

// REQUIRES: CheckPolicy() is content with groups and ports.
PolicySources KeepSources(const std::vector<SecurityGroup>& groups, const std::vector<PortSpec>& ports);

}  // namespace tidegate::rules

#endif  // TIDEGATE_RULES_POLICY_SOURCES_H_
