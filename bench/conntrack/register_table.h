// Gives a table every workload that suits it. The build makes a file for each table that calls RegisterTable()
// (table.cc.in).
#ifndef TIDEGATE_BENCH_CONNTRACK_REGISTER_TABLE_H_
#define TIDEGATE_BENCH_CONNTRACK_REGISTER_TABLE_H_

#include <tuple>

#include "conntrack/bench_table.h"
#include "conntrack/registry.h"
#include "conntrack/workloads/crr_churn.h"
#include "conntrack/workloads/insert.h"
#include "conntrack/workloads/lookup_hit.h"
#include "conntrack/workloads/lookup_miss.h"
#include "conntrack/workloads/overload.h"
#include "conntrack/workloads/shared.h"

namespace tidegate::bench {

// In the order in which they run. A new workload is a file beside these and a word here. One for several threads has a
// constant kThreads.
using AllWorkloads = std::tuple<LookupHit, LookupMiss, Insert, CrrChurn, Overload, Shared>;

template <BenchTable Table, class Workload>
void AddCase(TableCases& table) {
  constexpr bool kThreaded = requires { Workload::kThreads; };
  Case one{Workload::kName, nullptr, {}};
  if constexpr (kThreaded && !Table::kConcurrent) {
    return;
  } else {
    if constexpr (kThreaded) one.threads.assign(Workload::kThreads.begin(), Workload::kThreads.end());
    one.run = &Workload::template Run<Table>;
    table.cases.push_back(one);
  }
}

template <BenchTable Table, class... Workloads>
TableCases CasesOf(std::tuple<Workloads...>) {
  TableCases table{Table::kName, Table::kConcurrent, {}};
  (AddCase<Table, Workloads>(table), ...);
  return table;
}

// Returns true, to initialize a constant with.
template <BenchTable Table>
bool RegisterTable() {
  AddTable(CasesOf<Table>(AllWorkloads()));
  return true;
}

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_REGISTER_TABLE_H_
