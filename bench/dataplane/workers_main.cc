// bench_workers: how the dataplane scales from one worker to two. A Google Benchmark program.
//
// Packets of 64 bytes of 112,928 connections, in both directions unless the name says "one_way", between two devices
// that never run dry (net_null). Each run is a process of its own. rss: the device has a queue for each worker;
// rss_crossed: the same, but the two directions of a connection are different workers'; one_queue: one queue at each
// port, with the software spread or without. items_per_second are packets that reached the other port, of all workers
// together.
#include <benchmark/benchmark.h>

#include <string>
#include <thread>

#include "dataplane/worker_run.h"

namespace tidegate::bench {
namespace {

constexpr double kSeconds = 0.3;

struct Row {
  const char* name;
  WorkerScenario scenario;
};

constexpr Row kRows[] = {
    {"BM_Forward<plain>/workers:1", {.firewalled = false}},
    {"BM_Forward<tidegate>/workers:1", {}},
    {"BM_Forward<tidegate>/workers:2/rss", {.workers = 2}},
    {"BM_Forward<tidegate>/workers:2/rss_crossed", {.workers = 2, .queues = Queues::kRssCrossed}},
    {"BM_Forward<tidegate>/workers:2/one_queue", {.workers = 2, .queues = Queues::kOne}},
    {"BM_Forward<tidegate>/workers:2/one_queue/spread", {.workers = 2, .queues = Queues::kOne, .spread = true}},
    {"BM_Forward<tidegate>/workers:1/one_way", {.one_way = true}},
    {"BM_Forward<tidegate>/workers:2/one_way/one_queue", {.workers = 2, .queues = Queues::kOne, .one_way = true}},
    {"BM_Forward<tidegate>/workers:2/one_way/one_queue/spread",
     {.workers = 2, .queues = Queues::kOne, .spread = true, .one_way = true}},
    {"BM_NewConnections/workers:1", {.new_flows = true}},
    {"BM_NewConnections/workers:2/rss", {.workers = 2, .new_flows = true}},
    {"BM_NewConnections/workers:2/one_queue", {.workers = 2, .queues = Queues::kOne, .new_flows = true}},
    {"BM_NewConnections/workers:2/one_queue/spread",
     {.workers = 2, .queues = Queues::kOne, .spread = true, .new_flows = true}},
};

void Run(benchmark::State& state, const WorkerScenario& scenario, const std::string& program) {
  std::uint64_t sent = 0;
  std::uint64_t dropped = 0;
  while (state.KeepRunning()) {
    const auto figures = RunWorkers(scenario, kSeconds, program);
    if (!figures.ok()) {
      state.SkipWithError(std::string(figures.status().message()).c_str());
      break;
    }
    if (figures->sent == 0) state.SkipWithError("no packet came through");
    state.SetIterationTime(figures->seconds);
    sent += figures->sent;
    dropped += figures->dropped;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(sent));
  state.counters["handoff_full"] = static_cast<double>(dropped);
}

int Main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  const std::string program = argv[0];
  for (const Row& row : kRows) {
    if (row.scenario.workers > std::thread::hardware_concurrency()) continue;
    benchmark::RegisterBenchmark(row.name,
                                 [&row, program](benchmark::State& state) { Run(state, row.scenario, program); })
        ->UseManualTime()
        ->Iterations(1);
  }
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}

}  // namespace
}  // namespace tidegate::bench

int main(int argc, char** argv) { return tidegate::bench::Main(argc, argv); }
