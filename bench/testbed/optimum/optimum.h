// The offline optimum: what a table of so many slots would have cost at the least, had it known the future.
//
// docs/testbed.md has the model. A connection is an interval that needs a slot from its first packet to its last useful
// one. Refusing it costs once; keeping it costs a slot; breaking it never costs less than having refused it, except in
// loose mode, where an entry can be rebuilt behind any silence (cost_model.h).
#ifndef TIDEGATE_TESTBED_OPTIMUM_OPTIMUM_H_
#define TIDEGATE_TESTBED_OPTIMUM_OPTIMUM_H_

#include <cstdint>
#include <functional>
#include <utility>

#include "testbed/metrics/cost_model.h"
#include "testbed/optimum/recording.h"

namespace tidegate::testbed {

// O1: the fewest connections that have to be refused, all alike (Faigle and Nawijn 1995; Carlisle and Lloyd 1995):
// in order of their begin; when over K, the one that ends last goes. O(n log K).
std::uint64_t FewestRefused(const Recording& recording, std::uint64_t slots);

// O2 (strict, nat): the least cost of refusing, connections weighted by what their first refusal costs: a min-cost flow
// of K units through time (Arkin and Silverberg 1987), solved by LEMON's network simplex. O3 (loose): every silence may
// be bridged at its price instead (as FOO: Berger, Beckmann and Harchol-Balter, SIGMETRICS 2018). Milliseconds. Exact.
//
// Two bounds that cost O(n log n) often meet, and then there is no flow to solve: always if all cost the same, and
// mostly if the dear ones are short. On one core of an EPYC (Zen 4), connections of three silences, 10 % to 50 % of the
// slots missing:
//                                               1e4 connections        1e5             1e6
//   O2, O3: the bounds meet                     0.01 s                 0.13 s          2 s
//   O2: datagrams that outlast TCP (the flow)   0.002 - 0.02 s         0.5 - 4 s       70 - 240 s
std::uint64_t LeastCost(const Recording& recording, std::uint64_t slots, CostMode mode);

// The two sets a key of this hash may stand in.
using SetsOf = std::function<std::pair<std::uint32_t, std::uint32_t>(std::uint64_t hash)>;

// O5: the same in a table of sets, each connection confined to its two: by a clairvoyant schedule that puts each
// connection where more room is left, and, if both sets are full, gives up what costs least, of equals what ends last
// (or, in loose mode, what is silent longest). O(n log n). An upper bound of that optimum: associativity costs at most
// O5 - O2, and ignorance of the future costs a policy at least what it pays beyond O5.
std::uint64_t LeastCostInSets(const Recording& recording, std::uint32_t set_count, std::uint32_t slots_per_set,
                              const SetsOf& sets_of, CostMode mode);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_OPTIMUM_OPTIMUM_H_
