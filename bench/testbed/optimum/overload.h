// Which needs get into each other's way.
#ifndef TIDEGATE_TESTBED_OPTIMUM_OVERLOAD_H_
#define TIDEGATE_TESTBED_OPTIMUM_OVERLOAD_H_

#include <cstdint>
#include <vector>

#include "testbed/optimum/need.h"

namespace tidegate::testbed {

// Groups of needs that can be decided one by one: what costs least overall is the sum of what costs least in each. A
// need that is never alive while more than `slots` are is in none of them: it keeps its slot. Two are in the same group
// if a time of overload is common to them, or a chain of others joins them so. Each group is in the order of begin.
std::vector<Needs> OverloadedGroups(const Needs& needs, std::uint64_t slots);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_OPTIMUM_OVERLOAD_H_
