// Finds out where in its network a packet goes, by Ethernet address, and remembers where it came from. Broadcasts and
// multicasts go to everybody, packets to an address that nobody knows to all ports whose addresses are not configured
// and through all tunnels; what came through a tunnel goes through none (RFC 7348 section 4.2: every end reaches every
// other).
#include <rte_branch_prediction.h>
#include <rte_mbuf.h>

#include "graph_context.h"
#include "nodes/drop_edges.h"
#include "nodes/nodes.h"
#include "switching/mbuf_route.h"

namespace tidegate {
namespace {

enum Edge : rte_edge_t { kToNext, kFirstDrop };

constexpr DropEdges<5> kDrops{kFirstDrop,
                              {DropReason::kUnknownDestination, DropReason::kHairpin, DropReason::kFloodLimit,
                               DropReason::kNoBuffer, DropReason::kTruncatedEthernet}};

struct SwitchContext {
  GraphContext* graph;
};

struct Packet {
  rte_mbuf* mbuf;
  Route route;
};

bool IsBack(const Packet& packet, const Location& place) {
  if (place.port != packet.mbuf->port) return false;
  return place.tunnel == kNoTunnel || packet.route.from_tunnel != kNoTunnel;
}

void Direct(Packet& packet, const Location& place, bool to_many) {
  packet.route.to = place.port;
  packet.route.to_tunnel = place.tunnel;
  packet.route.to_many = to_many ? 1 : 0;
  SetRoute(packet.mbuf, packet.route);
}

// Sends a copy to each place but the one the packet came from; the last one gets the packet itself. `budget` is what
// may still be copied in this call: a storm of broadcasts costs the others no more than that.
//
// Copies for many stations are judged one by one (PacketIn::to_many). A packet to one station that nobody knows is not:
// where it is flooded to, nobody has rules, so it may open a connection like any other.
void Flood(rte_graph* graph, rte_node* node, const GraphContext& context, Packet packet,
           const std::vector<Location>& places, bool to_many, std::size_t& budget) {
  if (unlikely(places.size() > budget)) {
    rte_node_enqueue_x1(graph, node, kDrops.To(DropReason::kFloodLimit), packet.mbuf);
    return;
  }
  budget -= places.size();
  const Location* last = nullptr;
  for (const Location& place : places) {
    if (IsBack(packet, place)) continue;
    if (last != nullptr) {
      Packet copy{rte_pktmbuf_copy(packet.mbuf, context.mbufs, 0, UINT32_MAX), packet.route};
      if (unlikely(copy.mbuf == nullptr)) {
        rte_node_enqueue_x1(graph, node, kDrops.To(DropReason::kNoBuffer), packet.mbuf);
        return;
      }
      Direct(copy, *last, to_many);
      rte_node_enqueue_x1(graph, node, kToNext, copy.mbuf);
    }
    last = &place;
  }
  if (last == nullptr) {
    rte_node_enqueue_x1(graph, node, kDrops.To(DropReason::kUnknownDestination), packet.mbuf);
    return;
  }
  Direct(packet, *last, to_many);
  rte_node_enqueue_x1(graph, node, kToNext, packet.mbuf);
}

std::uint16_t Process(rte_graph* graph, rte_node* node, void** objs, std::uint16_t count) {
  const GraphContext& context = *NodeContext<SwitchContext>(node).graph;
  Topology& topology = *context.topology;
  const TimeNs now = context.clock->Now();
  std::size_t budget = kMostCopies;
  for (std::uint16_t i = 0; i < count; ++i) {
    auto* mbuf = static_cast<rte_mbuf*>(objs[i]);
    Packet packet{mbuf, RouteOf(mbuf)};
    const auto* frame = rte_pktmbuf_mtod(mbuf, const std::uint8_t*);
    if (unlikely(mbuf->data_len < 14)) {
      rte_node_enqueue_x1(graph, node, kDrops.To(DropReason::kTruncatedEthernet), mbuf);
      continue;
    }
    const Network& network = topology.network(packet.route.network);
    if (topology.Learns(mbuf->port)) {
      topology.macs().Learn(packet.route.network, frame + 6, {mbuf->port, packet.route.from_tunnel}, now);
    }
    if ((frame[0] & 1) != 0) {
      Flood(graph, node, context, packet, network.members, true, budget);
      continue;
    }
    const std::optional<Location> place = topology.macs().Find(packet.route.network, frame, now);
    if (!place) {
      Flood(graph, node, context, packet, network.unknown, false, budget);
    } else if (unlikely(IsBack(packet, *place))) {
      rte_node_enqueue_x1(graph, node, kDrops.To(DropReason::kHairpin), mbuf);
    } else {
      Direct(packet, *place, false);
      rte_node_enqueue_x1(graph, node, kToNext, mbuf);
    }
  }
  return count;
}

int Init(const rte_graph*, rte_node* node) {
  SetNodeContext(node, SwitchContext{graph_in_construction});
  return 0;
}

}  // namespace

rte_node_t RegisterSwitchNode(const std::string& next) {
  return RegisterNode({.name = kSwitchNode, .process = Process, .init = Init, .next = kDrops.Behind({next})});
}

}  // namespace tidegate
