// What comes in at the port that ends tunnels: takes the outer headers off VXLAN packets of our networks and answers
// ARP for our own address. Nothing else is for us.
#include <rte_mbuf.h>
#include <rte_prefetch.h>

#include <algorithm>

#include "graph_context.h"
#include "nodes/drop_edges.h"
#include "nodes/nodes.h"
#include "nodes/runs.h"
#include "overlay/vxlan.h"
#include "switching/mbuf_route.h"

namespace tidegate {
namespace {

enum Edge : rte_edge_t { kToSwitch, kToUnderlay, kToHeard, kFirstDrop };

constexpr DropEdges<5> kDrops{kFirstDrop,
                              {DropReason::kNotVxlan, DropReason::kBadVxlan, DropReason::kUnknownVni,
                               DropReason::kUnknownVtep, DropReason::kCongestionLost}};

// What the device said of the outer headers is nothing that is known of the inner ones.
constexpr std::uint64_t kOuterFlags = RTE_MBUF_F_RX_IP_CKSUM_MASK | RTE_MBUF_F_RX_L4_CKSUM_MASK |
                                      RTE_MBUF_F_RX_OUTER_L4_CKSUM_MASK | RTE_MBUF_F_RX_OUTER_IP_CKSUM_BAD;

struct DecapContext {
  const GraphContext* graph;
};

rte_edge_t TakeArp(const GraphContext& context, rte_mbuf* mbuf) {
  Underlay& underlay = *context.topology->underlay();
  auto* frame = rte_pktmbuf_mtod(mbuf, std::uint8_t*);
  const std::optional<ArpMessage> arp = ReadArp(frame, mbuf->data_len);
  if (!arp) return kDrops.To(DropReason::kNotVxlan);
  underlay.neighbours().Hear(arp->sender, arp->sender_mac, context.clock->Now());
  if (arp->operation != kArpRequest || arp->target != underlay.own()) return kToHeard;
  WriteArpReply(frame, underlay.own_mac(), underlay.own(), *arp);
  return kToUnderlay;
}

rte_edge_t Take(const GraphContext& context, rte_mbuf* mbuf) {
  const Topology& topology = *context.topology;
  Underlay& underlay = *context.topology->underlay();
  VxlanOuter outer;
  const DropReason reason = ReadVxlan(rte_pktmbuf_mtod(mbuf, const std::uint8_t*), mbuf->data_len, underlay.own(),
                                      underlay.udp_port(), outer);
  if (reason == DropReason::kNotVxlan) return TakeArp(context, mbuf);
  if (reason != DropReason::kNone) return kDrops.Of(reason);
  const NetworkIndex network = topology.NetworkOf(outer.vni);
  if (network == kNoNetwork) return kDrops.To(DropReason::kUnknownVni);
  const TunnelIndex tunnel = underlay.TunnelFrom(outer.source);
  const std::vector<TunnelIndex>& known = topology.network(network).tunnels;
  if (!std::binary_search(known.begin(), known.end(), tunnel)) return kDrops.To(DropReason::kUnknownVtep);
  rte_pktmbuf_adj(mbuf, static_cast<std::uint16_t>(outer.bytes));
  if (!TakeOverEcn(rte_pktmbuf_mtod(mbuf, std::uint8_t*), mbuf->data_len, outer.ecn)) {
    return kDrops.To(DropReason::kCongestionLost);
  }
  mbuf->ol_flags &= ~kOuterFlags;
  mbuf->packet_type = 0;
  SetRoute(mbuf, {.network = network, .from_tunnel = tunnel});
  return kToSwitch;
}

std::uint16_t Process(rte_graph* graph, rte_node* node, void** objs, std::uint16_t count) {
  const GraphContext& context = *NodeContext<DecapContext>(node).graph;
  for (std::uint16_t i = 0; i < count; ++i) rte_prefetch0(rte_pktmbuf_mtod(static_cast<rte_mbuf*>(objs[i]), void*));
  EnqueueRuns(graph, node, objs, count,
              [&](std::uint16_t i) { return Take(context, static_cast<rte_mbuf*>(objs[i])); });
  return count;
}

int Init(const rte_graph*, rte_node* node) {
  SetNodeContext(node, DecapContext{graph_in_construction});
  return 0;
}

}  // namespace

rte_node_t RegisterVxlanDecapNode(const std::string& tx_underlay) {
  return RegisterNode({.name = kVxlanDecapNode,
                       .process = Process,
                       .init = Init,
                       .next = kDrops.Behind({kSwitchNode, tx_underlay, kHeardNode})});
}

}  // namespace tidegate
