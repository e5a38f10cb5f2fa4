// Source node: takes a burst from the receive queue of one port. There is a clone for each port; a worker's graph holds
// those whose queues it polls.
#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include "graph_context.h"
#include "nodes/entry.h"
#include "nodes/nodes.h"
#include "switching/mbuf_route.h"

namespace tidegate {
namespace {

// Edges: the entries, then the one for packets that are to be spread over the workers.
constexpr rte_edge_t kToSpread = kEntryEdges;

struct RxContext {
  Route route;
  std::uint16_t device;
  std::uint16_t queue;
  PortIndex port;
  rte_edge_t edge;
};

std::uint16_t Process(rte_graph* graph, rte_node* node, void**, std::uint16_t) {
  const auto context = NodeContext<RxContext>(node);
  // Straight into the next node's frame: nothing is copied between the two.
  auto** mbufs = reinterpret_cast<rte_mbuf**>(rte_node_next_stream_get(graph, node, context.edge, kRxBurst));
  const std::uint16_t count = rte_eth_rx_burst(context.device, context.queue, mbufs, kRxBurst);
  // From here on the mbuf's port is the configuration's number, which the next nodes index with.
  for (std::uint16_t i = 0; i < count; ++i) {
    mbufs[i]->port = context.port;
    SetRoute(mbufs[i], context.route);
  }
  rte_node_next_stream_put(graph, node, context.edge, count);
  return count;
}

int Init(const rte_graph*, rte_node* node) {
  const GraphContext& graph = *graph_in_construction;
  const PortIndex port = graph.port_of_node.at(node->id);
  const std::uint16_t queue = *graph.plan->RxQueueOf(graph.worker_index, port);
  SetNodeContext(
      node, RxContext{.route = graph.topology->RouteFrom(port),
                      .device = graph.devices[port],
                      .queue = queue,
                      .port = port,
                      .edge = graph.plan->Spreads(port) ? kToSpread : rte_edge_t{EntryEdgeOf(*graph.topology, port)}});
  return 0;
}

}  // namespace

rte_node_t RegisterRxNode(const RxNext& next, const std::string& spread_node) {
  std::vector<std::string> names = EntryNames(next);
  if (!spread_node.empty()) names.push_back(spread_node);
  return RegisterNode({.name = kRxNode, .process = Process, .init = Init, .is_source = true, .next = names});
}

}  // namespace tidegate
