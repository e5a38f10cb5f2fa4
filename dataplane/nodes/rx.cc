// Source node: takes a burst from the receive queue of one port. There is a clone for each port; a worker's graph holds
// those whose queues it polls.
#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include "graph_context.h"
#include "nodes/nodes.h"

namespace tidegate {
namespace {

enum Edge : rte_edge_t { kToNext };

struct RxContext {
  std::uint16_t device;
  std::uint16_t queue;
  PortIndex port;
};

std::uint16_t Process(rte_graph* graph, rte_node* node, void**, std::uint16_t) {
  const auto context = NodeContext<RxContext>(node);
  // Straight into the next node's frame: nothing is copied between the two.
  auto** mbufs = reinterpret_cast<rte_mbuf**>(rte_node_next_stream_get(graph, node, kToNext, kRxBurst));
  const std::uint16_t count = rte_eth_rx_burst(context.device, context.queue, mbufs, kRxBurst);
  // From here on the mbuf's port is the configuration's number, which the next nodes index with.
  for (std::uint16_t i = 0; i < count; ++i) mbufs[i]->port = context.port;
  rte_node_next_stream_put(graph, node, kToNext, count);
  return count;
}

int Init(const rte_graph*, rte_node* node) {
  const GraphContext& graph = *graph_in_construction;
  const PortIndex port = graph.port_of_node.at(node->id);
  const std::uint16_t queue = *graph.plan->RxQueueOf(graph.worker_index, port);
  SetNodeContext(node, RxContext{.device = graph.devices[port], .queue = queue, .port = port});
  return 0;
}

}  // namespace

rte_node_t RegisterRxNode(const std::string& next) {
  return RegisterNode({.name = kRxNode, .process = Process, .init = Init, .is_source = true, .next = {next}});
}

}  // namespace tidegate
