// O1: how many have to go without a slot, all alike (Faigle and Nawijn 1995; Carlisle and Lloyd 1995).
#ifndef TIDEGATE_TESTBED_OPTIMUM_FEWEST_WITHOUT_H_
#define TIDEGATE_TESTBED_OPTIMUM_FEWEST_WITHOUT_H_

#include <cstdint>

#include "testbed/optimum/need.h"

namespace tidegate::testbed {

// In order of begin; when over `slots`, the one that ends last goes: whatever is to come, it stands in the way of most.
// What they cost does not matter. O(n log slots).
std::uint64_t FewestWithout(const Needs& needs, std::uint64_t slots);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_OPTIMUM_FEWEST_WITHOUT_H_
