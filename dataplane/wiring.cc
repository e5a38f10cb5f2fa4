// Which port leads to which, and which worker polls which queue.
#include "wiring.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

namespace tidegate {
namespace {

absl::Status Wrong(std::size_t port, const std::string& what) {
  return absl::InvalidArgumentError("/ports/" + std::to_string(port) + what);
}

PortIndex FindPort(const std::vector<PortSpec>& ports, const std::string& name) {
  const auto found = std::find_if(ports.begin(), ports.end(), [&](const PortSpec& p) { return p.name == name; });
  return found == ports.end() ? kNoPort : static_cast<PortIndex>(found - ports.begin());
}

absl::StatusOr<Wire> MakeWire(const std::vector<PortSpec>& ports, const std::vector<SwitchPortSpec>& switch_ports,
                              std::size_t index) {
  const PortSpec& port = ports[index];
  const std::string name = "port \"" + port.name + "\"";
  if (port.device.empty()) return Wrong(index, ": " + name + " has no \"device\"; expected a DPDK device");
  if (!switch_ports[index].network.empty() || switch_ports[index].vtep) return Wire{.zone = port.zone};
  if (port.peer.empty()) {
    return Wrong(index, ": " + name + " has no \"peer\"; expected the name of another port, or a \"network\"");
  }
  const PortIndex to = FindPort(ports, port.peer);
  if (to == kNoPort || to == index) {
    return Wrong(index, "/peer: \"" + port.peer + "\" is no other port; expected the name of one");
  }
  const PortSpec& peer = ports[to];
  if (!peer.peer.empty() && peer.peer != port.name) {
    return Wrong(index, "/peer: \"" + peer.name + "\" already is the peer of \"" + peer.peer + "\"");
  }
  if (port.firewalled && peer.firewalled && port.zone != peer.zone) {
    return Wrong(index, "/zone: " + std::to_string(port.zone) + " differs from " + std::to_string(peer.zone) +
                            " of the peer \"" + peer.name + "\"; expected one zone for both");
  }
  return Wire{.peer = to, .zone = port.firewalled ? port.zone : peer.firewalled ? peer.zone : port.zone};
}

}  // namespace

absl::StatusOr<std::vector<Wire>> MakeWires(const std::vector<PortSpec>& ports,
                                            const std::vector<SwitchPortSpec>& switch_ports) {
  if (ports.empty()) return absl::InvalidArgumentError("/ports: there is none; expected pairs of peers, or networks");
  std::vector<Wire> wires;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    absl::StatusOr<Wire> wire = MakeWire(ports, switch_ports, i);
    if (!wire.ok()) return wire.status();
    wires.push_back(*wire);
  }
  return wires;
}

QueuePlan::QueuePlan(std::vector<Wire> wires, const std::vector<QueueLimits>& limits, unsigned workers, Spread spread)
    : wires_(std::move(wires)), workers_(workers), switching_workers_(workers), spread_(spread) {
  const bool off = spread == Spread::kOff;
  for (std::size_t i = 0; i < wires_.size(); ++i) {
    if (off && wires_[i].switched()) switching_workers_ = std::min<unsigned>(switching_workers_, limits[i].tx);
  }
  for (std::size_t i = 0; i < wires_.size(); ++i) {
    const bool sends_itself = off && !wires_[i].switched();
    const unsigned fit = sends_itself ? std::min(limits[i].rx, limits[wires_[i].peer].tx) : limits[i].rx;
    rx_queues_.push_back(static_cast<std::uint16_t>(std::min(fit, PollersOf(static_cast<PortIndex>(i)))));
  }
  for (const std::uint16_t queues : rx_queues_) spreads_.push_back(spread == Spread::kOn && queues < workers_);
  tx_queues_.resize(wires_.size());
  tx_queue_of_.assign(wires_.size(), std::vector<std::optional<std::uint16_t>>(workers_));
  for (PortIndex port = 0; port < ports(); ++port) ShareTxQueues(port, limits[port].tx);
}

bool QueuePlan::ForwardsTo(unsigned worker, PortIndex port) const {
  const auto forwards_from = [&](PortIndex from) { return spreads_[from] || RxQueueOf(worker, from); };
  if (!wires_[port].switched()) return forwards_from(wires_[port].peer);
  for (PortIndex from = 0; from < ports(); ++from) {
    if (wires_[from].switched() && forwards_from(from)) return true;
  }
  return false;
}

// First those who forward, then those who would only answer. Of a wire, those who poll its other end, in the order of
// their queues; where everybody forwards, those with the least to do: who polls nothing, then who does not poll the
// other end. Of switched ports, beginning with another worker for each port, and for two ports with one queue each with
// the one that polls the other.
std::vector<unsigned> QueuePlan::ByNeedOfTxQueue(PortIndex port) const {
  struct Need {
    unsigned rank;
    unsigned order;
    auto operator<=>(const Need&) const = default;
  };
  const PortIndex peer = wires_[port].peer;
  const auto need = [&](unsigned worker) -> Need {
    if (!ForwardsTo(worker, port)) return {RxQueueOf(worker, port) ? 4u : 5u, worker};
    const unsigned turn = (worker + workers_ - port % workers_) % workers_;
    if (wires_[port].switched()) return {0, (turn + workers_ - 1) % workers_};
    const auto queue = RxQueueOf(worker, peer);
    if (!spreads_[peer]) return {0, *queue};
    return {!Polls(worker) ? 1u : !queue ? 2u : 3u, turn};
  };
  std::vector<unsigned> order(workers_);
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::stable_sort(order, {}, need);
  while (!order.empty() && need(order.back()).rank == 5) order.pop_back();
  return order;
}

void QueuePlan::ShareTxQueues(PortIndex port, std::uint16_t limit) {
  std::uint16_t next = 0;
  for (const unsigned worker : ByNeedOfTxQueue(port)) {
    if (next < limit) tx_queue_of_[port][worker] = next++;
  }
  tx_queues_[port] = next;
}

std::optional<std::uint16_t> QueuePlan::RxQueueOf(unsigned worker, PortIndex port) const {
  const unsigned pollers = PollersOf(port);
  if (worker >= pollers) return std::nullopt;
  const unsigned queue = (worker + pollers - port % pollers) % pollers;
  if (queue >= rx_queues_[port]) return std::nullopt;
  return static_cast<std::uint16_t>(queue);
}

std::optional<std::uint16_t> QueuePlan::TxQueueOf(unsigned worker, PortIndex port) const {
  return tx_queue_of_[port][worker];
}

// Those without a queue are shared out among those with one.
std::optional<unsigned> QueuePlan::SenderFor(unsigned worker, PortIndex port) const {
  if (TxQueueOf(worker, port)) return worker;
  if (spread_ == Spread::kOff || tx_queues_[port] == 0) return std::nullopt;
  unsigned skip = worker % tx_queues_[port];
  for (unsigned sender = 0; sender < workers_; ++sender) {
    if (TxQueueOf(sender, port) && skip-- == 0) return sender;
  }
  return std::nullopt;
}

bool QueuePlan::SpreadsAny() const { return std::ranges::count(spreads_, true) > 0; }

bool QueuePlan::SendsForOthers() const {
  for (unsigned from = 0; from < workers_; ++from) {
    for (unsigned to = 0; to < workers_; ++to) {
      if (SendsThrough(from, to)) return true;
    }
  }
  return false;
}

bool QueuePlan::SpreadsTo(unsigned from, unsigned to) const {
  for (PortIndex port = 0; port < ports() && from != to; ++port) {
    if (spreads_[port] && RxQueueOf(from, port)) return true;
  }
  return false;
}

bool QueuePlan::SendsThrough(unsigned from, unsigned to) const {
  for (PortIndex port = 0; port < ports() && from != to; ++port) {
    if (SenderFor(from, port) == to) return true;
  }
  return false;
}

bool QueuePlan::Polls(unsigned worker) const {
  for (PortIndex port = 0; port < ports(); ++port) {
    if (RxQueueOf(worker, port)) return true;
  }
  return false;
}

bool QueuePlan::IsBusy(unsigned worker) const {
  if (Polls(worker) || SpreadsAny()) return true;
  for (unsigned from = 0; from < workers_; ++from) {
    if (SendsThrough(from, worker)) return true;
  }
  return false;
}

}  // namespace tidegate
