// What a security policy holds.
#ifndef TIDEGATE_RULES_POLICY_IMPL_H_
#define TIDEGATE_RULES_POLICY_IMPL_H_

#include "rules/compiled_policy.h"
#include "rules/policy_sources.h"
#include "tidegate/security_groups.h"

namespace tidegate {

struct SecurityPolicy::Compiled {
  rules::CompiledPolicy policy;  // what the packet path asks
  rules::PolicySources sources;  // what explanations quote
};

}  // namespace tidegate

#endif  // TIDEGATE_RULES_POLICY_IMPL_H_
