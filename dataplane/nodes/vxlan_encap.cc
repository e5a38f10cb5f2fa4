// Puts the outer headers of a tunnel in front of packets. Where the next hop's Ethernet address is not known yet, the
// packet is dropped; the source beside this node asks for it (overlay/neighbours.h).
#include <rte_branch_prediction.h>
#include <rte_mbuf.h>
#include <rte_prefetch.h>

#include "graph_context.h"
#include "nodes/drop_edges.h"
#include "nodes/nodes.h"
#include "nodes/runs.h"
#include "overlay/vxlan.h"
#include "switching/mbuf_route.h"

namespace tidegate {
namespace {

enum Edge : rte_edge_t { kToUnderlay, kFirstDrop };

constexpr DropEdges<2> kDrops{kFirstDrop, {DropReason::kNoNeighbour, DropReason::kNoBuffer}};

struct EncapContext {
  const GraphContext* graph;
};

struct AskContext {
  const GraphContext* graph;  // null: another worker asks
  std::uint32_t walks;
};

std::uint16_t Process(rte_graph* graph, rte_node* node, void** objs, std::uint16_t count) {
  const GraphContext& context = *NodeContext<EncapContext>(node).graph;
  Underlay& underlay = *context.topology->underlay();
  for (std::uint16_t i = 0; i < count; ++i) rte_prefetch0(rte_pktmbuf_mtod(static_cast<rte_mbuf*>(objs[i]), void*));
  EnqueueRuns(graph, node, objs, count, [&](std::uint16_t i) -> rte_edge_t {
    auto* mbuf = static_cast<rte_mbuf*>(objs[i]);
    const Route route = RouteOf(mbuf);
    const Underlay::Tunnel& tunnel = underlay.tunnel(route.to_tunnel);
    const std::optional<MacBytes> next_hop = underlay.neighbours().Resolve(tunnel.next_hop);
    if (unlikely(!next_hop)) return kDrops.To(DropReason::kNoNeighbour);
    const auto* inner = rte_pktmbuf_mtod(mbuf, const std::uint8_t*);
    const std::uint32_t entropy = FlowEntropy(inner, mbuf->data_len);
    const std::uint8_t ecn = EcnOf(inner, mbuf->data_len);
    const std::size_t inner_bytes = mbuf->pkt_len;
    auto* outer = reinterpret_cast<std::uint8_t*>(rte_pktmbuf_prepend(mbuf, kVxlanBytes));
    if (unlikely(outer == nullptr)) return kDrops.To(DropReason::kNoBuffer);
    tunnel.header.Write(outer, *next_hop, context.topology->network(route.network).vni, inner_bytes, entropy, ecn);
    return kToUnderlay;
  });
  return count;
}

// The source. Only now and then is the clock worth a look.
std::uint16_t Ask(rte_graph* graph, rte_node* node, void**, std::uint16_t) {
  constexpr std::uint32_t kWalks = 256;
  const auto [context, walks] = NodeContext<AskContext>(node);
  SetNodeContext(node, AskContext{context, walks + 1});
  if (likely(context == nullptr || walks % kWalks != 0)) return 0;
  Underlay& underlay = *context->topology->underlay();
  const auto wanted = underlay.neighbours().NextToAsk(context->clock->Now());
  if (likely(!wanted)) return 0;
  rte_mbuf* request = rte_pktmbuf_alloc(context->mbufs);
  if (request == nullptr) return 0;  // asked for again in a second
  auto* frame = reinterpret_cast<std::uint8_t*>(rte_pktmbuf_append(request, kArpFrameBytes));
  WriteArpRequest(frame, underlay.own_mac(), underlay.own(), underlay.neighbours().Address(*wanted));
  request->port = underlay.port();
  rte_node_enqueue_x1(graph, node, kToUnderlay, request);
  return 1;
}

int Init(const rte_graph*, rte_node* node) {
  SetNodeContext(node, EncapContext{graph_in_construction});
  return 0;
}

// The first worker that can send there asks for all.
int InitAsk(const rte_graph*, rte_node* node) {
  const GraphContext* context = graph_in_construction;
  const QueuePlan& plan = *context->plan;
  const PortIndex port = context->topology->underlay()->port();
  unsigned first = 0;
  while (first < plan.workers() && !plan.TxQueueOf(first, port)) ++first;
  SetNodeContext(node, AskContext{first == context->worker_index ? context : nullptr, 0});
  return 0;
}

}  // namespace

bool RegisterVxlanEncapNodes(const std::string& tx_underlay) {
  const std::vector<std::string> next = kDrops.Behind({tx_underlay});
  const rte_node_t both[] = {
      RegisterNode({.name = kVxlanEncapNode, .process = Process, .init = Init, .next = next}),
      RegisterNode({.name = kNeighbourSource, .process = Ask, .init = InitAsk, .is_source = true, .next = next}),
  };
  return !rte_node_is_invalid(both[0]) && !rte_node_is_invalid(both[1]);
}

}  // namespace tidegate
