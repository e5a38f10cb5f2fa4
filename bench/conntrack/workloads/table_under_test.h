// What workloads share: a table, filled and checked, and what each benchmark reports.
#ifndef TIDEGATE_BENCH_CONNTRACK_WORKLOADS_TABLE_UNDER_TEST_H_
#define TIDEGATE_BENCH_CONNTRACK_WORKLOADS_TABLE_UNDER_TEST_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "benchmark/benchmark.h"
#include "conntrack/bench_table.h"
#include "conntrack/registry.h"
#include "conntrack/workloads/bursts.h"

namespace tidegate::bench {

// A table and the one worker of this thread. Whatever goes wrong marks the benchmark as failed.
template <BenchTable Table>
class TableUnderTest {
 public:
  TableUnderTest(benchmark::State& state, const Scenario& scenario) : state_(state) {
    auto table = Table::Create(scenario.capacity);
    if (!table.ok()) {
      Fail(std::string(table.status().message()));
      return;
    }
    table_ = *std::move(table);
    worker_ = std::make_unique<typename Table::Worker>(*table_);
  }

  // False: the benchmark has failed.
  explicit operator bool() const { return worker_ != nullptr; }
  Table& table() { return *table_; }
  typename Table::Worker& worker() { return *worker_; }

  void Fill(std::span<const FlowKey4> keys) {
    if (!worker_) return;
    Bursts bursts(keys);
    std::size_t added = 0;
    do added += worker_->Insert(bursts.Next());
    while (!bursts.AtBegin());
    Expect("filled with", added, keys.size());
  }

  // An operation that does not do its work would be fast: then the benchmark has failed.
  void Expect(const char* what, std::size_t found, std::size_t expected) {
    if (found == expected) return;
    Fail(std::string(what) + " " + std::to_string(found) + ", expected " + std::to_string(expected));
  }

  void Report(std::size_t operations, std::size_t entries) {
    state_.SetItemsProcessed(static_cast<std::int64_t>(operations));
    if (!table_) return;
    state_.counters["bytes_per_entry"] = static_cast<double>(table_->MemoryBytes()) / static_cast<double>(entries);
  }

 private:
  void Fail(const std::string& why) {
    state_.SkipWithError(why.c_str());
    worker_.reset();
  }

  benchmark::State& state_;
  std::unique_ptr<Table> table_;
  std::unique_ptr<typename Table::Worker> worker_;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_WORKLOADS_TABLE_UNDER_TEST_H_
