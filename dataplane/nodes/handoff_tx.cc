// Source node: takes what other workers want to have sent through transmit queues that only this one has (nodes/tx.cc).
#include <rte_mbuf.h>
#include <rte_prefetch.h>
#include <rte_ring.h>

#include "graph_context.h"
#include "nodes/nodes.h"
#include "nodes/runs.h"

namespace tidegate {
namespace {

// Edges: one to the tx node of each port, by its number.
struct HandoffTxContext {
  const HandoffEnds* ends;
};

std::uint16_t Process(rte_graph* graph, rte_node* node, void**, std::uint16_t) {
  const HandoffEnds& ends = *NodeContext<HandoffTxContext>(node).ends;
  void* packets[kRxBurst] = {};
  unsigned total = 0;
  for (rte_ring* ring : ends.from) {
    const unsigned count = rte_ring_sc_dequeue_burst(ring, packets, kRxBurst, nullptr);
    if (count == 0) continue;
    for (unsigned i = 0; i < count; ++i) rte_prefetch0(packets[i]);
    EnqueueRuns(graph, node, packets, static_cast<std::uint16_t>(count),
                [&packets](std::uint16_t i) -> rte_edge_t { return static_cast<const rte_mbuf*>(packets[i])->port; });
    total += count;
  }
  return static_cast<std::uint16_t>(total);
}

int Init(const rte_graph*, rte_node* node) {
  const GraphContext& graph = *graph_in_construction;
  SetNodeContext(node, HandoffTxContext{&graph.handoff->Send(graph.worker_index)});
  return 0;
}

}  // namespace

rte_node_t RegisterHandoffTxNode(const std::vector<std::string>& tx_of_port) {
  return RegisterNode(
      {.name = kHandoffTxSource, .process = Process, .init = Init, .is_source = true, .next = tx_of_port});
}

}  // namespace tidegate
