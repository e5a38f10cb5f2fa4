// Gives a table every workload there is. The build makes a file for each table that calls RegisterTable()
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

namespace tidegate::bench {

// In the order in which they run. A new workload is a file beside these and a word here.
using AllWorkloads = std::tuple<LookupHit, LookupMiss, Insert, CrrChurn>;

template <BenchTable Table, class... Workloads>
TableCases CasesOf(std::tuple<Workloads...>) {
  return {Table::kName, {{Workloads::kName, &Workloads::template Run<Table>}...}};
}

// Returns true, to initialize a constant with.
template <BenchTable Table>
bool RegisterTable() {
  AddTable(CasesOf<Table>(AllWorkloads()));
  return true;
}

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_REGISTER_TABLE_H_
