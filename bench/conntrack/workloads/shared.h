// Shared: threads that use one table at once, each as a core of a switch would. An operation is a packet, a connection
// that ends or one that comes back; the rate is that of all threads together, in real time.
//
// Nine bursts in ten are packets of known connections, one in twenty are connections that end and one in twenty those
// that come back, some bursts later. All threads draw from the same connections, each in a random order of its own, so
// any of them finds, ends and reopens what another one is at. A packet of a connection that is away just then is a miss
// and counts as well.
#ifndef TIDEGATE_BENCH_CONNTRACK_WORKLOADS_SHARED_H_
#define TIDEGATE_BENCH_CONNTRACK_WORKLOADS_SHARED_H_

#include <algorithm>
#include <array>
#include <deque>
#include <memory>
#include <random>
#include <vector>

#include "conntrack/workloads/meeting.h"
#include "conntrack/workloads/table_under_test.h"

namespace tidegate::bench {

// One thread's work at a table.
template <BenchTable Table>
class SharedWork {
 public:
  static constexpr std::size_t kFindsPerChange = 9;
  // Bursts between an end and the return.
  static constexpr std::size_t kAway = 8;

  SharedWork(KeptTable<Table>& kept, unsigned thread)
      : worker_(*kept.table), order_(Shuffled(kept.keys->walk(), thread)), finding_(order_), ending_(order_) {
    // Ends are far from finds: what is ended is not what was found just now.
    for (std::size_t skipped = 0; skipped < order_.size() / 2; skipped += kBurst) ending_.Next();
  }

  // 18 bursts of finds, one that ends and one that comes back. Returns the number of operations.
  std::size_t Step() {
    std::size_t operations = Find();
    const KeyBurst ended = ending_.Next();
    worker_.Erase(ended);
    away_.push_back(ended);
    operations += Find() + ended.size();
    if (away_.size() > kAway) operations += Return();
    return operations;
  }

  // What is away comes back.
  void Finish() {
    while (!away_.empty()) Return();
  }

  std::uint64_t touched() const { return touched_; }

 private:
  static std::vector<FlowKey4> Shuffled(std::span<const FlowKey4> keys, unsigned thread) {
    std::vector<FlowKey4> order(keys.begin(), keys.end());
    std::mt19937_64 random(1000 + thread);
    std::shuffle(order.begin(), order.end(), random);
    return order;
  }

  std::size_t Find() {
    std::size_t sought = 0;
    for (std::size_t i = 0; i < kFindsPerChange; ++i) {
      const KeyBurst burst = finding_.Next();
      worker_.Lookup(burst, touched_);
      sought += burst.size();
    }
    return sought;
  }

  std::size_t Return() {
    const KeyBurst back = away_.front();
    away_.pop_front();
    worker_.Insert(back);
    return back.size();
  }

  typename Table::Worker worker_;
  const std::vector<FlowKey4> order_;
  Bursts finding_;
  Bursts ending_;
  std::deque<KeyBurst> away_;
  std::uint64_t touched_ = 0;
};

struct Shared {
  static constexpr std::string_view kName = "Shared";
  static constexpr std::array kThreads = {1, 2};

  // Between two runs all connections are there, wherever in the table they are by now.
  struct Progress {
    bool filled = false;
  };

  template <BenchTable Table>
  static void Run(benchmark::State& state, const Scenario& scenario) {
    using Kept = std::shared_ptr<KeptTable<Table>>;
    static Meeting<Kept> meeting;
    const int thread = state.thread_index();
    const Kept kept = meeting.Join(thread, state.threads(), [&] { return BringTable<Table>(state, scenario); });
    if (kept == nullptr) {
      if (thread != 0) state.SkipWithError("no table");
      return;
    }
    Work(state, *kept);
    meeting.Leave(thread, state.threads());
    if (thread == 0) CheckAllBack<Table>(state, scenario);
  }

 private:
  template <BenchTable Table>
  static std::shared_ptr<KeptTable<Table>> BringTable(benchmark::State& state, const Scenario& scenario) {
    TableUnderTest<Table> test(state, scenario);
    Progress* progress = test.template GoOn<Progress>();
    if (progress == nullptr) return nullptr;
    if (!progress->filled) test.Fill(test.keys().walk());
    if (!test) return nullptr;
    progress->filled = true;
    return test.LendToThreads();
  }

  template <BenchTable Table>
  static void Work(benchmark::State& state, KeptTable<Table>& kept) {
    SharedWork<Table> work(kept, static_cast<unsigned>(state.thread_index()));
    std::size_t operations = 0;
    for (auto _ : state) operations += work.Step();
    work.Finish();
    benchmark::DoNotOptimize(work.touched());
    state.SetItemsProcessed(static_cast<std::int64_t>(operations));
    state.counters["bytes_per_entry"] =
        benchmark::Counter(static_cast<double>(kept.table->MemoryBytes()) / static_cast<double>(kept.keys->size()),
                           benchmark::Counter::kAvgThreads);
  }

  // Whoever ended a connection brought it back, so none may be missing.
  template <BenchTable Table>
  static void CheckAllBack(benchmark::State& state, const Scenario& scenario) {
    TableUnderTest<Table> test(state, scenario);
    if (test) test.Expect("connections in the end", test.CountResident(), scenario.size.resident);
  }
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_WORKLOADS_SHARED_H_
