// The dataplane's workers on devices that never run dry: one scenario, in a process of its own.
#ifndef TIDEGATE_BENCH_DATAPLANE_WORKER_RUN_H_
#define TIDEGATE_BENCH_DATAPLANE_WORKER_RUN_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace tidegate::bench {

// Who gets which packets of a connection.
enum class Queues {
  kRss,         // a queue for each worker; the device spreads, both directions of a connection alike
  kRssCrossed,  // the same, but the two directions of a connection are different workers'
  kOne,         // one queue at each port
};

struct WorkerScenario {
  unsigned workers = 1;
  Queues queues = Queues::kRss;
  bool spread = false;     // by software
  bool one_way = false;    // packets come in at one of the two ports only
  bool new_flows = false;  // each packet begins a connection
  bool firewalled = true;
};

struct WorkerFigures {
  std::uint64_t sent = 0;     // packets that reached the other port
  std::uint64_t dropped = 0;  // on the way between workers
  double seconds = 0;
};

// Runs it for `seconds` in a child process, as DPDK starts once in the life of one. Fails with one line.
absl::StatusOr<WorkerFigures> RunWorkers(const WorkerScenario& scenario, double seconds, const std::string& program);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_DATAPLANE_WORKER_RUN_H_
