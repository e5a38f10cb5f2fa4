// What a policy costs in the packet path: the testbed's plot of cost against speed takes its times from here.
//
// BM_Evict<POLICY>: a new connection enters a table that is full, of 131,072 connections, and one has to go (or it is
// refused, under those that evict nobody). BM_Hit<POLICY>: a packet of a known connection is looked up and noted. One
// by one, so the times hold the table's own cost as well, the same for all.
#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include "evict/policies.h"
#include "testbed/table/set_table.h"
#include "testbed/world/random.h"

namespace tidegate::testbed {
namespace {

constexpr std::uint64_t kCapacity = 131072;

Tuple TupleOf(std::uint64_t number) {
  Tuple tuple;
  tuple.key.words = {number << 20 | 0x0a000001, 0x8000'0600'0000 + number};
  Random random(number);
  tuple.hash = random.Bits();
  return tuple;
}

// Full, of all classes: half in TIME-WAIT, the rest established, half-open, closing and datagrams.
template <class Policy>
std::unique_ptr<SetTable<Policy>> FullOf(Random& random, std::uint64_t& next, TimeNs& now) {
  constexpr ConnState kStates[] = {ConnState::kTimeWait,  ConnState::kTimeWait,   ConnState::kTimeWait,
                                   ConnState::kTimeWait,  ConnState::kSynSent,    ConnState::kCloseWait,
                                   ConnState::kUdpSingle, ConnState::kEstablished};
  ModelOptions options{.capacity = kCapacity};
  auto table = std::make_unique<SetTable<Policy>>(options);
  const Timeouts timeouts;
  for (std::uint64_t i = 0; i < 2 * table->slots(); ++i) {
    table->MoveTo(now += 10'000);
    const ConnState state = kStates[random.Below(std::size(kStates))];
    table->Insert(TupleOf(next++), {.state = state, .expiry = now + timeouts.Of(state)}, {});
  }
  return table;
}

template <class Policy>
void Evict(benchmark::State& state) {
  Random random(1);
  std::uint64_t next = 0;
  TimeNs now = kSecond;
  const auto table = FullOf<Policy>(random, next, now);
  const Timeouts timeouts;
  constexpr std::size_t kBatch = 1024;
  std::vector<Tuple> tuples(kBatch);
  for (auto _ : state) {
    state.PauseTiming();
    for (Tuple& tuple : tuples) tuple = TupleOf(next++);
    state.ResumeTiming();
    for (const Tuple& tuple : tuples) {
      table->MoveTo(now += 1000);
      const auto entry =
          table->Insert(tuple, {.state = ConnState::kTimeWait, .expiry = now + timeouts.Of(ConnState::kTimeWait)}, {});
      benchmark::DoNotOptimize(entry);
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kBatch));
}

template <class Policy>
void Hit(benchmark::State& state) {
  Random random(1);
  std::uint64_t next = 0;
  TimeNs now = kSecond;
  const auto table = FullOf<Policy>(random, next, now);
  std::vector<Tuple> known;
  for (std::uint64_t i = 0; i < next; ++i) {
    const Tuple tuple = TupleOf(i);
    if (table->Find(tuple)) known.push_back(tuple);
  }
  std::size_t i = 0;
  for (auto _ : state) {
    i = i + 1 == known.size() ? 0 : i + 1;
    table->MoveTo(now += 100);
    const auto entry = table->Find(known[i]);
    benchmark::DoNotOptimize(entry);  // or there would be no lookup for policies that note nothing
    if (entry) table->NoteHit(entry);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

template <class... Policies>
void Register(std::type_identity<std::tuple<Policies...>>) {
  const auto name = [](const char* what, std::string_view policy) {
    return std::string(what).append("<").append(policy).append(">");
  };
  (benchmark::RegisterBenchmark(name("BM_Evict", Policies::kName).c_str(), Evict<Policies>), ...);
  (benchmark::RegisterBenchmark(name("BM_Hit", Policies::kName).c_str(), Hit<Policies>), ...);
}

}  // namespace
}  // namespace tidegate::testbed

int main(int argc, char** argv) {
  tidegate::testbed::Register(std::type_identity<tidegate::EvictionPolicies>{});
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
