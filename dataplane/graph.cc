// The packet path as graphs of nodes: one graph for each worker, all of the same nodes.
#include "graph.h"

#include <rte_errno.h>
#include <rte_graph_worker.h>
#include <rte_lcore.h>

#include <algorithm>
#include <string_view>

#include "graph_nodes.h"
#include "nodes/nodes.h"

namespace tidegate {
namespace {

constexpr char kGraphPrefix[] = "tidegate-";

// Each worker and side has a sequence of chances of its own, from the one seed.
void AddImpairers(const ImpairmentOptions& options, GraphContext& context) {
  const std::uint64_t seed = options.seed + 2 * context.worker_index;
  const std::size_t ports = context.mtus.size();
  if (options.before) context.impair_before = std::make_unique<Impairer>(*options.before, seed, ports);
  if (options.after) context.impair_after = std::make_unique<Impairer>(*options.after, seed + 1, ports);
}

absl::Status AddReassembly(const ReassemblyOptions& options, GraphContext& context) {
  if (!options.enabled) return absl::OkStatus();
  auto joiner = Joiner::Make(context.whole_pool);
  if (!joiner.ok()) return joiner.status();
  const TimeNs timeout = TimeNs{options.timeout_ms} * kSecond / 1000;
  context.reassembly = std::make_unique<Reassembly>(options.max_packets, timeout, *std::move(joiner));
  return absl::OkStatus();
}

// The most packets that one walk can bring to a node. A fragment may complete a packet that is cut again, or push out
// one that waits; a packet that is too big may be cut as well; a switch makes copies.
std::size_t MostPackets(const rte_node& node, const GraphContext& context, std::size_t bursts) {
  const std::string_view name = node.name;
  const bool sends = std::string_view(node.parent) == kTxNode || name == kVxlanEncapNode;
  std::size_t most = bursts * kRxBurst + (context.topology->has_networks() ? kMostCopies : 0);
  if (context.impair_before) most = Impairer::MostForwarded(most);
  if (sends || name == kImpairAfterNode) most *= FragmentTable::kMaxFragments;
  if (context.impair_after && (sends || name == kImpairAfterNode)) most = Impairer::MostForwarded(most);
  return name.starts_with("drop-fragment_") ? most * (FragmentTable::kMaxFragments + 1) : most;
}

// Makes the nodes' frames so large that the packet path never has to allocate.
void ReserveFrames(rte_graph* graph, const GraphContext& context, std::size_t bursts) {
  rte_graph_off_t offset = graph->nodes_start;
  for (rte_node_t i = 0; i < graph->nb_nodes; ++i) {
    auto* node = static_cast<rte_node*>(RTE_PTR_ADD(graph, offset));
    const std::size_t most = std::min<std::size_t>(MostPackets(*node, context, bursts), UINT16_MAX);
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

absl::StatusOr<std::unique_ptr<Graphs>> Graphs::Build(const std::vector<PortSpec>& specs,
                                                      const DataplaneOptions& options, const Ports& ports,
                                                      Topology& topology, Firewall& firewall, const TscClock& clock) {
  absl::StatusOr<GraphNodes> nodes = RegisterNodes(specs, options, topology, ports.plan());
  if (!nodes.ok()) return nodes.status();
  std::unique_ptr<Graphs> graphs(new Graphs);
  const QueuePlan& plan = ports.plan();
  auto handoff = Handoff::Make(plan);
  if (!handoff.ok()) return handoff.status();
  graphs->handoff_ = *std::move(handoff);
  graphs->flow_spread_ = std::make_unique<FlowSpread>(HashSecret::Random(), plan.workers());
  if (options.reassembly.enabled) {
    graphs->whole_pool_.reset(MakeWholePool(plan.workers()));
    if (graphs->whole_pool_ == nullptr) return GraphError("buffers for reassembly");
  }
  for (unsigned worker = 0; worker < plan.workers(); ++worker) {
    auto context = std::make_unique<GraphContext>();
    context->worker_index = worker;
    context->firewall = &firewall;
    context->clock = &clock;
    context->plan = &plan;
    context->topology = &topology;
    context->handoff = graphs->handoff_.get();
    context->flow_spread = graphs->flow_spread_.get();
    if (plan.SpreadsAny()) context->handoff_bursts.resize(plan.workers());
    context->mbufs = ports.mbufs();
    context->data_room = rte_pktmbuf_data_room_size(ports.mbufs()) - std::size_t{RTE_PKTMBUF_HEADROOM};
    context->whole_pool = graphs->whole_pool_.get();
    for (PortIndex port = 0; port < plan.ports(); ++port) {
      context->devices.push_back(ports.device(port));
      const bool tunnels = topology.kind(port) == PortKind::kTunnelEnd;
      context->mtus.push_back(static_cast<std::uint16_t>(ports.Mtu(port) - (tunnels ? kVxlanMtuBytes : 0)));
    }
    context->port_of_node = nodes->port_of_node;
    AddImpairers(options.impairment, *context);
    if (absl::Status status = AddReassembly(options.reassembly, *context); !status.ok()) return status;
    graphs->contexts_.push_back(std::move(context));
    graphs->graphs_.push_back(nullptr);
    if (!plan.IsBusy(worker)) continue;
    if (absl::Status status = graphs->BuildOne(worker, *nodes); !status.ok()) return status;
  }
  auto tracer = Tracer::Make(graphs->graphs_, graphs->contexts_);
  if (!tracer.ok()) return tracer.status();
  graphs->tracer_ = *std::move(tracer);
  graphs->cluster_ = MakeCluster(graphs->stats_);
  if (graphs->cluster_ == nullptr) return GraphError("statistics");
  return graphs;
}

absl::Status Graphs::BuildOne(unsigned worker, const GraphNodes& nodes) {
  GraphContext& context = *contexts_[worker];
  context.worker = &context.firewall->AddWorker();
  // The sources; all nodes that can be reached from them join by themselves.
  std::vector<const char*> sources;
  for (PortIndex port = 0; port < context.plan->ports(); ++port) {
    if (context.plan->RxQueueOf(worker, port)) sources.push_back(nodes.rx[port].c_str());
  }
  const std::size_t handed = context.handoff->Spread(worker).from.size() + context.handoff->Send(worker).from.size();
  const std::size_t bursts = sources.size() + handed;
  for (const std::string& source : nodes.sources) sources.push_back(source.c_str());
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
  ReserveFrames(graphs_[worker], context, bursts);
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

std::optional<ImpairmentCounters> Graphs::Impaired(std::unique_ptr<Impairer> GraphContext::*side) const {
  std::optional<ImpairmentCounters> sum;
  for (const auto& context : contexts_) {
    const Impairer* impairer = ((*context).*side).get();
    if (impairer == nullptr) continue;
    const ImpairmentCounters counters = impairer->Counters();
    if (!sum) sum.emplace();
    sum->lost += counters.lost;
    sum->duplicated += counters.duplicated;
    sum->reordered += counters.reordered;
  }
  return sum;
}

Graphs::~Graphs() {
  if (cluster_ != nullptr) rte_graph_cluster_stats_destroy(cluster_);
  for (rte_graph* graph : graphs_) {
    if (graph != nullptr) rte_graph_destroy(graph->id);
  }
}

}  // namespace tidegate
