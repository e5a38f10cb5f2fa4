// What LookupHit and LookupMiss share: lookups in bursts, at a table that holds the resident connections.
#ifndef TIDEGATE_BENCH_CONNTRACK_WORKLOADS_LOOKUPS_H_
#define TIDEGATE_BENCH_CONNTRACK_WORKLOADS_LOOKUPS_H_

#include "conntrack/workloads/table_under_test.h"

namespace tidegate::bench {

// Looks up the keys that `choose` takes from the key set. All of them have to be found, or none.
template <BenchTable Table, class Choose>
void TimeLookups(benchmark::State& state, const Scenario& scenario, Choose choose, bool known) {
  TableUnderTest<Table> test(state, scenario);
  if (!test.FillWithResident()) return;
  Bursts bursts(choose(test.keys()));
  std::uint64_t touched = 0;
  std::size_t packets = 0;
  std::size_t found = 0;
  for (auto _ : state) {
    const KeyBurst burst = bursts.Next();
    found += test.worker().Lookup(burst, touched);
    packets += burst.size();
  }
  benchmark::DoNotOptimize(touched);
  test.Expect("found", found, known ? packets : 0);
  test.Report(packets);
}

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_WORKLOADS_LOOKUPS_H_
