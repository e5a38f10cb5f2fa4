// O2: the least that it costs that some go without a slot, as a min-cost flow (Arkin and Silverberg 1987).
#ifndef TIDEGATE_TESTBED_OPTIMUM_LEAST_COST_BY_FLOW_H_
#define TIDEGATE_TESTBED_OPTIMUM_LEAST_COST_BY_FLOW_H_

#include <cstdint>

#include "testbed/optimum/moments.h"

namespace tidegate::testbed {

// Exact, whatever each costs. optimum.h says how long it takes.
std::uint64_t LeastCostByFlow(const Moments& moments);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_OPTIMUM_LEAST_COST_BY_FLOW_H_
