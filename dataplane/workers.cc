// The threads of the packet path.
#include "workers.h"

#include <rte_cycles.h>
#include <rte_errno.h>
#include <rte_launch.h>
#include <rte_lcore.h>

#include <string>

#include "walk.h"

namespace tidegate {
namespace {

// For a word with one writer: no locked instruction.
void Raise(std::atomic<std::uint64_t>& word, std::uint64_t by) {
  word.store(word.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Workers>> Workers::Start(const Graphs& graphs, unsigned workers,
                                                        Quiescence& quiescence) {
  std::unique_ptr<Workers> self(new Workers);
  unsigned core = rte_get_next_lcore(-1, /*skip_main=*/1, /*wrap=*/0);
  for (unsigned worker = 0; worker < workers; ++worker) {
    if (rte_graph* graph = graphs.OfWorker(worker)) {
      Job& job = self->jobs_.emplace_back();
      job.graph = graph;
      job.stop = &self->stop_;
      job.quiescence = &quiescence;
      job.tracer = &graphs.tracer();
      job.worker = worker;
      job.cpu = static_cast<unsigned>(rte_lcore_to_cpu_id(static_cast<int>(core)));
      if (const int error = rte_eal_remote_launch(Run, &job, core); error != 0) {
        return absl::InternalError("a worker cannot be started: " + std::string(rte_strerror(-error)));
      }
    }
    core = rte_get_next_lcore(core, /*skip_main=*/1, /*wrap=*/0);
  }
  return self;
}

int Workers::Run(void* job) {
  Job& mine = *static_cast<Job*>(job);
  const std::uint64_t enough = EnoughToGoOn(mine.graph);
  std::uint64_t begin = rte_rdtsc();
  mine.quiescence->Enter(mine.worker);
  // Relaxed: the flag is all that is told; joining the thread orders everything else.
  while (!mine.stop->load(std::memory_order_relaxed)) {
    const Walked walked = WalkGraph(mine.graph, enough);
    mine.quiescence->Between(mine.worker);
    mine.tracer->Between(mine.worker);
    Raise(mine.cycles, walked.end - begin);
    if (walked.packets != 0) {
      Raise(mine.busy_cycles, walked.end - begin);
      Raise(mine.packets, walked.packets);
    }
    begin = walked.end;
  }
  mine.quiescence->Leave(mine.worker);
  return 0;
}

std::vector<WorkerLoad> Workers::Loads() const {
  std::vector<WorkerLoad> loads;
  for (const Job& job : jobs_) {
    loads.push_back({.worker = job.worker,
                     .cpu = job.cpu,
                     .cycles = job.cycles.load(std::memory_order_relaxed),
                     .busy_cycles = job.busy_cycles.load(std::memory_order_relaxed),
                     .packets = job.packets.load(std::memory_order_relaxed)});
  }
  return loads;
}

Workers::~Workers() {
  stop_.store(true, std::memory_order_relaxed);
  rte_eal_mp_wait_lcore();
}

}  // namespace tidegate
