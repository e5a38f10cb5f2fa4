// CrrChurn: connections that connect, exchange a request and a response, and close, at a steady number of live ones. An
// operation is a connection: one insert, eight packets that touch its record, and one end, that of the connection which
// was inserted a whole table's worth of connections ago.
//
// A burst of connections is under way at one time: as many old ones close, they open, and their packets come in turn.
// Two populations of keys take turns: while one opens, the other closes, so a tuple is used again when it has been gone
// for as long as it lived.
#ifndef TIDEGATE_BENCH_CONNTRACK_WORKLOADS_CRR_CHURN_H_
#define TIDEGATE_BENCH_CONNTRACK_WORKLOADS_CRR_CHURN_H_

#include <optional>

#include "conntrack/workloads/table_under_test.h"

namespace tidegate::bench {

struct CrrChurn {
  static constexpr std::string_view kName = "CrrChurn";
  static constexpr int kPackets = 8;

  // The populations in their roles, and how far the walk through each is.
  struct Progress {
    std::optional<Bursts> opening;
    std::optional<Bursts> closing;
  };

  template <BenchTable Table>
  static void Run(benchmark::State& state, const Scenario& scenario) {
    TableUnderTest<Table> test(state, scenario);
    Progress* progress = test.template GoOn<Progress>();
    if (progress == nullptr) return;
    if (!progress->opening) {
      test.Fill(test.keys().resident());
      if (!test) return;
      *progress = {Bursts(test.keys().strangers()), Bursts(test.keys().resident())};
    }
    Bursts opening = *progress->opening;
    Bursts closing = *progress->closing;
    std::uint64_t touched = 0;
    std::size_t connections = 0;
    std::size_t done = 0;
    for (auto _ : state) {
      done += test.worker().Erase(closing.Next());
      const KeyBurst fresh = opening.Next();
      done += test.worker().Insert(fresh);
      for (int i = 0; i < kPackets; ++i) done += test.worker().Lookup(fresh, touched);
      connections += fresh.size();
      if (opening.AtBegin()) std::swap(opening, closing);
    }
    benchmark::DoNotOptimize(touched);
    *progress = {opening, closing};
    test.Expect("operations done", done, connections * (kPackets + 2));
    test.Report(connections);
  }
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_WORKLOADS_CRR_CHURN_H_
