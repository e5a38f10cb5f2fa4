// How fast the testbed plays: BM_Events<POLICY>/sample:N is a whole cell, TCP_CRR over four clients' ports at 17,000
// connections a second and a capacity of 131,072, of which one connection of N is played. items_per_second is events:
// packets that reach the firewall. POLICY as in reports: `lru` in the datapath's table, `lru/full` in the reference's.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "testbed/cell/policy_names.h"
#include "testbed/cell/run_cell.h"

namespace tidegate::testbed {
namespace {

// 180 s of virtual time: the table is full after eight.
Cell CrrCell(std::string_view policy, bool fully_associative, std::uint64_t sample) {
  Json json = Json::parse(
      R"({"workload": {"name": "port_exhaustion", "clients": 4, "ports": 28232, "rate": 17000}, "seconds": 180})");
  json["eviction"] = policy;
  json["table"] = fully_associative ? "full" : "set";
  json["sample"] = sample;
  return CellFromJson(json, "the benchmark's cell").value();
}

void Events(benchmark::State& state, std::string_view policy, bool fully_associative) {
  const Cell cell = CrrCell(policy, fully_associative, static_cast<std::uint64_t>(state.range(0)));
  std::int64_t events = 0;
  while (state.KeepRunning()) {
    const absl::StatusOr<Json> result = RunCell(cell);
    if (!result.ok()) {
      state.SkipWithError(std::string(result.status().message()).c_str());
      return;
    }
    events += result->at("events").get<std::int64_t>();
  }
  state.SetItemsProcessed(events);
}

void Register(bool fully_associative) {
  for (const std::string_view policy : EvictionNames(fully_associative)) {
    const std::string name = std::string("BM_Events<").append(policy).append(fully_associative ? "/full>" : ">");
    benchmark::RegisterBenchmark(name.c_str(), Events, policy, fully_associative)
        ->ArgName("sample")
        ->Arg(16)
        ->Arg(32)
        ->Unit(benchmark::kMillisecond);
  }
}

}  // namespace
}  // namespace tidegate::testbed

int main(int argc, char** argv) {
  tidegate::testbed::Register(false);
  tidegate::testbed::Register(true);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
