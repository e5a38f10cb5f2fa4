// Which port leads to which, and which worker polls which queue.
#include "wiring.h"

#include <algorithm>
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

absl::StatusOr<Wire> MakeWire(const std::vector<PortSpec>& ports, std::size_t index) {
  const PortSpec& port = ports[index];
  const std::string name = "port \"" + port.name + "\"";
  if (port.device.empty()) return Wrong(index, ": " + name + " has no \"device\"; expected a DPDK device");
  if (port.peer.empty()) return Wrong(index, ": " + name + " has no \"peer\"; expected the name of another port");
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

absl::StatusOr<std::vector<Wire>> MakeWires(const std::vector<PortSpec>& ports) {
  if (ports.empty()) return absl::InvalidArgumentError("/ports: there is none; expected pairs of peers");
  std::vector<Wire> wires;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    absl::StatusOr<Wire> wire = MakeWire(ports, i);
    if (!wire.ok()) return wire.status();
    wires.push_back(*wire);
  }
  return wires;
}

QueuePlan::QueuePlan(std::vector<Wire> wires, const std::vector<QueueLimits>& limits, unsigned workers)
    : wires_(std::move(wires)), workers_(workers) {
  for (std::size_t i = 0; i < wires_.size(); ++i) {
    const unsigned fit = std::min<unsigned>(limits[i].rx, limits[wires_[i].peer].tx);
    rx_queues_.push_back(static_cast<std::uint16_t>(std::min(fit, workers)));
  }
}

std::optional<std::uint16_t> QueuePlan::RxQueueOf(unsigned worker, PortIndex port) const {
  const unsigned queue = (worker + workers_ - port % workers_) % workers_;
  if (queue >= rx_queues_[port]) return std::nullopt;
  return static_cast<std::uint16_t>(queue);
}

std::optional<std::uint16_t> QueuePlan::TxQueueOf(unsigned worker, PortIndex port) const {
  return RxQueueOf(worker, wires_[port].peer);
}

bool QueuePlan::IsBusy(unsigned worker) const {
  for (PortIndex port = 0; port < ports(); ++port) {
    if (RxQueueOf(worker, port)) return true;
  }
  return false;
}

}  // namespace tidegate
