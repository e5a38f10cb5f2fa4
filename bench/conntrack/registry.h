// The tables that this program was built with, and what can be run on each.
//
// Each table registers itself, from a translation unit of its own: what the compiler inlines into one does not depend
// on the others.
#ifndef TIDEGATE_BENCH_CONNTRACK_REGISTRY_H_
#define TIDEGATE_BENCH_CONNTRACK_REGISTRY_H_

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "benchmark/benchmark.h"
#include "conntrack/key_set.h"

namespace tidegate::bench {

// What a benchmark runs at.
struct Scenario {
  std::uint64_t capacity = 0;
  std::shared_ptr<const KeySet> keys;  // as many as are resident
};

struct Case {
  std::string_view workload;
  void (*run)(benchmark::State& state, const Scenario& scenario);
};

struct TableCases {
  std::string_view name;
  std::vector<Case> cases;  // the same workloads in the same order for each table
};

// Called before main(), by RegisterTable().
void AddTable(TableCases table);

// Tidegate's own first, then by name.
std::vector<TableCases> AllTables();

// Tidegate's own tables are in every comparison, the others are peers.
bool IsPeer(std::string_view table);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_REGISTRY_H_
