// Insert: new connections, in bursts, from an empty table to a full one; emptying it is not timed. An operation is a
// connection.
#ifndef TIDEGATE_BENCH_CONNTRACK_WORKLOADS_INSERT_H_
#define TIDEGATE_BENCH_CONNTRACK_WORKLOADS_INSERT_H_

#include "conntrack/workloads/table_under_test.h"

namespace tidegate::bench {

struct Insert {
  static constexpr std::string_view kName = "Insert";

  template <BenchTable Table>
  static void Run(benchmark::State& state, const Scenario& scenario) {
    TableUnderTest<Table> test(state, scenario);
    if (!test.Empty()) return;
    Bursts bursts(test.keys().resident());
    std::size_t added = 0;
    for (auto _ : state) {
      do added += test.worker().Insert(bursts.Next());
      while (!bursts.AtBegin());
      state.PauseTiming();
      test.table().Clear();
      state.ResumeTiming();
    }
    const std::size_t operations = static_cast<std::size_t>(state.iterations()) * scenario.size.resident;
    test.Expect("inserted", added, operations);
    test.Report(operations);
  }
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_WORKLOADS_INSERT_H_
