// The eviction policies that can be chosen by name. A new one is its own file and a line here.
#ifndef TIDEGATE_EVICT_POLICIES_H_
#define TIDEGATE_EVICT_POLICIES_H_

#include <tuple>

#include "evict/none.h"
#include "evict/state_first.h"

namespace tidegate {

using EvictionPolicies = std::tuple<StateFirst, EvictNone>;

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_POLICIES_H_
