// The admission policies that can be chosen by name. A new one is its own file and a line here.
#ifndef TIDEGATE_ADMIT_POLICIES_H_
#define TIDEGATE_ADMIT_POLICIES_H_

#include <tuple>

#include "admit/always.h"
#include "admit/half_open_quota.h"

namespace tidegate {

using AdmissionPolicies = std::tuple<AdmitAlways, HalfOpenQuota>;

}  // namespace tidegate

#endif  // TIDEGATE_ADMIT_POLICIES_H_
