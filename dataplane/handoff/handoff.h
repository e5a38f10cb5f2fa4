// The ways on which workers hand packets to each other: a ring for each pair of them and each purpose, with one that
// puts in and one that takes out. Nobody waits at a ring: what finds no room is dropped under a name, so that a worker
// that stops, wherever it happens to be, costs the others no more than the packets that were meant for it.
#ifndef TIDEGATE_DATAPLANE_HANDOFF_HANDOFF_H_
#define TIDEGATE_DATAPLANE_HANDOFF_HANDOFF_H_

#include <rte_ring.h>

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "handoff/handoff_size.h"
#include "wiring.h"

namespace tidegate {

// One worker's ends.
struct HandoffEnds {
  std::vector<rte_ring*> to;    // by worker; null where nothing is ever handed
  std::vector<rte_ring*> from;  // those that there are
};

class Handoff {
 public:
  // Makes the rings that the plan needs. Fails with one line.
  static absl::StatusOr<std::unique_ptr<Handoff>> Make(const QueuePlan& plan);

  // Frees what is in the rings. REQUIRES: no worker runs.
  ~Handoff();
  Handoff(const Handoff&) = delete;
  Handoff& operator=(const Handoff&) = delete;

  // Of packets to be forwarded, and of packets to be sent.
  const HandoffEnds& Spread(unsigned worker) const { return spread_[worker]; }
  const HandoffEnds& Send(unsigned worker) const { return send_[worker]; }

 private:
  Handoff() = default;
  rte_ring* AddRing(const char* purpose, unsigned from, unsigned to, unsigned workers);

  std::vector<HandoffEnds> spread_;  // by worker
  std::vector<HandoffEnds> send_;
  std::vector<rte_ring*> rings_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_HANDOFF_HANDOFF_H_
