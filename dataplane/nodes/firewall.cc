// Asks the firewall about every packet and sends it to the transmit node of its port's peer, or to the drop node of
// the reason.
#include <rte_branch_prediction.h>
#include <rte_mbuf.h>
#include <rte_prefetch.h>

#include <algorithm>
#include <array>

#include "graph_context.h"
#include "nodes/nodes.h"
#include "nodes/rx_checksum.h"

namespace tidegate {
namespace {

// Edges: first one towards each port, by its number, then one to the drop node of each reason, then the one for packets
// that came in fragments.
constexpr rte_edge_t DropEdge(std::size_t ports, DropReason reason) {
  return static_cast<rte_edge_t>(ports + static_cast<std::size_t>(reason) - 1);  // kNone has no node
}

constexpr rte_edge_t FragmentEdge(std::size_t ports) { return static_cast<rte_edge_t>(ports + kDropReasonCount - 1); }

struct FirewallContext {
  const GraphContext* graph;
};

struct Burst {
  std::array<PacketIn, Firewall::kMaxBurst> packets;
  std::array<PacketResult, Firewall::kMaxBurst> results;
  std::array<rte_edge_t, Firewall::kMaxBurst> edges;
};

void Describe(const GraphContext& context, rte_mbuf* const* mbufs, std::uint16_t count, Burst& burst) {
  for (std::uint16_t i = 0; i < count; ++i) {
    const rte_mbuf& mbuf = *mbufs[i];
    const Wire& wire = context.wires[mbuf.port];
    burst.packets[i] = {.data = rte_pktmbuf_mtod(&mbuf, const std::uint8_t*),
                        .captured = mbuf.data_len,
                        .on_wire = mbuf.pkt_len,
                        .from = mbuf.port,
                        .to = wire.peer,
                        .zone = wire.zone,
                        .checksum = RxChecksum(mbuf)};
  }
}

// Only what was put together of fragments has a buffer of that pool.
rte_edge_t PassEdge(const GraphContext& context, const rte_mbuf* mbuf, PortIndex to) {
  return likely(mbuf->pool != context.whole_pool) ? to : FragmentEdge(context.wires.size());
}

void ChooseEdges(const GraphContext& context, rte_mbuf* const* mbufs, std::uint16_t count, Burst& burst) {
  for (std::uint16_t i = 0; i < count; ++i) {
    const PacketResult& result = burst.results[i];
    burst.edges[i] = likely(result.verdict == Verdict::kPass) ? PassEdge(context, mbufs[i], burst.packets[i].to)
                                                              : DropEdge(context.wires.size(), result.reason);
  }
}

// Neighbours mostly go the same way: each run of them is handed on in one go.
void Enqueue(rte_graph* graph, rte_node* node, void** objs, std::uint16_t count, const Burst& burst) {
  for (std::uint16_t begin = 0, end; begin < count; begin = end) {
    const rte_edge_t edge = burst.edges[begin];
    for (end = begin + 1; end < count && burst.edges[end] == edge; ++end) {
    }
    rte_node_enqueue(graph, node, edge, objs + begin, static_cast<std::uint16_t>(end - begin));
  }
}

// A frame holds what all ports received in this walk; the firewall takes it in bursts. One reading of the clock does
// for the whole frame.
std::uint16_t Process(rte_graph* graph, rte_node* node, void** objs, std::uint16_t total) {
  const GraphContext& context = *NodeContext<FirewallContext>(node).graph;
  const TimeNs now = context.clock->Now();
  auto** mbufs = reinterpret_cast<rte_mbuf**>(objs);
  for (std::uint16_t i = 0; i < total; ++i) rte_prefetch0(rte_pktmbuf_mtod(mbufs[i], void*));
  Burst burst;
  for (std::uint16_t done = 0; done < total;) {
    const auto count = static_cast<std::uint16_t>(std::min<std::size_t>(total - done, Firewall::kMaxBurst));
    Describe(context, mbufs + done, count, burst);
    context.firewall->Process(*context.worker, {burst.packets.data(), count}, now, {burst.results.data(), count});
    ChooseEdges(context, mbufs + done, count, burst);
    Enqueue(graph, node, objs + done, count, burst);
    done = static_cast<std::uint16_t>(done + count);
  }
  return total;
}

int Init(const rte_graph*, rte_node* node) {
  SetNodeContext(node, FirewallContext{graph_in_construction});
  return 0;
}

}  // namespace

rte_node_t RegisterFirewallNode(const std::vector<std::string>& next_of_port, const std::string& fragment_node) {
  std::vector<std::string> next = next_of_port;
  for (const DropReasonInfo& info : kDropReasons) {
    if (info.reason != DropReason::kNone) next.push_back(DropNodeName(info.reason));
  }
  if (!fragment_node.empty()) next.push_back(fragment_node);
  return RegisterNode({.name = kFirewallNode, .process = Process, .init = Init, .next = next});
}

}  // namespace tidegate
