// What an access costs under each policy, the plain cache's map of keys included: Zipf(1.0) over a million keys, 16384
// slots, so that three accesses in ten are misses, most of which evict.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "testbed/reference/plain_cache.h"
#include "testbed/reference/policies.h"
#include "testbed/reference/zipf_trace.h"

namespace tidegate::testbed {
namespace {

constexpr std::size_t kAccesses = 1 << 21;
constexpr std::size_t kKeys = 1'000'000;
constexpr std::uint64_t kSlots = 16'384;

void BM_ZipfAccess(benchmark::State& state, std::string_view policy) {
  static const std::vector<std::uint64_t> trace = ZipfTrace(kAccesses, kKeys, 1.0, 1);
  std::uint64_t misses = 0;
  for ([[maybe_unused]] auto _ : state) misses = CountMisses(policy, kSlots, trace, 1);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kAccesses));
  state.counters["miss_ratio"] = static_cast<double>(misses) / kAccesses;
}

const bool kRegistered = [] {
  std::vector<std::string_view> names = ReferencePolicyNames();
  names.insert(names.end(), {kBelady, kBeladyBypass});
  for (const std::string_view name : names) {
    benchmark::RegisterBenchmark(("BM_ZipfAccess/" + std::string(name)).c_str(), BM_ZipfAccess, name)
        ->Unit(benchmark::kMillisecond);
  }
  return true;
}();

}  // namespace
}  // namespace tidegate::testbed
