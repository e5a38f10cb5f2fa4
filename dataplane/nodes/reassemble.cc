// Puts fragments together before the firewall sees them, which needs the ports that only the first one has. Other
// packets that come along go straight on: a look at one word of the IP header is all they pay.
#include <rte_branch_prediction.h>
#include <rte_mbuf.h>
#include <rte_prefetch.h>

#include "graph_context.h"
#include "nodes/nodes.h"
#include "reassembly/fragment.h"
#include "reassembly/reassembly.h"
#include "switching/mbuf_route.h"

namespace tidegate {
namespace {

enum Edge : rte_edge_t { kToFirewall, kToInvalid, kToTableFull, kToTimeout };

struct ReassembleContext {
  Reassembly* reassembly;
  const TscClock* clock;
};

Edge EdgeOf(DropReason reason) {
  switch (reason) {
    case DropReason::kFragmentTableFull:
      return kToTableFull;
    case DropReason::kFragmentTimeout:
      return kToTimeout;
    default:
      return kToInvalid;
  }
}

void Drop(rte_graph* graph, rte_node* node, const DroppedFragments& dropped) {
  for (std::size_t i = 0; i < dropped.count; ++i) {
    rte_node_enqueue_x1(graph, node, EdgeOf(dropped.reasons[i]), dropped.buffers[i]);
  }
}

bool IsSuspect(const rte_mbuf* mbuf) { return MayBeFragment(rte_pktmbuf_mtod(mbuf, const std::uint8_t*)); }

// Hands on what `mbuf` turns out to be: itself, a packet that it completes, or nothing yet.
void Take(rte_graph* graph, rte_node* node, const ReassembleContext& context, rte_mbuf* mbuf) {
  const auto fragment = ReadFragment(rte_pktmbuf_mtod(mbuf, const std::uint8_t*), mbuf->data_len, mbuf->pkt_len,
                                     mbuf->port, RouteOf(mbuf));
  if (!fragment) return rte_node_enqueue_x1(graph, node, kToFirewall, mbuf);
  DroppedFragments dropped;
  const WholePacket* whole = context.reassembly->table.Add(*fragment, mbuf, context.clock->Now(), dropped);
  rte_mbuf* joined = whole == nullptr ? nullptr : context.reassembly->joiner->Join(*whole, dropped);
  if (joined != nullptr) rte_node_enqueue_x1(graph, node, kToFirewall, joined);
  Drop(graph, node, dropped);
}

// Runs of packets between fragments are handed on in one go, in their order.
void Sort(rte_graph* graph, rte_node* node, const ReassembleContext& context, void** objs, std::uint16_t count) {
  for (std::uint16_t begin = 0, end; begin < count; begin = end) {
    for (end = begin; end < count && !IsSuspect(static_cast<rte_mbuf*>(objs[end])); ++end) {
    }
    if (end > begin) {
      rte_node_enqueue(graph, node, kToFirewall, objs + begin, static_cast<std::uint16_t>(end - begin));
    }
    if (end < count) Take(graph, node, context, static_cast<rte_mbuf*>(objs[end++]));
  }
}

std::uint16_t Process(rte_graph* graph, rte_node* node, void** objs, std::uint16_t count) {
  auto** mbufs = reinterpret_cast<rte_mbuf**>(objs);
  for (std::uint16_t i = 0; i < count; ++i) rte_prefetch0(rte_pktmbuf_mtod(mbufs[i], void*));
  bool any = false;
  for (std::uint16_t i = 0; i < count; ++i) any |= IsSuspect(mbufs[i]);
  if (unlikely(any)) {
    Sort(graph, node, NodeContext<ReassembleContext>(node), objs, count);
  } else {
    rte_node_next_stream_move(graph, node, kToFirewall);  // exchanges two pointers
  }
  return count;
}

// The source: drops what has waited too long, though no fragment comes any more.
std::uint16_t Expire(rte_graph* graph, rte_node* node, void**, std::uint16_t) {
  const auto context = NodeContext<ReassembleContext>(node);
  FragmentTable& table = context.reassembly->table;
  if (likely(table.packets() == 0)) return 0;
  DroppedFragments dropped;
  table.Expire(context.clock->Now(), dropped);
  Drop(graph, node, dropped);
  return static_cast<std::uint16_t>(dropped.count);
}

int Init(const rte_graph*, rte_node* node) {
  const GraphContext& graph = *graph_in_construction;
  SetNodeContext(node, ReassembleContext{.reassembly = graph.reassembly.get(), .clock = graph.clock});
  return 0;
}

}  // namespace

bool RegisterReassembleNodes() {
  const std::vector<std::string> next = {kFirewallNode, DropNodeName(DropReason::kFragmentInvalid),
                                         DropNodeName(DropReason::kFragmentTableFull),
                                         DropNodeName(DropReason::kFragmentTimeout)};
  const rte_node_t both[] = {
      RegisterNode({.name = kReassembleNode, .process = Process, .init = Init, .next = next}),
      RegisterNode({.name = kReassembleSource, .process = Expire, .init = Init, .is_source = true, .next = next}),
  };
  return !rte_node_is_invalid(both[0]) && !rte_node_is_invalid(both[1]);
}

}  // namespace tidegate
