// Which port leads to which, and which worker polls which queue.
#ifndef TIDEGATE_DATAPLANE_WIRING_H_
#define TIDEGATE_DATAPLANE_WIRING_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "config/dataplane_options.h"
#include "config/switch_options.h"
#include "tidegate/security_groups.h"

namespace tidegate {

// Where the packets that a port receives go, and the zone they are tracked in: that of the firewalled end, so that
// both directions of a connection are in the same one. A port that is switched, in a network or for tunnels, has no
// peer.
struct Wire {
  PortIndex peer = kNoPort;
  Zone zone = 0;

  bool switched() const { return peer == kNoPort; }
};

// One wire for each port. Fails with one line that names the port if there is none, if a port has neither a peer nor a
// network nor tunnels, if a peer does not name the port in turn, if a port has no device, or if two firewalled ends lie
// in different zones. REQUIRES: as many of both.
absl::StatusOr<std::vector<Wire>> MakeWires(const std::vector<PortSpec>& ports,
                                            const std::vector<SwitchPortSpec>& switch_ports);

// How many queues a device has.
struct QueueLimits {
  std::uint16_t rx = 1;
  std::uint16_t tx = 1;
};

// Shares the ports' queues among the workers, so that every queue has one user and needs no lock. A port with fewer
// queues than there are workers is polled by that many of them, beginning with another worker for each port: two ports
// with one queue each occupy two workers, one for each direction. Who has no transmit queue of a port hands what it
// sends there to a worker that has one, its sender. With Spread::kOn those who poll a port with fewer queues than
// workers spread its packets over all workers.
//
// With Spread::kOff nothing is handed from worker to worker: what a worker receives it can send itself. Then a wire is
// polled by as many workers as its other end has transmit queues, and switched ports by as many as the one with the
// fewest transmit queues has. Where queues are left, a worker also has one towards the ports that it polls itself, for
// answers to their senders.
class QueuePlan {
 public:
  // REQUIRES: limits.size() == wires.size(); workers > 0; every limit is at least 1.
  QueuePlan(std::vector<Wire> wires, const std::vector<QueueLimits>& limits, unsigned workers,
            Spread spread = Spread::kOff);

  std::uint16_t RxQueues(PortIndex port) const { return rx_queues_[port]; }
  std::uint16_t TxQueues(PortIndex port) const { return tx_queues_[port]; }

  // The queue of `port` that `worker` polls, if it polls one.
  std::optional<std::uint16_t> RxQueueOf(unsigned worker, PortIndex port) const;

  // The queue of `port` that `worker` sends to, if it has one.
  std::optional<std::uint16_t> TxQueueOf(unsigned worker, PortIndex port) const;

  // Who sends to `port` for `worker`: itself if it has a queue there; nobody if it must not send there.
  std::optional<unsigned> SenderFor(unsigned worker, PortIndex port) const;

  // Are the packets of `port` spread over all workers by those who poll it?
  bool Spreads(PortIndex port) const { return spreads_[port]; }
  bool SpreadsAny() const;

  // Is anything sent by another worker than the one that forwards it?
  bool SendsForOthers() const;

  // Does `from` hand packets to `to`, to be forwarded, or to be sent?
  bool SpreadsTo(unsigned from, unsigned to) const;
  bool SendsThrough(unsigned from, unsigned to) const;

  // Has the worker anything to do?
  bool IsBusy(unsigned worker) const;

  PortIndex ports() const { return static_cast<PortIndex>(wires_.size()); }
  unsigned workers() const { return workers_; }
  const std::vector<Wire>& wires() const { return wires_; }

 private:
  // Of the workers, those that poll a port if it has enough queues.
  unsigned PollersOf(PortIndex port) const { return wires_[port].switched() ? switching_workers_ : workers_; }
  bool Polls(unsigned worker) const;
  bool ForwardsTo(unsigned worker, PortIndex port) const;
  std::vector<unsigned> ByNeedOfTxQueue(PortIndex port) const;
  void ShareTxQueues(PortIndex port, std::uint16_t limit);

  std::vector<Wire> wires_;
  std::vector<std::uint16_t> rx_queues_;
  std::vector<std::uint16_t> tx_queues_;
  std::vector<std::vector<std::optional<std::uint16_t>>> tx_queue_of_;  // by port and worker
  std::vector<bool> spreads_;                                           // by port
  unsigned workers_;
  unsigned switching_workers_;
  Spread spread_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_WIRING_H_
