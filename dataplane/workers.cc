// The threads of the packet path.
#include "workers.h"

#include <rte_errno.h>
#include <rte_graph_worker.h>
#include <rte_launch.h>
#include <rte_lcore.h>

#include <string>

namespace tidegate {

absl::StatusOr<std::unique_ptr<Workers>> Workers::Start(const Graphs& graphs, unsigned workers) {
  std::unique_ptr<Workers> self(new Workers);
  self->jobs_.reserve(workers);  // the threads keep pointers to their jobs
  unsigned core = rte_get_next_lcore(-1, /*skip_main=*/1, /*wrap=*/0);
  for (unsigned worker = 0; worker < workers; ++worker) {
    if (rte_graph* graph = graphs.OfWorker(worker)) {
      self->jobs_.push_back({graph, &self->stop_});
      if (const int error = rte_eal_remote_launch(Run, &self->jobs_.back(), core); error != 0) {
        return absl::InternalError("a worker cannot be started: " + std::string(rte_strerror(-error)));
      }
    }
    core = rte_get_next_lcore(core, /*skip_main=*/1, /*wrap=*/0);
  }
  return self;
}

int Workers::Run(void* job) {
  const Job& mine = *static_cast<const Job*>(job);
  // Relaxed: the flag is all that is told; joining the thread orders everything else.
  while (!mine.stop->load(std::memory_order_relaxed)) rte_graph_walk(mine.graph);
  return 0;
}

Workers::~Workers() {
  stop_.store(true, std::memory_order_relaxed);
  rte_eal_mp_wait_lcore();
}

}  // namespace tidegate
