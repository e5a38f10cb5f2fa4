// What workloads share: a table, filled and checked, and what each benchmark reports.
#ifndef TIDEGATE_BENCH_CONNTRACK_WORKLOADS_TABLE_UNDER_TEST_H_
#define TIDEGATE_BENCH_CONNTRACK_WORKLOADS_TABLE_UNDER_TEST_H_

#include <any>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "benchmark/benchmark.h"
#include "conntrack/bench_table.h"
#include "conntrack/registry.h"
#include "conntrack/workloads/bursts.h"
#include "conntrack/workloads/kept_table.h"

namespace tidegate::bench {

// A table and the one worker of this thread. Whatever goes wrong marks the benchmark as failed.
template <BenchTable Table>
class TableUnderTest {
 public:
  TableUnderTest(benchmark::State& state, const Scenario& scenario) : state_(state) {
    auto kept = TakeTable<Table>(scenario);
    if (!kept.ok()) {
      Fail(std::string(kept.status().message()));
      return;
    }
    kept_ = *std::move(kept);
    if (!kept_->worker) kept_->worker = std::make_unique<typename Table::Worker>(*kept_->table);
  }

  // False: the benchmark has failed.
  explicit operator bool() const { return kept_ != nullptr; }
  Table& table() { return *kept_->table; }
  typename Table::Worker& worker() { return *kept_->worker; }
  const KeySet& keys() const { return *kept_->keys; }
  const Size& size() const { return kept_->size; }

  // Brings the table into the state that a workload begins with. False: the benchmark has failed.
  bool Empty() { return kept_ != nullptr && Become(Contents::kEmpty); }
  bool FillWithResident() { return kept_ != nullptr && Become(Contents::kResident); }

  // Where the run before left off, if it was one of the same workload, which it is known by: Progress is a type of its
  // own. Otherwise a new Progress{} of a table that was emptied. Null: the benchmark has failed.
  template <class Progress>
  Progress* GoOn() {
    if (kept_ == nullptr) return nullptr;
    if (auto* progress = std::any_cast<Progress>(&kept_->progress)) return progress;
    Become(Contents::kEmpty);
    kept_->contents = Contents::kOther;
    return &kept_->progress.template emplace<Progress>();
  }

  void Fill(std::span<const FlowKey4> keys) {
    Bursts bursts(keys);
    std::size_t added = 0;
    do added += worker().Insert(bursts.Next());
    while (!bursts.AtBegin());
    Expect("filled with", added, keys.size());
  }

  // How many of the resident connections are there.
  std::size_t CountResident() {
    Bursts bursts(keys().walk());
    std::uint64_t touched = 0;
    std::size_t found = 0;
    do found += worker().Lookup(bursts.Next(), touched);
    while (!bursts.AtBegin());
    return found;
  }

  // The table without this thread's worker, which another one could have to wait for.
  std::shared_ptr<KeptTable<Table>> LendToThreads() {
    kept_->worker.reset();
    return std::exchange(kept_, nullptr);
  }

  // An operation that does not do its work would be fast: then the benchmark has failed.
  void Expect(const char* what, std::size_t found, std::size_t expected) {
    if (found == expected) return;
    Fail(std::string(what) + " " + std::to_string(found) + ", expected " + std::to_string(expected));
  }

  void Report(std::size_t operations) {
    state_.SetItemsProcessed(static_cast<std::int64_t>(operations));
    if (kept_ == nullptr) return;
    state_.counters["bytes_per_entry"] =
        static_cast<double>(table().MemoryBytes()) / static_cast<double>(size().resident);
  }

 private:
  bool Become(Contents wanted) {
    if (kept_->contents == wanted) return true;
    if (kept_->contents != Contents::kEmpty) table().Clear();
    kept_->progress.reset();
    kept_->contents = wanted;
    if (wanted == Contents::kResident) Fill(keys().walk());
    return kept_ != nullptr;
  }

  // Nobody knows what is in the table now.
  void Fail(const std::string& why) {
    state_.SkipWithError(why.c_str());
    kept_.reset();
    KeptSlot().reset();
  }

  benchmark::State& state_;
  std::shared_ptr<KeptTable<Table>> kept_;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_WORKLOADS_TABLE_UNDER_TEST_H_
