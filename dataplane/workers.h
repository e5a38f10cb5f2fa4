// The threads of the packet path: one for each worker, each on a processor of its own, each running its graph to
// completion.
#ifndef TIDEGATE_DATAPLANE_WORKERS_H_
#define TIDEGATE_DATAPLANE_WORKERS_H_

#include <rte_graph.h>

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "graph.h"
#include "quiescence.h"

namespace tidegate {

// What a worker had to do since the start.
struct WorkerLoad {
  unsigned worker = 0;
  unsigned cpu = 0;
  std::uint64_t cycles = 0;       // of its processor
  std::uint64_t busy_cycles = 0;  // of these: in walks that brought packets
  std::uint64_t packets = 0;      // that they brought
};

class Workers {
 public:
  // Starts a thread for every graph, which tells `quiescence` of each walk. Fails with one line.
  // REQUIRES: EAL has a core for each worker.
  static absl::StatusOr<std::unique_ptr<Workers>> Start(const Graphs& graphs, unsigned workers, Quiescence& quiescence);

  // Stops and joins them. Packets that a worker holds are sent first.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Of each worker that has a thread. From any thread, also while they run.
  std::vector<WorkerLoad> Loads() const;

 private:
  // On a cache line of its own: it is written in every walk.
  struct alignas(RTE_CACHE_LINE_SIZE) Job {
    rte_graph* graph = nullptr;
    const std::atomic<bool>* stop = nullptr;
    Quiescence* quiescence = nullptr;
    Tracer* tracer = nullptr;
    unsigned worker = 0;
    unsigned cpu = 0;
    // Written by the worker alone; relaxed, as each is read for itself.
    std::atomic<std::uint64_t> cycles = 0;
    std::atomic<std::uint64_t> busy_cycles = 0;
    std::atomic<std::uint64_t> packets = 0;
  };

  Workers() = default;
  static int Run(void* job);

  std::atomic<bool> stop_ = false;
  std::deque<Job> jobs_;  // the threads keep pointers to them
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_WORKERS_H_
