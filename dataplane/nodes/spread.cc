// Shares out what one worker received among all of them, where the device has too few queues to do it: each packet goes
// to the worker of its connection (handoff/flow_spread.h), over a ring. The source handoff-rx takes out what others
// have put in for this worker, which then is like what it received itself.
#include <rte_branch_prediction.h>
#include <rte_mbuf.h>
#include <rte_prefetch.h>
#include <rte_ring.h>

#include "graph_context.h"
#include "nodes/entry.h"
#include "nodes/nodes.h"
#include "nodes/runs.h"

namespace tidegate {
namespace {

// Edges: the entries, then the drop.
constexpr rte_edge_t kToHandoffFull = kEntryEdges;

struct SpreadContext {
  GraphContext* graph;
};

// Packets of one burst that go to the same worker, so that its ring is touched once for all of them.
void PutIn(rte_graph* graph, rte_node* node, rte_ring* ring, HandoffBurst& burst) {
  void** packets = burst.packets.data();
  const unsigned taken = rte_ring_sp_enqueue_burst(ring, packets, burst.count, nullptr);
  if (unlikely(taken < burst.count)) {
    rte_node_enqueue(graph, node, kToHandoffFull, packets + taken, static_cast<std::uint16_t>(burst.count - taken));
  }
  burst.count = 0;
}

void Spread(rte_graph* graph, rte_node* node, GraphContext& context, void** objs, std::uint16_t count) {
  const FlowSpread& spread = *context.flow_spread;
  const unsigned self = context.worker_index;
  for (std::uint16_t i = 0; i < count; ++i) {
    const auto* mbuf = static_cast<const rte_mbuf*>(objs[i]);
    const unsigned worker = spread.WorkerOf(rte_pktmbuf_mtod(mbuf, const std::uint8_t*), mbuf->data_len).value_or(self);
    HandoffBurst& burst = context.handoff_bursts[worker];
    burst.packets[burst.count++] = objs[i];
  }
  HandoffBurst& own = context.handoff_bursts[self];
  EnqueueRuns(graph, node, own.packets.data(), own.count, [&](std::uint16_t i) -> rte_edge_t {
    return EntryEdgeOf(*context.topology, static_cast<const rte_mbuf*>(own.packets[i])->port);
  });
  own.count = 0;
  for (unsigned worker = 0; worker < context.handoff_bursts.size(); ++worker) {
    HandoffBurst& burst = context.handoff_bursts[worker];
    if (burst.count > 0) PutIn(graph, node, context.handoff->Spread(self).to[worker], burst);
  }
}

std::uint16_t Process(rte_graph* graph, rte_node* node, void** objs, std::uint16_t total) {
  GraphContext& context = *NodeContext<SpreadContext>(node).graph;
  for (std::uint16_t i = 0; i < total; ++i) rte_prefetch0(rte_pktmbuf_mtod(static_cast<rte_mbuf*>(objs[i]), void*));
  for (std::uint16_t done = 0; done < total;) {
    const auto count = static_cast<std::uint16_t>(std::min<std::size_t>(total - done, kRxBurst));
    Spread(graph, node, context, objs + done, count);
    done = static_cast<std::uint16_t>(done + count);
  }
  return total;
}

std::uint16_t TakeOut(rte_graph* graph, rte_node* node, void**, std::uint16_t) {
  const GraphContext& context = *NodeContext<SpreadContext>(node).graph;
  void* packets[kRxBurst] = {};
  unsigned total = 0;
  for (rte_ring* ring : context.handoff->Spread(context.worker_index).from) {
    const unsigned count = rte_ring_sc_dequeue_burst(ring, packets, kRxBurst, nullptr);
    if (count == 0) continue;
    for (unsigned i = 0; i < count; ++i) rte_prefetch0(packets[i]);
    EnqueueRuns(graph, node, packets, static_cast<std::uint16_t>(count), [&](std::uint16_t i) -> rte_edge_t {
      return EntryEdgeOf(*context.topology, static_cast<const rte_mbuf*>(packets[i])->port);
    });
    total += count;
  }
  return static_cast<std::uint16_t>(total);
}

int Init(const rte_graph*, rte_node* node) {
  SetNodeContext(node, SpreadContext{graph_in_construction});
  return 0;
}

}  // namespace

bool RegisterSpreadNodes(const RxNext& next) {
  std::vector<std::string> names = EntryNames(next);
  names.push_back(DropNodeName(DropReason::kHandoffFull));
  const rte_node_t both[] = {
      RegisterNode({.name = kSpreadNode, .process = Process, .init = Init, .next = names}),
      RegisterNode({.name = kHandoffRxSource, .process = TakeOut, .init = Init, .is_source = true, .next = names}),
  };
  return !rte_node_is_invalid(both[0]) && !rte_node_is_invalid(both[1]);
}

}  // namespace tidegate
