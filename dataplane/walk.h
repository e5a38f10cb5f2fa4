// One round of a worker's graph.
#ifndef TIDEGATE_DATAPLANE_WALK_H_
#define TIDEGATE_DATAPLANE_WALK_H_

#include <rte_common.h>
#include <rte_cycles.h>
#include <rte_graph_worker.h>
#include <rte_prefetch.h>

#include <cstdint>
#include <string_view>

#include "graph_context.h"
#include "nodes/nodes.h"

namespace tidegate {

struct Walked {
  std::uint64_t packets = 0;  // that the sources brought
  std::uint64_t end = 0;      // the time-stamp counter
};

// The packets that are gathered from the sources of a graph before they go on: with up to two ports none waits. Other
// sources, such as what reassembly gives up, do not count.
inline std::uint64_t EnoughToGoOn(const rte_graph* graph) {
  constexpr int kPortsAlone = 2;
  int ports = 0;
  for (auto source = static_cast<std::int32_t>(graph->head); source < 0; ++source) {
    const auto* const node = static_cast<const rte_node*>(RTE_PTR_ADD(graph, graph->cir_start[source]));
    ports += std::string_view(node->parent) == kRxNode;
  }
  return ports <= kPortsAlone ? 1 : kRxBurst;
}

// As rte_graph_walk(), with three differences.
//   Sources are asked in the order of the configuration's ports.
//   Not all of them are asked before anything goes on. With two ports, what a source node brings is on its way out
//   before the next one is asked: a kernel behind a packet socket answers while the packet is being sent, so the answer
//   is found in the same round, and nothing waits for what the other port sends. With more ports, what they bring is
//   gathered up to a burst: fifteen ports with a packet each cost half as much that way (docs/performance.md), and a
//   packet waits at most for a burst to be received.
//   A node's time ends where the next one's begins, so each node costs one reading of the time-stamp counter, not two.
// `enough`: EnoughToGoOn() of the graph.
inline Walked WalkGraph(rte_graph* graph, std::uint64_t enough) {
  const rte_graph_off_t* const nodes = graph->cir_start;  // the sources stand before it, what is pending behind
  std::uint64_t time = rte_rdtsc();
  const auto run = [&](std::int32_t at) {
    auto* const node = static_cast<rte_node*>(RTE_PTR_ADD(graph, nodes[at]));
    rte_prefetch0(node->objs);
    const std::uint16_t count = node->process(graph, node, node->objs, node->idx);
    const std::uint64_t now = rte_rdtsc();
    node->total_cycles += now - time;
    node->total_calls++;
    node->total_objs += count;
    node->idx = 0;
    time = now;
    return count;
  };
  Walked walked;
  const auto last = static_cast<std::int32_t>(graph->head);
  std::uint64_t before = 0;  // packets of sources whose packets have gone on
  // The last one was registered first.
  for (std::int32_t source = -1; source >= last; --source) {
    walked.packets += run(source);
    if (walked.packets - before < enough && source != last) continue;
    before = walked.packets;
    for (std::uint32_t next = 0; next != graph->tail; next = (next + 1) & graph->cir_mask) {
      run(static_cast<std::int32_t>(next));
    }
    graph->tail = 0;
  }
  walked.end = time;
  return walked;
}

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_WALK_H_
