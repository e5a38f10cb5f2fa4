#include "testbed/cell/policy_names.h"

#include "testbed/reference/policies.h"
#include "tidegate/firewall.h"
#include "track/ageing.h"

namespace tidegate::testbed {

std::vector<std::string_view> EvictionNames(bool fully_associative) {
  if (!fully_associative) return EvictionPolicyNames();
  std::vector<std::string_view> names;
  for (const ReferencePolicyEntry& entry : ReferencePolicies()) names.push_back(entry.name);
  return names;
}

std::vector<std::string_view> AdmissionNames() { return AdmissionPolicyNames(); }

std::vector<std::string_view> AgeingNames() { return {kAgeingNames.begin(), kAgeingNames.end()}; }

}  // namespace tidegate::testbed
