// What must be true of groups and ports before they are compiled.
#ifndef TIDEGATE_RULES_POLICY_CHECK_H_
#define TIDEGATE_RULES_POLICY_CHECK_H_

#include <vector>

#include "absl/status/status.h"
#include "tidegate/security_groups.h"

namespace tidegate::rules {

// Fails with kInvalidArgument and one line that names the culprit if a name or an address is used twice, if a group is
// named that does not exist, or if a rule contradicts itself.
absl::Status CheckPolicy(const std::vector<SecurityGroup>& groups, const std::vector<PortSpec>& ports);

}  // namespace tidegate::rules

#endif  // TIDEGATE_RULES_POLICY_CHECK_H_
