// The tables that this program was built with, and what can be run on each.
//
// Each table registers itself, from a translation unit of its own: what the compiler inlines into one does not depend
// on the others.
#ifndef TIDEGATE_BENCH_CONNTRACK_REGISTRY_H_
#define TIDEGATE_BENCH_CONNTRACK_REGISTRY_H_

#include <memory>
#include <string_view>
#include <vector>

#include "benchmark/benchmark.h"
#include "conntrack/key_store.h"
#include "conntrack/size.h"

namespace tidegate::bench {

// What a benchmark runs at.
struct Scenario {
  Size size;
  std::shared_ptr<KeyStore> store;

  std::shared_ptr<const KeySet> keys() const { return store->Get(size.resident); }
};

struct Case {
  std::string_view workload;
  void (*run)(benchmark::State& state, const Scenario& scenario);
  std::vector<int> threads;  // none: one thread, timed by its processor time; else real time, once for each number
  bool times_itself = false;
};

struct TableCases {
  std::string_view name;
  bool concurrent = false;
  std::vector<Case> cases;  // in the same order for each table; some have not all
};

// Called before main(), by RegisterTable().
void AddTable(TableCases table);

// A benchmark of more than a table, which runs Tidegate's. Called before main().
void AddPath(Case path);

// Tidegate's own first, then by name. The first one has the paths behind its other cases, by name.
std::vector<TableCases> AllTables();

// Tidegate's own tables are in every comparison, the others are peers.
bool IsPeer(std::string_view table);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_REGISTRY_H_
