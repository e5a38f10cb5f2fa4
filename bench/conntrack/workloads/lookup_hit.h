// LookupHit: packets of known connections, in bursts, each touching the record of its connection. An operation is a
// packet.
#ifndef TIDEGATE_BENCH_CONNTRACK_WORKLOADS_LOOKUP_HIT_H_
#define TIDEGATE_BENCH_CONNTRACK_WORKLOADS_LOOKUP_HIT_H_

#include "conntrack/workloads/lookups.h"

namespace tidegate::bench {

struct LookupHit {
  static constexpr std::string_view kName = "LookupHit";

  template <BenchTable Table>
  static void Run(benchmark::State& state, const Scenario& scenario) {
    TimeLookups<Table>(
        state, scenario, [](const KeySet& keys) { return keys.resident(); }, true);
  }
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_WORKLOADS_LOOKUP_HIT_H_
