// /tidegate/ports: each port with its device's state and counters.
#include <algorithm>
#include <cerrno>

#include "control/commands.h"
#include "control/reply.h"

namespace tidegate {
namespace {

constexpr std::size_t kPage = 16;  // of up to about 700 bytes each, in an answer of 16 KB

Dict Describe(const PortSpec& spec, const std::string& network, const PortStatus& status, const QueuePlan& plan,
              PortIndex port) {
  Dict dict;
  dict.Add("name", spec.name);
  dict.Add("device", spec.device);
  dict.Add("driver", status.driver);
  dict.Add("peer", spec.peer);
  if (!network.empty()) dict.Add("network", network);
  dict.Add("zone", std::uint64_t{plan.wires()[port].zone});
  dict.Add("firewalled", std::uint64_t{spec.firewalled});
  dict.Add("link_up", std::uint64_t{status.link_up});
  dict.Add("rx_queues", std::uint64_t{plan.RxQueues(port)});
  dict.Add("tx_queues", std::uint64_t{plan.TxQueues(port)});
  dict.Add("rx_packets", status.stats.ipackets);
  dict.Add("rx_bytes", status.stats.ibytes);
  dict.Add("rx_missed", status.stats.imissed);
  dict.Add("rx_errors", status.stats.ierrors);
  dict.Add("rx_no_buffer", status.stats.rx_nombuf);
  dict.Add("tx_packets", status.stats.opackets);
  dict.Add("tx_bytes", status.stats.obytes);
  dict.Add("tx_errors", status.stats.oerrors);
  return dict;
}

}  // namespace

// Ports are dictionaries under their numbers, as an array cannot hold dictionaries.
int PortsCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* data) {
  const std::vector<PortSpec>& specs = targets.config.ports;
  const std::optional<std::uint64_t> first = ParseNumber(parameter);
  if (!first || *first > specs.size()) return -EINVAL;
  const std::size_t end = std::min(specs.size(), *first + kPage);
  Dict reply(data);
  reply.Add("next", std::uint64_t{end == specs.size() ? 0 : end});
  for (std::size_t i = *first; i < end; ++i) {
    const auto port = static_cast<PortIndex>(i);
    reply.Add(std::to_string(i), Describe(specs[i], targets.config.switch_ports[i].network, targets.ports.Status(port),
                                          targets.ports.plan(), port));
  }
  return 0;
}

}  // namespace tidegate
