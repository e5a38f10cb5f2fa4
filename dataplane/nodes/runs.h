// Handing packets on: neighbours mostly go the same way, and each run of them goes in one call.
#ifndef TIDEGATE_DATAPLANE_NODES_RUNS_H_
#define TIDEGATE_DATAPLANE_NODES_RUNS_H_

#include <rte_graph_worker.h>

#include <cstdint>

namespace tidegate {

// `edge_of` is asked for each index, in order, once.
template <class EdgeOf>
void EnqueueRuns(rte_graph* graph, rte_node* node, void** objs, std::uint16_t count, const EdgeOf& edge_of) {
  if (count == 0) return;
  std::uint16_t begin = 0;
  rte_edge_t edge = edge_of(std::uint16_t{0});
  for (std::uint16_t i = 1; i < count; ++i) {
    const rte_edge_t next = edge_of(i);
    if (next == edge) continue;
    rte_node_enqueue(graph, node, edge, objs + begin, static_cast<std::uint16_t>(i - begin));
    begin = i;
    edge = next;
  }
  rte_node_enqueue(graph, node, edge, objs + begin, static_cast<std::uint16_t>(count - begin));
}

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_NODES_RUNS_H_
