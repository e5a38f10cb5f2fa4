// Sends to one port. There is a clone for each port, and in each worker's graph it has a transmit queue of its own.
#include <rte_branch_prediction.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include "graph_context.h"
#include "nodes/nodes.h"

namespace tidegate {
namespace {

enum Edge : rte_edge_t { kToQueueFull };

struct TxContext {
  std::uint16_t device;
  std::uint16_t queue;
};

// What the device does not take at once is dropped: waiting for it would delay every other packet of this worker.
std::uint16_t Process(rte_graph* graph, rte_node* node, void** objs, std::uint16_t count) {
  const auto context = NodeContext<TxContext>(node);
  const std::uint16_t sent = rte_eth_tx_burst(context.device, context.queue, reinterpret_cast<rte_mbuf**>(objs), count);
  if (unlikely(sent < count)) {
    rte_node_enqueue(graph, node, kToQueueFull, objs + sent, static_cast<std::uint16_t>(count - sent));
  }
  return count;
}

int Init(const rte_graph*, rte_node* node) {
  const GraphContext& graph = *graph_in_construction;
  const PortIndex port = graph.port_of_node.at(node->id);
  // A worker that polls nothing whose peer is this port never sends to it; its node still is part of the graph.
  const std::uint16_t queue = graph.plan->TxQueueOf(graph.worker_index, port).value_or(0);
  SetNodeContext(node, TxContext{.device = graph.devices[port], .queue = queue});
  return 0;
}

}  // namespace

rte_node_t RegisterTxNode() {
  return RegisterNode(
      {.name = kTxNode, .process = Process, .init = Init, .next = {DropNodeName(DropReason::kTxQueueFull)}});
}

}  // namespace tidegate
