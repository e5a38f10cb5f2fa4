// LookupHit: packets of known connections, in bursts, each touching the record of its connection. An operation is a
// packet.
#ifndef TIDEGATE_BENCH_CONNTRACK_WORKLOADS_LOOKUP_HIT_H_
#define TIDEGATE_BENCH_CONNTRACK_WORKLOADS_LOOKUP_HIT_H_

#include "conntrack/workloads/table_under_test.h"

namespace tidegate::bench {

struct LookupHit {
  static constexpr std::string_view kName = "LookupHit";

  template <BenchTable Table>
  static void Run(benchmark::State& state, const Scenario& scenario) {
    TableUnderTest<Table> test(state, scenario);
    if (!test.FillWithResident()) return;
    Bursts bursts(test.keys().resident());
    std::uint64_t touched = 0;
    std::size_t packets = 0;
    std::size_t found = 0;
    for (auto _ : state) {
      const KeyBurst burst = bursts.Next();
      found += test.worker().Lookup(burst, touched);
      packets += burst.size();
    }
    benchmark::DoNotOptimize(touched);
    test.Expect("found", found, packets);
    test.Report(packets);
  }
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_WORKLOADS_LOOKUP_HIT_H_
