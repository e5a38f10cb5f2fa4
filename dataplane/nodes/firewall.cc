// Asks the firewall about every packet and sends it towards the port that its route names, or to the drop node of the
// reason.
#include <rte_branch_prediction.h>
#include <rte_ether.h>
#include <rte_mbuf.h>
#include <rte_prefetch.h>

#include <algorithm>

#include "graph_context.h"
#include "nodes/nodes.h"
#include "nodes/runs.h"
#include "nodes/rx_checksum.h"
#include "nodes/tx_checksum.h"
#include "switching/mbuf_route.h"

namespace tidegate {
namespace {

// Edges: first one towards each port, by its number, then one to the drop node of each reason, then those for packets
// that are too big and for packets that came in fragments.
constexpr rte_edge_t DropEdge(std::size_t ports, DropReason reason) {
  return static_cast<rte_edge_t>(ports + static_cast<std::size_t>(reason) - 1);  // kNone has no node
}

constexpr rte_edge_t TooBigEdge(std::size_t ports) { return static_cast<rte_edge_t>(ports + kDropReasonCount - 1); }
constexpr rte_edge_t FragmentEdge(std::size_t ports) { return static_cast<rte_edge_t>(ports + kDropReasonCount); }

struct FirewallContext {
  const GraphContext* graph;
};

void Describe(const GraphContext& context, rte_mbuf* const* mbufs, std::uint16_t count, FirewallBurst& burst) {
  for (std::uint16_t i = 0; i < count; ++i) {
    const rte_mbuf& mbuf = *mbufs[i];
    const Route route = RouteOf(&mbuf);
    burst.packets[i] = {.data = rte_pktmbuf_mtod(&mbuf, const std::uint8_t*),
                        .captured = mbuf.data_len,
                        .on_wire = mbuf.pkt_len,
                        .from = mbuf.port,
                        .to = route.to,
                        .zone = context.topology->network(route.network).zone,
                        .checksum = RxChecksum(mbuf),
                        .to_many = route.to_many != 0};
  }
}

// Only what was put together of fragments has a buffer of that pool.
rte_edge_t PassEdge(const GraphContext& context, const rte_mbuf* mbuf, PortIndex to) {
  if (unlikely(mbuf->pool == context.whole_pool)) return FragmentEdge(context.mtus.size());
  // Not every device can send a chain of buffers, and none is asked to fill in checksums.
  const bool fits = mbuf->pkt_len <= context.mtus[to] + std::uint32_t{RTE_ETHER_HDR_LEN} && mbuf->nb_segs == 1 &&
                    !LacksChecksum(mbuf);
  return likely(fits) ? to : TooBigEdge(context.mtus.size());
}

void ChooseEdges(const GraphContext& context, rte_mbuf* const* mbufs, std::uint16_t count, FirewallBurst& burst) {
  for (std::uint16_t i = 0; i < count; ++i) {
    const PacketResult& result = burst.results[i];
    burst.edges[i] = likely(result.verdict == Verdict::kPass) ? PassEdge(context, mbufs[i], burst.packets[i].to)
                                                              : DropEdge(context.mtus.size(), result.reason);
  }
}

// A frame holds what all ports received in this walk; the firewall takes it in bursts. One reading of the clock does
// for the whole frame.
std::uint16_t Process(rte_graph* graph, rte_node* node, void** objs, std::uint16_t total) {
  const GraphContext& context = *NodeContext<FirewallContext>(node).graph;
  const TimeNs now = context.clock->Now();
  auto** mbufs = reinterpret_cast<rte_mbuf**>(objs);
  for (std::uint16_t i = 0; i < total; ++i) rte_prefetch0(rte_pktmbuf_mtod(mbufs[i], void*));
  FirewallBurst& burst = *context.firewall_burst;
  for (std::uint16_t done = 0; done < total;) {
    const auto count = static_cast<std::uint16_t>(std::min<std::size_t>(total - done, Firewall::kMaxBurst));
    Describe(context, mbufs + done, count, burst);
    context.firewall->Process(*context.worker, {burst.packets.data(), count}, now, {burst.results.data(), count});
    ChooseEdges(context, mbufs + done, count, burst);
    EnqueueRuns(graph, node, objs + done, count, [&burst](std::uint16_t i) { return burst.edges[i]; });
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
  next.emplace_back(kTooBigNode);
  if (!fragment_node.empty()) next.push_back(fragment_node);
  return RegisterNode({.name = kFirewallNode, .process = Process, .init = Init, .next = next});
}

}  // namespace tidegate
