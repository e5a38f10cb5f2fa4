// Source node: takes a burst from the receive queue of one port. There is a clone for each port; a worker's graph holds
// those whose queues it polls. What a wire brings passes reassembly only if there is a fragment in the burst: one more
// node costs a burst of two packets 250 cycles, where a packet socket's system call has just used the caches.
#include <rte_branch_prediction.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>
#include <rte_prefetch.h>

#include "graph_context.h"
#include "nodes/entry.h"
#include "nodes/nodes.h"
#include "reassembly/fragment.h"
#include "switching/mbuf_route.h"

namespace tidegate {
namespace {

// Edges: the entries, then what lies behind reassembly, then the one for packets that are to be spread over the
// workers.
constexpr rte_edge_t kPastReassembly = kEntryEdges;
constexpr rte_edge_t kToSpread = kEntryEdges + 1;

struct RxContext {
  Route route;
  std::uint16_t device;
  std::uint16_t queue;
  PortIndex port;
  std::uint8_t edge;
  std::uint8_t edge_of_fragments;  // and of what came in with them, which keeps the order
};

bool HasFragments(rte_mbuf* const* mbufs, std::uint16_t count) {
  for (std::uint16_t i = 0; i < count; ++i) rte_prefetch0(rte_pktmbuf_mtod(mbufs[i], void*));
  bool any = false;
  for (std::uint16_t i = 0; i < count; ++i) any |= MayBeFragment(rte_pktmbuf_mtod(mbufs[i], const std::uint8_t*));
  return any;
}

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
  if (context.edge != context.edge_of_fragments && unlikely(HasFragments(mbufs, count))) {
    rte_node_enqueue(graph, node, context.edge_of_fragments, reinterpret_cast<void**>(mbufs), count);
    return count;
  }
  rte_node_next_stream_put(graph, node, context.edge, count);
  return count;
}

// To different nodes.
bool LeadApart(const rte_node* node, rte_edge_t one, rte_edge_t other) {
  return node->nodes[one] != node->nodes[other];
}

int Init(const rte_graph*, rte_node* node) {
  const GraphContext& graph = *graph_in_construction;
  const PortIndex port = graph.port_of_node.at(node->id);
  const std::uint16_t queue = *graph.plan->RxQueueOf(graph.worker_index, port);
  const rte_edge_t entry = graph.plan->Spreads(port) ? kToSpread : rte_edge_t{EntryEdgeOf(*graph.topology, port)};
  // The same, if there is no reassembly or something stands in front of it.
  const bool straight = entry == kToForward && LeadApart(node, kPastReassembly, kToForward);
  SetNodeContext(node, RxContext{.route = graph.topology->RouteFrom(port),
                                 .device = graph.devices[port],
                                 .queue = queue,
                                 .port = port,
                                 .edge = static_cast<std::uint8_t>(straight ? kPastReassembly : entry),
                                 .edge_of_fragments = static_cast<std::uint8_t>(entry)});
  return 0;
}

}  // namespace

rte_node_t RegisterRxNode(const RxNext& next, const std::string& spread_node) {
  std::vector<std::string> names = EntryNames(next);
  names.push_back(next.past_reassembly);
  if (!spread_node.empty()) names.push_back(spread_node);
  return RegisterNode({.name = kRxNode, .process = Process, .init = Init, .is_source = true, .next = names});
}

}  // namespace tidegate
