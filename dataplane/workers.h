// The threads of the packet path: one for each worker, each on a processor of its own, each running its graph to
// completion.
#ifndef TIDEGATE_DATAPLANE_WORKERS_H_
#define TIDEGATE_DATAPLANE_WORKERS_H_

#include <rte_graph.h>

#include <atomic>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "graph.h"

namespace tidegate {

class Workers {
 public:
  // Starts a thread for every graph. Fails with one line. REQUIRES: EAL has a core for each worker.
  static absl::StatusOr<std::unique_ptr<Workers>> Start(const Graphs& graphs, unsigned workers);

  // Stops and joins them. Packets that a worker holds are sent first.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

 private:
  struct Job {
    rte_graph* graph;
    const std::atomic<bool>* stop;
  };

  Workers() = default;
  static int Run(void* job);

  std::atomic<bool> stop_ = false;
  std::vector<Job> jobs_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_WORKERS_H_
