// What is larger than its way out can carry: cuts IPv4 packets that may be cut, tells the senders of the others the MTU
// and drops them. Frames that are only longer for their tags or padding go on. So do packets that came in a chain of
// buffers, in one of their own, and packets whose checksum is still to be filled in: no chain leaves this node, and
// nothing without its checksum.
#include <rte_ether.h>
#include <rte_mbuf.h>

#include <algorithm>
#include <array>

#include "graph_context.h"
#include "mtu/too_big_answer.h"
#include "nodes/drop_edges.h"
#include "nodes/nodes.h"
#include "nodes/tx_checksum.h"
#include "reassembly/cutter.h"
#include "switching/mbuf_route.h"

namespace tidegate {
namespace {

// Edges: first one towards each port, by its number, then the drops.
struct TooBigContext {
  GraphContext* graph;
};

// How a cut went.
enum class Outcome { kDone, kTooMany, kNoBuffer };

DropEdges<2> DropsBehind(std::size_t ports) {
  return {static_cast<rte_edge_t>(ports), {DropReason::kTooBig, DropReason::kNoBuffer}};
}

Outcome Cut(rte_graph* graph, rte_node* node, const GraphContext& context, rte_mbuf* mbuf, const WholeFrame& frame,
            std::uint16_t mtu) {
  const Cutter cutter(frame, std::min<std::size_t>(mtu, context.data_room - frame.l2_bytes));
  std::array<rte_mbuf*, kMostCutPieces> fragments;
  if (cutter.count() == 0 || cutter.count() > fragments.size()) return Outcome::kTooMany;
  if (rte_pktmbuf_alloc_bulk(context.mbufs, fragments.data(), static_cast<unsigned>(cutter.count())) != 0) {
    return Outcome::kNoBuffer;
  }
  const Route route = RouteOf(mbuf);
  for (std::size_t i = 0; i < cutter.count(); ++i) {
    char* data = rte_pktmbuf_append(fragments[i], static_cast<std::uint16_t>(cutter.BytesOf(i)));
    cutter.Write(i, reinterpret_cast<std::uint8_t*>(data));
    fragments[i]->port = mbuf->port;
    SetRoute(fragments[i], route);
    rte_node_enqueue_x1(graph, node, route.to, fragments[i]);
  }
  return Outcome::kDone;
}

// Back to where the packet came from, past the firewall: it is our own. A worker without a way to that port
// cannot.
void Answer(rte_graph* graph, rte_node* node, GraphContext& context, const rte_mbuf* mbuf, const BigFrame& frame,
            std::uint16_t mtu) {
  const bool sendable = context.plan->SenderFor(context.worker_index, mbuf->port).has_value();
  if (!sendable || !context.answers.Take(context.clock->Now())) return;
  rte_mbuf* answer = rte_pktmbuf_alloc(context.mbufs);
  if (answer == nullptr) return;
  const std::size_t bytes = WriteTooBigAnswer(frame, mtu, rte_pktmbuf_mtod(answer, std::uint8_t*));
  if (bytes == 0) {
    rte_pktmbuf_free(answer);
    return;
  }
  rte_pktmbuf_append(answer, static_cast<std::uint16_t>(bytes));
  const Route route = RouteOf(mbuf);
  answer->port = route.to;
  SetRoute(answer, {.to = mbuf->port, .network = route.network, .to_tunnel = route.from_tunnel});
  rte_node_enqueue_x1(graph, node, mbuf->port, answer);
}

void Take(rte_graph* graph, rte_node* node, GraphContext& context, rte_mbuf* mbuf) {
  const Route route = RouteOf(mbuf);
  const std::uint16_t mtu = context.mtus[route.to];
  const BigFrame frame = ReadBigFrame(rte_pktmbuf_mtod(mbuf, const std::uint8_t*), mbuf->data_len);
  const auto drops = DropsBehind(context.mtus.size());
  const bool fits = frame.ip_version == 0 ? mbuf->pkt_len <= mtu + std::uint32_t{RTE_ETHER_HDR_LEN}
                                          : IpBytes(frame) <= mtu && mbuf->pool != context.whole_pool;
  if (fits && mbuf->nb_segs == 1) return rte_node_enqueue_x1(graph, node, route.to, mbuf);
  if (fits || frame.ip_version == 0) return rte_node_enqueue_x1(graph, node, drops.Of(DropReason::kTooBig), mbuf);
  const WholeFrame whole{.data = frame.data,
                         .bytes = std::min<std::size_t>(mbuf->data_len, frame.l2_bytes + IpBytes(frame)),
                         .l2_bytes = frame.l2_bytes,
                         .ip_version = frame.ip_version};
  if (MayBeCutSmaller(whole)) {
    // Of what is still a chain, larger than any port could send, not all is here to be cut.
    const Outcome outcome = mbuf->nb_segs > 1 ? Outcome::kTooMany : Cut(graph, node, context, mbuf, whole, mtu);
    if (outcome == Outcome::kDone) return rte_pktmbuf_free(mbuf);
    const DropReason reason = outcome == Outcome::kTooMany ? DropReason::kTooBig : DropReason::kNoBuffer;
    return rte_node_enqueue_x1(graph, node, drops.Of(reason), mbuf);
  }
  Answer(graph, node, context, mbuf, frame, mtu);
  rte_node_enqueue_x1(graph, node, drops.Of(DropReason::kTooBig), mbuf);
}

std::uint16_t Process(rte_graph* graph, rte_node* node, void** objs, std::uint16_t count) {
  GraphContext& context = *NodeContext<TooBigContext>(node).graph;
  for (std::uint16_t i = 0; i < count; ++i) {
    auto* mbuf = static_cast<rte_mbuf*>(objs[i]);
    if (mbuf->nb_segs > 1 && mbuf->pkt_len <= context.data_room) {
      rte_mbuf* whole = rte_pktmbuf_copy(mbuf, context.mbufs, 0, UINT32_MAX);
      if (whole == nullptr) {
        rte_node_enqueue_x1(graph, node, DropsBehind(context.mtus.size()).Of(DropReason::kNoBuffer), mbuf);
        continue;
      }
      SetRoute(whole, RouteOf(mbuf));
      rte_pktmbuf_free(mbuf);
      mbuf = whole;
    }
    if (LacksChecksum(mbuf) && mbuf->nb_segs == 1) FillInChecksum(mbuf);
    Take(graph, node, context, mbuf);
  }
  return count;
}

int Init(const rte_graph*, rte_node* node) {
  SetNodeContext(node, TooBigContext{graph_in_construction});
  return 0;
}

}  // namespace

rte_node_t RegisterTooBigNode(const std::vector<std::string>& next_of_port) {
  return RegisterNode({.name = kTooBigNode,
                       .process = Process,
                       .init = Init,
                       .next = DropsBehind(next_of_port.size()).Behind(next_of_port)});
}

}  // namespace tidegate
