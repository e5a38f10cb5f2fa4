// The table of the last run, kept until one of another kind or size is wanted.
//
// Google Benchmark calls a benchmark several times until it knows how often to run it; filling a table with millions of
// connections anew each time would take longer than all the measuring. One table is kept, so that never two are in
// memory at once. With repetitions interleaved, each one is measured on a table of its own.
#ifndef TIDEGATE_BENCH_CONNTRACK_WORKLOADS_KEPT_TABLE_H_
#define TIDEGATE_BENCH_CONNTRACK_WORKLOADS_KEPT_TABLE_H_

#include <any>
#include <memory>

#include "conntrack/bench_table.h"
#include "conntrack/registry.h"

namespace tidegate::bench {

// What is known to be in a table.
enum class Contents {
  kEmpty,
  kResident,  // KeySet::walk(), all of it
  kOther,
};

template <BenchTable Table>
struct KeptTable {
  Size size;
  std::shared_ptr<const KeySet> keys;
  std::unique_ptr<Table> table;
  std::unique_ptr<typename Table::Worker> worker;  // of the main thread; none while others work
  Contents contents = Contents::kEmpty;
  std::any progress;  // where a workload goes on that leaves kOther behind
};

// Where it is kept: a std::shared_ptr<KeptTable<...>>, or nothing.
inline std::any& KeptSlot() {
  static std::any slot;
  return slot;
}

// The kept table, if it is such a one, else a new one in its place.
template <BenchTable Table>
absl::StatusOr<std::shared_ptr<KeptTable<Table>>> TakeTable(const Scenario& scenario) {
  using Kept = std::shared_ptr<KeptTable<Table>>;
  const auto keys = scenario.keys();
  const Kept* kept = std::any_cast<Kept>(&KeptSlot());
  if (kept != nullptr && (*kept)->size == scenario.size && (*kept)->keys == keys) return *kept;
  KeptSlot().reset();
  auto table = Table::Create(scenario.size.capacity);
  if (!table.ok()) return table.status();
  const Kept fresh = std::make_shared<KeptTable<Table>>();
  fresh->size = scenario.size;
  fresh->keys = keys;
  fresh->table = *std::move(table);
  KeptSlot() = fresh;
  return fresh;
}

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_WORKLOADS_KEPT_TABLE_H_
