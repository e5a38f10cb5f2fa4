// The nodes that the packet path registers, as rte_graph has them.
#include "diagram/node_list.h"

#include <rte_graph.h>

#include <algorithm>
#include <set>

#include "config/config.h"
#include "graph_nodes.h"
#include "nodes/nodes.h"
#include "switching/topology.h"
#include "wiring.h"

namespace tidegate {
namespace {

// A port of each kind.
constexpr char kEverything[] = R"({
  "security_groups": [{"name": "all", "rules": [{"direction": "outbound", "protocol": "any"}]}],
  "networks": [{"name": "blue", "vni": 1, "vteps": ["192.0.2.2"]}],
  "ports": [
    {"name": "wire", "security_groups": ["all"], "device": "net_null0", "peer": "wire_end"},
    {"name": "wire_end", "device": "net_null1"},
    {"name": "past", "firewall": false, "device": "net_null2", "peer": "past_end"},
    {"name": "past_end", "device": "net_null3"},
    {"name": "vm", "network": "blue", "macs": ["52:54:00:00:00:01"], "addresses": ["10.0.0.1"],
     "security_groups": ["all"], "device": "net_null4"},
    {"name": "uplink", "network": "blue", "device": "net_null5"},
    {"name": "underlay", "device": "net_null6", "vtep": {"address": "192.0.2.1/24"}}
  ]})";

NodeEntry EntryOf(rte_node_t id, const std::set<std::string>& sources) {
  NodeEntry entry{.name = rte_node_id_to_name(id)};
  entry.is_source = sources.contains(entry.name);
  // Called without a place for the names, DPDK says how many bytes of pointers they need.
  const std::size_t bytes = rte_node_edge_get(id, nullptr);
  std::vector<char*> names(bytes / sizeof(char*));
  if (!names.empty()) rte_node_edge_get(id, names.data());
  entry.next.assign(names.begin(), names.end());
  return entry;
}

}  // namespace

absl::StatusOr<std::vector<NodeEntry>> RegisterAndListNodes() {
  absl::StatusOr<Config> config = ParseConfig(kEverything);
  if (!config.ok()) return config.status();
  absl::StatusOr<std::vector<Wire>> wires = MakeWires(config->ports, config->switch_ports);
  if (!wires.ok()) return wires.status();
  auto topology = Topology::Make(*config, *wires, std::vector<MacAddress>(config->ports.size()));
  if (!topology.ok()) return topology.status();
  // Devices of one queue and two workers, so that packets are handed from one to the other.
  const QueuePlan plan(*wires, std::vector<QueueLimits>(config->ports.size()), 2, Spread::kOn);
  absl::StatusOr<GraphNodes> registered = RegisterNodes(config->ports, config->dataplane, **topology, plan);
  if (!registered.ok()) return registered.status();

  std::set<std::string> sources(registered->sources.begin(), registered->sources.end());
  sources.insert(registered->rx.begin(), registered->rx.end());
  std::vector<NodeEntry> nodes;
  for (rte_node_t id = 0; id < rte_node_max_count(); ++id) {
    const std::string_view name = rte_node_id_to_name(id);
    // The patterns of the ports' nodes are in no graph; nor are the nodes that DPDK brings along.
    if (name == kRxNode || name == kTxNode) continue;
    nodes.push_back(EntryOf(id, sources));
  }
  return nodes;
}

}  // namespace tidegate
