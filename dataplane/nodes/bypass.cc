// Sends what comes in at a wire without a firewall to its other end, and nothing else: what a packet costs without us.
#include <rte_branch_prediction.h>
#include <rte_mbuf.h>

#include "graph_context.h"
#include "nodes/nodes.h"
#include "nodes/runs.h"
#include "nodes/tx_checksum.h"
#include "switching/mbuf_route.h"

namespace tidegate {
namespace {

// Edges: first one towards each port, by its number, then the drop of what came in a chain of buffers: it is larger
// than any port could send.
struct BypassContext {
  rte_edge_t drop;
};

std::uint16_t Process(rte_graph* graph, rte_node* node, void** objs, std::uint16_t count) {
  const rte_edge_t drop = NodeContext<BypassContext>(node).drop;
  EnqueueRuns(graph, node, objs, count, [&](std::uint16_t i) -> rte_edge_t {
    const auto* mbuf = static_cast<const rte_mbuf*>(objs[i]);
    return likely(mbuf->nb_segs == 1) ? RouteOf(mbuf).to : drop;
  });
  return count;
}

int Init(const rte_graph*, rte_node* node) {
  SetNodeContext(node, BypassContext{static_cast<rte_edge_t>(graph_in_construction->mtus.size())});
  return 0;
}

}  // namespace

rte_node_t RegisterBypassNode(const std::vector<std::string>& next_of_port) {
  std::vector<std::string> next = next_of_port;
  next.push_back(DropNodeName(DropReason::kTooBig));
  return RegisterNode({.name = kBypassNode, .process = Process, .init = Init, .next = next});
}

}  // namespace tidegate
