// Which port leads to which, and which worker polls which queue.
#ifndef TIDEGATE_DATAPLANE_WIRING_H_
#define TIDEGATE_DATAPLANE_WIRING_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "tidegate/security_groups.h"

namespace tidegate {

// Where the packets that a port receives go, and the zone they are tracked in: that of the firewalled end, so that
// both directions of a connection are in the same one.
struct Wire {
  PortIndex peer = kNoPort;
  Zone zone = 0;
};

// One wire for each port. Fails with one line that names the port if there is none, if a port has no peer, if a peer
// does not name the port in turn, if a port has no device, or if two firewalled ends lie in different zones.
absl::StatusOr<std::vector<Wire>> MakeWires(const std::vector<PortSpec>& ports);

// How many queues a device has.
struct QueueLimits {
  std::uint16_t rx = 1;
  std::uint16_t tx = 1;
};

// Shares the ports' queues among the workers. What a worker receives from a port it sends to the peer under the same
// queue number, so every transmit queue has one user and needs no lock. A port with fewer queues than there are workers
// is polled by that many of them, beginning with another worker for each port: two ports with one queue each occupy
// two workers, one for each direction.
class QueuePlan {
 public:
  // REQUIRES: limits.size() == wires.size(); workers > 0; every limit is at least 1.
  QueuePlan(std::vector<Wire> wires, const std::vector<QueueLimits>& limits, unsigned workers);

  std::uint16_t RxQueues(PortIndex port) const { return rx_queues_[port]; }
  std::uint16_t TxQueues(PortIndex port) const { return rx_queues_[wires_[port].peer]; }

  // The queue of `port` that `worker` polls, if it polls one.
  std::optional<std::uint16_t> RxQueueOf(unsigned worker, PortIndex port) const;

  // The queue of `port` that `worker` sends to, if it sends to the port at all.
  std::optional<std::uint16_t> TxQueueOf(unsigned worker, PortIndex port) const;

  // Has the worker anything to poll?
  bool IsBusy(unsigned worker) const;

  PortIndex ports() const { return static_cast<PortIndex>(wires_.size()); }
  unsigned workers() const { return workers_; }
  const std::vector<Wire>& wires() const { return wires_; }

 private:
  std::vector<Wire> wires_;
  std::vector<std::uint16_t> rx_queues_;
  unsigned workers_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_WIRING_H_
