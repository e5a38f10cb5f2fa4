// Which nodes the packet path has, and how they hang together.
#include "graph_nodes.h"

#include <rte_errno.h>

#include <algorithm>
#include <cctype>

#include "nodes/nodes.h"

namespace tidegate {
namespace {

constexpr std::size_t kMaxNodeLabel = 40;  // of the 64 bytes that DPDK has for a node's name

// A port's name, if it does as part of a node's name; else its number, with a sign that no such name has.
std::string NodeLabel(const PortSpec& spec, PortIndex port) {
  const bool plain = !spec.name.empty() && spec.name.size() <= kMaxNodeLabel &&
                     std::all_of(spec.name.begin(), spec.name.end(), [](unsigned char c) {
                       return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
                     });
  return plain ? spec.name : "#" + std::to_string(port);
}

// A clone of `pattern` for each port. DPDK names it "pattern-label".
absl::Status CloneForPorts(rte_node_t pattern, const char* pattern_name, const std::vector<PortSpec>& specs,
                           std::vector<std::string>& names, GraphNodes& nodes) {
  if (rte_node_is_invalid(pattern)) return GraphError(std::string("node ") + pattern_name);
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const auto port = static_cast<PortIndex>(i);
    const std::string label = NodeLabel(specs[port], port);
    const rte_node_t clone = rte_node_clone(pattern, label.c_str());
    names.push_back(std::string(pattern_name) + "-" + label);
    if (rte_node_is_invalid(clone)) return GraphError("node " + names.back());
    nodes.port_of_node[clone] = port;
  }
  return absl::OkStatus();
}

absl::Status RegisterDropNodes() {
  for (const DropReasonInfo& info : kDropReasons) {
    if (info.reason == DropReason::kNone) continue;
    if (rte_node_is_invalid(RegisterDropNode(info.reason))) return GraphError("node " + DropNodeName(info.reason));
  }
  return absl::OkStatus();
}

// From the firewall to the wire. Each step that there is takes the place of `next`, the nodes towards each port so far.
absl::Status RegisterBehind(const DataplaneOptions& options, std::vector<std::string> next, GraphNodes& nodes) {
  if (options.impairment.after) {
    if (!RegisterImpairAfterNodes(next)) return GraphError("nodes impair-after");
    nodes.sources.push_back(kImpairAfterSource);
    next.assign(next.size(), kImpairAfterNode);
  }
  if (rte_node_is_invalid(RegisterTooBigNode(next))) return GraphError("node too-big");
  std::string fragment;
  if (options.reassembly.enabled) {
    if (rte_node_is_invalid(RegisterFragmentNode(next))) return GraphError("node fragment");
    fragment = kFragmentNode;
  }
  if (rte_node_is_invalid(RegisterFirewallNode(next, fragment))) return GraphError("node firewall");
  return absl::OkStatus();
}

// The overlay's nodes, if there are tunnels. What is sent to their port is encapsulated first.
absl::Status RegisterOverlay(Topology& topology, std::vector<std::string>& tx, GraphNodes& nodes) {
  if (topology.underlay() == nullptr) return absl::OkStatus();
  std::string& tx_underlay = tx[topology.underlay()->port()];
  if (!RegisterVxlanEncapNodes(tx_underlay)) return GraphError("nodes vxlan-encap");
  nodes.sources.push_back(kNeighbourSource);
  if (rte_node_is_invalid(RegisterHeardNode())) return GraphError("node arp-heard");
  if (rte_node_is_invalid(RegisterVxlanDecapNode(tx_underlay))) return GraphError("node vxlan-decap");
  tx_underlay = kVxlanEncapNode;
  return absl::OkStatus();
}

absl::Status RegisterSwitching(Topology& topology, RxNext& next) {
  if (topology.has_networks()) {
    if (rte_node_is_invalid(RegisterSwitchNode(next.wire))) return GraphError("node switch");
    if (rte_node_is_invalid(RegisterPortSecurityNode())) return GraphError("node port-security");
    next.secured = kPortSecurityNode;
    next.member = kSwitchNode;
  }
  if (topology.underlay() != nullptr) next.tunnels = kVxlanDecapNode;
  return absl::OkStatus();
}

// From the wire to the firewall; `next` is what follows.
absl::Status RegisterBefore(const DataplaneOptions& options, const std::vector<PortSpec>& specs, Topology& topology,
                            const QueuePlan& plan, GraphNodes& nodes) {
  std::string next = kFirewallNode;
  if (options.reassembly.enabled) {
    if (!RegisterReassembleNodes()) return GraphError("nodes reassemble");
    nodes.sources.push_back(kReassembleSource);
    next = kReassembleNode;
  }
  if (options.impairment.before) {
    if (!RegisterImpairBeforeNodes(next)) return GraphError("nodes impair-before");
    nodes.sources.push_back(kImpairBeforeSource);
    next = kImpairBeforeNode;
  }
  RxNext rx_next{.wire = next,
                 .bypass = topology.has_bypass() ? kBypassNode : "",
                 .secured = "",
                 .member = "",
                 .tunnels = "",
                 .past_reassembly = next == kReassembleNode ? kFirewallNode : next};
  if (absl::Status status = RegisterSwitching(topology, rx_next); !status.ok()) return status;
  std::string spread;
  if (plan.SpreadsAny()) {
    if (!RegisterSpreadNodes(rx_next)) return GraphError("nodes spread");
    nodes.sources.push_back(kHandoffRxSource);
    spread = kSpreadNode;
  }
  return CloneForPorts(RegisterRxNode(rx_next, spread), kRxNode, specs, nodes.rx, nodes);
}

}  // namespace

absl::StatusOr<GraphNodes> RegisterNodes(const std::vector<PortSpec>& specs, const DataplaneOptions& options,
                                         Topology& topology, const QueuePlan& plan) {
  GraphNodes nodes;
  std::vector<std::string> tx;
  if (auto status = RegisterDropNodes(); !status.ok()) return status;
  if (auto status = CloneForPorts(RegisterTxNode(), kTxNode, specs, tx, nodes); !status.ok()) return status;
  if (plan.SendsForOthers()) {
    if (rte_node_is_invalid(RegisterHandoffTxNode(tx))) return GraphError("node handoff-tx");
    nodes.sources.push_back(kHandoffTxSource);
  }
  if (topology.has_bypass() && rte_node_is_invalid(RegisterBypassNode(tx))) return GraphError("node bypass");
  if (auto status = RegisterOverlay(topology, tx, nodes); !status.ok()) return status;
  if (auto status = RegisterBehind(options, tx, nodes); !status.ok()) return status;
  if (auto status = RegisterBefore(options, specs, topology, plan, nodes); !status.ok()) return status;
  return nodes;
}

absl::Status GraphError(const std::string& what) {
  return absl::InternalError("the packet graph cannot be built, " + what + ": " + rte_strerror(rte_errno));
}

}  // namespace tidegate
