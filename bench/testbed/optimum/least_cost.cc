#include <algorithm>
#include <cstddef>

#include "testbed/optimum/fewest_without.h"
#include "testbed/optimum/greedy_cover.h"
#include "testbed/optimum/least_cost_by_flow.h"
#include "testbed/optimum/moments.h"
#include "testbed/optimum/need.h"
#include "testbed/optimum/optimum.h"
#include "testbed/optimum/overload.h"

namespace tidegate::testbed {
namespace {

// Not less than as many as have to go without, at the price of the cheapest. REQUIRES: the group is not empty.
std::uint64_t LowerBound(const Needs& group, std::uint64_t slots) {
  return FewestWithout(group, slots) * std::ranges::min(group, {}, &Need::cost).cost;
}

// Not more than what a schedule costs that gives up the cheapest.
std::uint64_t UpperBound(const Moments& moments) {
  const std::vector<bool> without = GreedyCover(moments, CostsLess);
  std::uint64_t cost = 0;
  for (std::size_t i = 0; i < without.size(); ++i) cost += without[i] ? moments.spans[i].cost : 0;
  return cost;
}

// The bounds meet if all cost the same, and mostly if the dear ones need their slots for a short time only: datagrams
// beside TCP, handshakes beside silences. Otherwise the flow decides.
std::uint64_t LeastCostOfGroup(const Needs& group, std::uint64_t slots) {
  const Moments moments = MomentsOf(group, slots);
  const std::uint64_t most = UpperBound(moments);
  return LowerBound(group, slots) == most ? most : LeastCostByFlow(moments);
}

}  // namespace

std::uint64_t LeastCost(const Recording& recording, std::uint64_t slots, CostMode mode) {
  std::uint64_t cost = 0;
  for (const Needs& group : OverloadedGroups(NeedsOf(recording, mode), slots)) cost += LeastCostOfGroup(group, slots);
  return cost;
}

}  // namespace tidegate::testbed
