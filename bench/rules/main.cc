// bench_rules: what a new connection pays for the rules. A Google Benchmark program.
//
//   bench_rules --benchmark_filter='Allowed.*lists:1/'
//
// BM_<Answer><CONTENDER>/rules:N/lists:N/members:N/wide:0|1, for tidegate, a walk over the list, and DPDK's librte_acl
// alone and in bursts. The packets differ in each iteration, as those of new connections do. BM_Open<tidegate> is the
// whole way of a connection's first packet, and BM_Compile<tidegate> a change of rules.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "rules/acl.h"
#include "rules/linear_walk.h"
#include "rules/new_connections.h"
#include "rules/rule_world.h"

namespace tidegate::bench {
namespace {

WorldSize SizeOf(const benchmark::State& state) {
  return {.rules = static_cast<std::size_t>(state.range(0)),
          .lists = static_cast<std::size_t>(state.range(1)),
          .members = static_cast<std::size_t>(state.range(2)),
          .wide = state.range(3) != 0};
}

// Asks `allows` about one packet after the other.
template <typename Allows>
void AskEach(benchmark::State& state, const std::vector<Question>& questions, bool expected, Allows allows) {
  std::size_t i = 0;
  for ([[maybe_unused]] auto _ : state) {
    if (allows(questions[i]) != expected) state.SkipWithError("wrong answer");
    i = i + 1 == questions.size() ? 0 : i + 1;
  }
  state.SetItemsProcessed(state.iterations());
}

template <bool kAllowed>
void Tidegate(benchmark::State& state) {
  const RuleWorld& world = WorldOf(SizeOf(state));
  AskEach(state, kAllowed ? world.allowed : world.denied, kAllowed, [&](const Question& question) {
    return world.policy->Allows(question.port, Direction::kInbound, question.View());
  });
  state.counters["bytes"] = static_cast<double>(world.policy->MemoryBytes());
}

template <bool kAllowed>
void Walk(benchmark::State& state) {
  const RuleWorld& world = WorldOf(SizeOf(state));
  const LinearWalk walk(world);
  AskEach(state, kAllowed ? world.allowed : world.denied, kAllowed,
          [&](const Question& question) { return walk.Allows(question); });
}

template <bool kAllowed, std::size_t kBurst>
void RteAcl(benchmark::State& state) {
  const RuleWorld& world = WorldOf(SizeOf(state));
  const absl::StatusOr<std::unique_ptr<Acl>> acl = Acl::Build(world);
  if (!acl.ok()) return state.SkipWithError(std::string(acl.status().message()).c_str());
  const std::span<const Question> questions = kAllowed ? world.allowed : world.denied;
  std::size_t i = 0;
  for ([[maybe_unused]] auto _ : state) {
    const std::size_t allowed = (*acl)->CountAllowed(questions.subspan(i, kBurst));
    if (allowed != (kAllowed ? kBurst : 0)) state.SkipWithError("wrong answer");
    i = i + kBurst == questions.size() ? 0 : i + kBurst;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBurst));
  state.counters["bytes"] = static_cast<double>((*acl)->MemoryBytes());
}

void Open(benchmark::State& state) {
  NewConnections connections(WorldOf(SizeOf(state)));
  for ([[maybe_unused]] auto _ : state) {
    if (!connections.OpenBurst()) state.SkipWithError("no new connection");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(NewConnections::kBurst));
}

void Compile(benchmark::State& state) {
  const RuleWorld& world = WorldOf(SizeOf(state));
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(SecurityPolicy::Compile(world.groups, world.ports));
  state.counters["bytes"] = static_cast<double>(world.policy->MemoryBytes());
}

using Function = void (*)(benchmark::State&);

void Register(const std::string& name, Function function, const std::vector<WorldSize>& sizes) {
  benchmark::internal::Benchmark* made = benchmark::RegisterBenchmark(name.c_str(), function);
  made->ArgNames({"rules", "lists", "members", "wide"});
  for (const WorldSize& size : sizes) {
    made->Args({static_cast<std::int64_t>(size.rules), static_cast<std::int64_t>(size.lists),
                static_cast<std::int64_t>(size.members), size.wide ? 1 : 0});
  }
}

void RegisterAll() {
  const std::vector<WorldSize> networks = {{10}, {100}, {1000}, {10000}, {10, 1000}, {10000, 1, 0, true}};
  const std::vector<WorldSize> groups = {
      {10, 1, 1'000'000}, {100, 1, 1'000'000}, {1000, 1, 1'000'000}, {10000, 1, 1'000'000}, {10, 1000, 1'000'000}};
  std::vector<WorldSize> all = networks;
  all.insert(all.end(), groups.begin(), groups.end());
  Register("BM_Allowed<tidegate>", Tidegate<true>, all);
  Register("BM_Denied<tidegate>", Tidegate<false>, all);
  Register("BM_Allowed<walk>", Walk<true>, all);
  Register("BM_Denied<walk>", Walk<false>, all);
  // Groups member by member: a hundredth of them is as far as it goes.
  std::vector<WorldSize> for_acl = networks;
  for_acl.push_back({100, 1, 10'000});
  Register("BM_Allowed<rte_acl>", RteAcl<true, 1>, for_acl);
  Register("BM_Denied<rte_acl>", RteAcl<false, 1>, for_acl);
  Register("BM_Allowed<rte_acl_burst64>", RteAcl<true, 64>, for_acl);
  Register("BM_Denied<rte_acl_burst64>", RteAcl<false, 64>, for_acl);
  Register("BM_Open<tidegate>", Open, all);
  Register("BM_Compile<tidegate>", Compile, all);
}

}  // namespace
}  // namespace tidegate::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  tidegate::bench::RegisterAll();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
