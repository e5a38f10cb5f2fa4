// Sends to one port. There is a clone for each port, and in each worker's graph it has a transmit queue of its own, or
// hands the packets to a worker that has one.
#include <rte_branch_prediction.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>
#include <rte_ring.h>

#include "graph_context.h"
#include "nodes/nodes.h"

namespace tidegate {
namespace {

enum Edge : rte_edge_t { kToQueueFull, kToHandoffFull };

struct TxContext {
  std::uint16_t device;
  std::uint16_t queue;
};

// Of a worker without a queue: the way to the one that sends for it.
struct HandoffContext {
  rte_ring* ring;  // null: no packet ever comes here
  PortIndex port;
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

// From here on the mbuf's port is the one that it leaves by, which the other worker goes by.
std::uint16_t HandOver(rte_graph* graph, rte_node* node, void** objs, std::uint16_t count) {
  const auto context = NodeContext<HandoffContext>(node);
  for (std::uint16_t i = 0; i < count; ++i) static_cast<rte_mbuf*>(objs[i])->port = context.port;
  const unsigned taken = context.ring == nullptr ? 0 : rte_ring_sp_enqueue_burst(context.ring, objs, count, nullptr);
  if (unlikely(taken < count)) {
    rte_node_enqueue(graph, node, kToHandoffFull, objs + taken, static_cast<std::uint16_t>(count - taken));
  }
  return count;
}

int Init(const rte_graph*, rte_node* node) {
  const GraphContext& graph = *graph_in_construction;
  const PortIndex port = graph.port_of_node.at(node->id);
  if (const auto queue = graph.plan->TxQueueOf(graph.worker_index, port)) {
    SetNodeContext(node, TxContext{.device = graph.devices[port], .queue = *queue});
    return 0;
  }
  // A worker that never sends to this port has the node in its graph all the same.
  const auto sender = graph.plan->SenderFor(graph.worker_index, port);
  rte_ring* ring = sender ? graph.handoff->Send(graph.worker_index).to[*sender] : nullptr;
  node->process = HandOver;
  SetNodeContext(node, HandoffContext{.ring = ring, .port = port});
  return 0;
}

}  // namespace

rte_node_t RegisterTxNode() {
  return RegisterNode({.name = kTxNode,
                       .process = Process,
                       .init = Init,
                       .next = {DropNodeName(DropReason::kTxQueueFull), DropNodeName(DropReason::kHandoffFull)}});
}

}  // namespace tidegate
