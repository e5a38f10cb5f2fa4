// What policies share that look at a sample of the table instead of keeping an order.
#ifndef TIDEGATE_TESTBED_REFERENCE_SAMPLING_H_
#define TIDEGATE_TESTBED_REFERENCE_SAMPLING_H_

#include <cstdint>

#include "testbed/reference/reference_policy.h"
#include "testbed/world/random.h"

namespace tidegate::testbed {

// Calls visit(node) for `samples` nodes drawn from the whole table, with replacement; of a table that is no larger, for
// every node once. REQUIRES: every node is in use.
template <class Visit>
void VisitSample(Random& random, std::uint32_t slots, std::uint32_t samples, const Visit& visit) {
  if (slots <= samples) {
    for (Node node = 0; node < slots; ++node) visit(node);
  } else {
    for (std::uint32_t i = 0; i < samples; ++i) visit(static_cast<Node>(random.Below(slots)));
  }
}

// Of such a sample the node of the lowest rank; of equals the one met first.
template <class RankOf>
Node LowestOfSample(Random& random, std::uint32_t slots, std::uint32_t samples, const RankOf& rank_of) {
  Node lowest = kNoNode;
  decltype(rank_of(Node{0})) least{};
  VisitSample(random, slots, samples, [&](Node node) {
    const auto rank = rank_of(node);
    if (lowest == kNoNode || rank < least) {
      lowest = node;
      least = rank;
    }
  });
  return lowest;
}

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_SAMPLING_H_
