// LookupMiss: packets of unknown connections, in bursts, at a table that is as full as in LookupHit. An operation is a
// packet.
#ifndef TIDEGATE_BENCH_CONNTRACK_WORKLOADS_LOOKUP_MISS_H_
#define TIDEGATE_BENCH_CONNTRACK_WORKLOADS_LOOKUP_MISS_H_

#include "conntrack/workloads/lookups.h"

namespace tidegate::bench {

struct LookupMiss {
  static constexpr std::string_view kName = "LookupMiss";

  template <BenchTable Table>
  static void Run(benchmark::State& state, const Scenario& scenario) {
    TimeLookups<Table>(
        state, scenario, [](const KeySet& keys) { return keys.strangers(); }, false);
  }
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_WORKLOADS_LOOKUP_MISS_H_
