// The packet path as graphs of nodes: one graph for each worker, all of the same nodes.
#include "graph.h"

#include <rte_errno.h>
#include <rte_graph_worker.h>
#include <rte_lcore.h>

#include <algorithm>
#include <cctype>
#include <string_view>
#include <unordered_map>

#include "nodes/nodes.h"

namespace tidegate {
namespace {

constexpr char kGraphPrefix[] = "tidegate-";
constexpr std::size_t kMaxNodeLabel = 40;  // of the 64 bytes that DPDK has for a node's name

absl::Status GraphError(const std::string& what) {
  return absl::InternalError("the packet graph cannot be built, " + what + ": " + rte_strerror(rte_errno));
}

// A port's name, if it does as part of a node's name; else its number, with a sign that no such name has.
std::string NodeLabel(const PortSpec& spec, PortIndex port) {
  const bool plain = !spec.name.empty() && spec.name.size() <= kMaxNodeLabel &&
                     std::all_of(spec.name.begin(), spec.name.end(), [](unsigned char c) {
                       return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
                     });
  return plain ? spec.name : "#" + std::to_string(port);
}

// The nodes that there is one of for each port, by the port's number.
struct PortNodes {
  std::vector<std::string> rx;
  std::vector<std::string> tx;
  std::unordered_map<rte_node_t, PortIndex> port_of_node;
};

// DPDK names the clone "pattern-label".
absl::Status Clone(rte_node_t pattern, const char* pattern_name, const std::string& label, PortIndex port,
                   std::vector<std::string>& names, PortNodes& nodes) {
  const rte_node_t clone = rte_node_clone(pattern, label.c_str());
  names.push_back(std::string(pattern_name) + "-" + label);
  if (rte_node_is_invalid(clone)) return GraphError("node " + names.back());
  nodes.port_of_node[clone] = port;
  return absl::OkStatus();
}

absl::StatusOr<PortNodes> RegisterNodes(const std::vector<PortSpec>& specs) {
  for (const DropReasonInfo& info : kDropReasons) {
    if (info.reason == DropReason::kNone) continue;
    if (rte_node_is_invalid(RegisterDropNode(info.reason))) return GraphError("node " + DropNodeName(info.reason));
  }
  PortNodes nodes;
  const rte_node_t rx = RegisterRxNode();
  const rte_node_t tx = RegisterTxNode();
  if (rte_node_is_invalid(rx) || rte_node_is_invalid(tx)) return GraphError("nodes rx and tx");
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const auto port = static_cast<PortIndex>(i);
    const std::string label = NodeLabel(specs[port], port);
    if (absl::Status status = Clone(rx, kRxNode, label, port, nodes.rx, nodes); !status.ok()) return status;
    if (absl::Status status = Clone(tx, kTxNode, label, port, nodes.tx, nodes); !status.ok()) return status;
  }
  if (rte_node_is_invalid(RegisterFirewallNode(nodes.tx))) return GraphError("node firewall");
  return nodes;
}

// Makes every node's frame as large as all that one walk can bring, so that the packet path never has to allocate.
void ReserveFrames(rte_graph* graph, std::size_t sources) {
  const std::size_t most = std::min<std::size_t>(sources * kRxBurst, UINT16_MAX);
  rte_graph_off_t offset = graph->nodes_start;
  for (rte_node_t i = 0; i < graph->nb_nodes; ++i) {
    auto* node = static_cast<rte_node*>(RTE_PTR_ADD(graph, offset));
    if (node->size < most) __rte_node_stream_alloc_size(graph, node, static_cast<std::uint16_t>(most));
    offset = node->next;
  }
}

int CollectStats(bool, bool, void* cookie, const rte_graph_cluster_node_stats* stats) {
  static_cast<std::vector<NodeStats>*>(cookie)->push_back({stats->name, stats->calls, stats->objs, stats->cycles});
  return 0;
}

rte_graph_cluster_stats* MakeCluster(std::vector<NodeStats>& stats) {
  static const char* patterns[] = {"tidegate-*"};
  rte_graph_cluster_stats_param param{};
  param.socket_id = SOCKET_ID_ANY;
  param.fn = CollectStats;
  param.cookie = &stats;
  param.nb_graph_patterns = 1;
  param.graph_patterns = patterns;
  return rte_graph_cluster_stats_create(&param);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Graphs>> Graphs::Build(const std::vector<PortSpec>& specs, const Ports& ports,
                                                      Firewall& firewall, const TscClock& clock) {
  absl::StatusOr<PortNodes> nodes = RegisterNodes(specs);
  if (!nodes.ok()) return nodes.status();
  std::unique_ptr<Graphs> graphs(new Graphs);
  const QueuePlan& plan = ports.plan();
  for (unsigned worker = 0; worker < plan.workers(); ++worker) {
    auto context = std::make_unique<GraphContext>();
    context->worker_index = worker;
    context->firewall = &firewall;
    context->clock = &clock;
    context->plan = &plan;
    context->wires = plan.wires();
    for (PortIndex port = 0; port < plan.ports(); ++port) context->devices.push_back(ports.device(port));
    context->port_of_node = nodes->port_of_node;
    graphs->contexts_.push_back(std::move(context));
    graphs->graphs_.push_back(nullptr);
    if (!plan.IsBusy(worker)) continue;
    if (absl::Status status = graphs->BuildOne(worker, nodes->rx); !status.ok()) return status;
  }
  graphs->cluster_ = MakeCluster(graphs->stats_);
  if (graphs->cluster_ == nullptr) return GraphError("statistics");
  return graphs;
}

absl::Status Graphs::BuildOne(unsigned worker, const std::vector<std::string>& rx_nodes) {
  GraphContext& context = *contexts_[worker];
  context.worker = &context.firewall->AddWorker();
  // The sources; all nodes that can be reached from them join by themselves.
  std::vector<const char*> sources;
  for (PortIndex port = 0; port < context.plan->ports(); ++port) {
    if (context.plan->RxQueueOf(worker, port)) sources.push_back(rx_nodes[port].c_str());
  }
  rte_graph_param param{};
  param.socket_id = SOCKET_ID_ANY;
  param.nb_node_patterns = static_cast<std::uint16_t>(sources.size());
  param.node_patterns = sources.data();
  const std::string name = kGraphPrefix + std::to_string(worker);
  graph_in_construction = &context;
  const rte_graph_t id = rte_graph_create(name.c_str(), &param);
  graph_in_construction = nullptr;
  if (rte_graph_is_invalid(id)) return GraphError("graph " + name);
  graphs_[worker] = rte_graph_lookup(name.c_str());
  ReserveFrames(graphs_[worker], sources.size());
  return absl::OkStatus();
}

unsigned Graphs::BusyWorkers() const {
  return static_cast<unsigned>(
      std::count_if(graphs_.begin(), graphs_.end(), [](rte_graph* g) { return g != nullptr; }));
}

std::vector<NodeStats> Graphs::Stats() {
  const std::lock_guard lock(stats_mutex_);
  stats_.clear();
  rte_graph_cluster_stats_get(cluster_, /*skip_cb=*/false);
  return stats_;
}

std::array<std::uint64_t, kDropReasonCount> Graphs::Drops() {
  std::array<std::uint64_t, kDropReasonCount> drops{};
  for (const NodeStats& node : Stats()) {
    for (const DropReasonInfo& info : kDropReasons) {
      if (node.name == DropNodeName(info.reason)) drops[static_cast<std::size_t>(info.reason)] = node.packets;
    }
  }
  return drops;
}

Graphs::~Graphs() {
  if (cluster_ != nullptr) rte_graph_cluster_stats_destroy(cluster_);
  for (rte_graph* graph : graphs_) {
    if (graph != nullptr) rte_graph_destroy(graph->id);
  }
}

}  // namespace tidegate
