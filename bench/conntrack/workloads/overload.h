// Overload: connections that never came before, at a table that is full, without end. An operation is a connection.
//
// The table is filled to its capacity: a quarter of the connections are established for ever, the others have ended and
// linger, as in TIME-WAIT. Then new ones come, each to end at once and linger in turn. What a table does is its own:
// Tidegate evicts lingering ones; others refuse, or grow; admitted_share says how many of
// the new connections were taken in. One that has grown to hold twice its
// capacity is emptied and filled again, untimed, so that it meets its limit as often as it is run.
//
// How evenly the time is spread counts here more than the mean. Connections come in bursts of 32, as everywhere; the
// time of each burst divided by 32 is one value of p99_ns, p999_ns and max_ns. As that hides one slow insert among 31
// fast ones, every 32nd connection or so comes alone, not counted in the rate: single_p50_ns, single_p999_ns and
// single_max_ns. Nothing is prefetched for it, so its median is above the mean of the others.
//
// Long times may be the machine's: its timer, its hypervisor, its neighbours. So between two chunks a loop that does
// nothing but look at the clock is measured as often, and for as long each time, as a burst takes: control_p999_ns is
// what p999_ns would be if a burst always took the same.
#ifndef TIDEGATE_BENCH_CONNTRACK_WORKLOADS_OVERLOAD_H_
#define TIDEGATE_BENCH_CONNTRACK_WORKLOADS_OVERLOAD_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "conntrack/operation_times.h"
#include "conntrack/workloads/table_under_test.h"

namespace tidegate::bench {

// A worker may tell connections that have ended and linger from live ones:
//   InsertClosing(keys)  Insert(), of connections that may be evicted for new ones from then on.
template <class Worker>
concept KnowsClosing = requires(Worker& worker, KeyBurst keys) {
  { worker.InsertClosing(keys) } -> std::same_as<std::size_t>;
};

// A table at its limit, and those who come.
template <BenchTable Table>
class Flood {
 public:
  // Connections between two pauses of the clock.
  static constexpr std::size_t kChunk = 4096;

  Flood(TableUnderTest<Table>& test, std::uint64_t* next) : test_(test), next_(*next) {
    if (next_ == 0) Refill();
  }

  // Makes the keys of Bursts() and Singles(); fills the table anew if it has grown.
  void Prepare() {
    if (added_since_fill_ >= capacity()) Refill();
    chunk_ = Take(std::min<std::uint64_t>(kChunk, capacity()) + kBurst);
  }

  // The timed part. Returns how many were added.
  std::size_t Bursts() {
    std::size_t added = 0;
    watch_.Start();
    for (std::size_t i = 0; i < in_bursts(); i += kBurst) {
      const KeyBurst burst = Chunk().subspan(i, std::min(kBurst, in_bursts() - i));
      added += InsertClosing(burst);
      burst_times_.Add(watch_.Lap());
    }
    CountAdded(added);
    return added;
  }

  void Singles() {
    std::size_t added = 0;
    for (std::size_t i = in_bursts(); i < chunk_.size(); ++i) {
      watch_.Start();
      added += InsertClosing(Chunk().subspan(i, 1));
      single_times_.Add(watch_.Lap());
    }
    CountAdded(added);
  }

  // As many spans of time as there were bursts, in which nothing is done.
  void Control() {
    const double length = burst_times_.Percentile(50);
    if (length == 0) return;  // there was none yet
    for (std::size_t i = 0; i < in_bursts(); i += kBurst) {
      watch_.Start();
      std::uint64_t elapsed = 0;
      while (static_cast<double>(elapsed) < length) elapsed = watch_.Elapsed();
      control_times_.Add(elapsed);
    }
  }

  std::size_t in_bursts() const { return chunk_.size() - kBurst; }
  const OperationTimes& burst_times() const { return burst_times_; }
  const OperationTimes& single_times() const { return single_times_; }
  const OperationTimes& control_times() const { return control_times_; }

  // Established connections whose place another one took.
  std::size_t CountLost() {
    if constexpr (!KnowsClosing<typename Table::Worker>) return 0;
    const std::vector<FlowKey4> established = Keys(0, capacity() / 4);
    std::uint64_t touched = 0;
    std::size_t found = 0;
    ForBursts(established, [&](KeyBurst burst) { found += test_.worker().Lookup(burst, touched); });
    return established.size() - found;
  }

 private:
  std::uint64_t capacity() const { return test_.size().capacity; }
  KeyBurst Chunk() const { return chunk_; }

  std::size_t InsertClosing(KeyBurst burst) {
    if constexpr (KnowsClosing<typename Table::Worker>) {
      return test_.worker().InsertClosing(burst);
    } else {
      return test_.worker().Insert(burst);
    }
  }

  // What evicts may add for ever; only what does not has grown.
  void CountAdded(std::size_t added) {
    if constexpr (!KnowsClosing<typename Table::Worker>) added_since_fill_ += added;
  }

  // The same connections as the time before; those that come are new ones each time.
  void Refill() {
    test_.table().Clear();
    const std::vector<FlowKey4> keys = Keys(0, capacity());
    const std::span<const FlowKey4> all(keys);
    ForBursts(all.first(capacity() / 4), [&](KeyBurst burst) { test_.worker().Insert(burst); });
    ForBursts(all.subspan(capacity() / 4), [&](KeyBurst burst) { InsertClosing(burst); });
    added_since_fill_ = 0;
    next_ = std::max(next_, capacity());
  }

  template <class Call>
  static void ForBursts(std::span<const FlowKey4> keys, Call&& call) {
    for (std::size_t i = 0; i < keys.size(); i += kBurst) call(keys.subspan(i, std::min(kBurst, keys.size() - i)));
  }

  std::vector<FlowKey4> Keys(std::uint64_t first, std::size_t count) const {
    std::vector<FlowKey4> keys;
    keys.reserve(count);
    for (std::uint64_t n = first; n < first + count; ++n) keys.push_back(ConnectionKey(ports_, n));
    return keys;
  }

  // After the last address they begin again behind those of Refill().
  std::vector<FlowKey4> Take(std::size_t count) {
    if (next_ + count > kMaxKeyClients * ports_.size()) next_ = capacity();
    next_ += count;
    return Keys(next_ - count, count);
  }

  TableUnderTest<Table>& test_;
  const e2e::PortRange ports_ = test_.keys().ports();
  std::uint64_t& next_;  // the number of the next new connection; 0: the table is not filled yet
  std::uint64_t added_since_fill_ = 0;
  std::vector<FlowKey4> chunk_;
  StopWatch watch_;
  OperationTimes burst_times_;
  OperationTimes single_times_;
  OperationTimes control_times_;
};

struct Overload {
  static constexpr std::string_view kName = "Overload";

  struct Progress {
    std::uint64_t next = 0;
  };

  template <BenchTable Table>
  static void Run(benchmark::State& state, const Scenario& scenario) {
    TableUnderTest<Table> test(state, scenario);
    Progress* progress = test.template GoOn<Progress>();
    if (progress == nullptr) return;
    Flood<Table> flood(test, &progress->next);
    std::size_t operations = 0;
    std::size_t added = 0;
    for (auto _ : state) {
      state.PauseTiming();
      flood.Prepare();
      flood.Singles();
      flood.Control();
      state.ResumeTiming();
      added += flood.Bursts();
      operations += flood.in_bursts();
    }
    test.Expect("established connections lost", flood.CountLost(), 0);
    test.Report(operations);
    Count(state, "admitted_share", static_cast<double>(added) / static_cast<double>(operations));
    ReportTimes(state, flood);
  }

 private:
  // Zeros are left out: the library would divide by their mean for the variation of repetitions and write "NaN", which
  // is no JSON.
  static void Count(benchmark::State& state, const char* name, double value) {
    if (value > 0) state.counters[name] = value;
  }

  template <class AnyFlood>
  static void ReportTimes(benchmark::State& state, const AnyFlood& flood) {
    const OperationTimes& bursts = flood.burst_times();
    Count(state, "p99_ns", bursts.Percentile(99) / kBurst);
    Count(state, "p999_ns", bursts.Percentile(99.9) / kBurst);
    Count(state, "max_ns", bursts.max() / kBurst);
    Count(state, "control_p999_ns", flood.control_times().Percentile(99.9) / kBurst);
    const OperationTimes& singles = flood.single_times();
    Count(state, "single_p50_ns", singles.Percentile(50));
    Count(state, "single_p999_ns", singles.Percentile(99.9));
    Count(state, "single_max_ns", singles.max());
  }
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_WORKLOADS_OVERLOAD_H_
