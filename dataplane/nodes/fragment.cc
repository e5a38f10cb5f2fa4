// Cuts packets that were put together before the firewall into fragments again, as they came: of the size of the
// largest one, which has passed the network so far. Only such packets come here.
#include <rte_mbuf.h>

#include <algorithm>
#include <array>

#include "graph_context.h"
#include "nodes/nodes.h"
#include "reassembly/cutter.h"
#include "reassembly/joiner.h"
#include "switching/mbuf_route.h"

namespace tidegate {
namespace {

constexpr std::size_t kMostFragments = 64;

// Edges: first one towards each port, by its number, then the one for packets that would have to be cut smaller.
struct FragmentContext {
  const GraphContext* graph;
};

// What the device may send and an mbuf holds.
std::size_t LargestIp(const GraphContext& context, PortIndex to, const WholeFrame& frame) {
  const std::size_t room = context.data_room - frame.l2_bytes;
  return std::min<std::size_t>(context.mtus[to], room);
}

// Bytes of IP in each fragment; 0 if the packet would have to be cut smaller than it came, but may not.
std::size_t SizeOf(const GraphContext& context, PortIndex to, const WholeBuffer& whole, const WholeFrame& frame) {
  const std::size_t most = LargestIp(context, to, frame);
  if (whole.largest <= most) return whole.largest;
  return MayBeCutSmaller(frame) ? most : 0;
}

bool Send(rte_graph* graph, rte_node* node, const GraphContext& context, rte_mbuf* mbuf) {
  const WholeBuffer& whole = *WholeBuffer::Of(mbuf);
  const WholeFrame frame = whole.Frame(mbuf);
  const Route route = RouteOf(mbuf);
  const PortIndex to = route.to;
  const Cutter cutter(frame, SizeOf(context, to, whole, frame));
  std::array<rte_mbuf*, kMostFragments> fragments;
  if (cutter.count() == 0 || cutter.count() > fragments.size() ||
      rte_pktmbuf_alloc_bulk(context.mbufs, fragments.data(), static_cast<unsigned>(cutter.count())) != 0) {
    return false;
  }
  for (std::size_t i = 0; i < cutter.count(); ++i) {
    char* data = rte_pktmbuf_append(fragments[i], static_cast<std::uint16_t>(cutter.BytesOf(i)));
    cutter.Write(i, reinterpret_cast<std::uint8_t*>(data));
    fragments[i]->port = mbuf->port;
    SetRoute(fragments[i], route);
  }
  rte_node_enqueue(graph, node, to, reinterpret_cast<void**>(fragments.data()),
                   static_cast<std::uint16_t>(cutter.count()));
  return true;
}

std::uint16_t Process(rte_graph* graph, rte_node* node, void** objs, std::uint16_t count) {
  const GraphContext& context = *NodeContext<FragmentContext>(node).graph;
  for (std::uint16_t i = 0; i < count; ++i) {
    auto* mbuf = static_cast<rte_mbuf*>(objs[i]);
    if (Send(graph, node, context, mbuf)) {
      rte_pktmbuf_free(mbuf);
    } else {
      rte_node_enqueue_x1(graph, node, static_cast<rte_edge_t>(context.mtus.size()), mbuf);
    }
  }
  return count;
}

int Init(const rte_graph*, rte_node* node) {
  SetNodeContext(node, FragmentContext{graph_in_construction});
  return 0;
}

}  // namespace

rte_node_t RegisterFragmentNode(const std::vector<std::string>& next_of_port) {
  std::vector<std::string> next = next_of_port;
  next.emplace_back(kTooBigNode);
  return RegisterNode({.name = kFragmentNode, .process = Process, .init = Init, .next = next});
}

}  // namespace tidegate
