// Stops what a virtual machine sends under addresses that are not its own (switching/port_security.h). Only ports with
// port security lead here.
#include <rte_mbuf.h>
#include <rte_prefetch.h>

#include "graph_context.h"
#include "nodes/drop_edges.h"
#include "nodes/nodes.h"
#include "nodes/runs.h"

namespace tidegate {
namespace {

enum Edge : rte_edge_t { kToSwitch, kFirstDrop };

constexpr DropEdges<10> kDrops{
    kFirstDrop,
    {DropReason::kTruncatedEthernet, DropReason::kTruncatedIpv4, DropReason::kTruncatedIpv6, DropReason::kSpoofedMac,
     DropReason::kSpoofedIp, DropReason::kSpoofedArp, DropReason::kSpoofedNd, DropReason::kRogueDhcp,
     DropReason::kRogueRouter, DropReason::kEtherTypeDenied}};

struct PortSecurityContext {
  const Topology* topology;
};

rte_edge_t EdgeOf(const Topology& topology, const rte_mbuf* mbuf) {
  const DropReason reason =
      topology.SecurityOf(mbuf->port)->Check(rte_pktmbuf_mtod(mbuf, const std::uint8_t*), mbuf->data_len);
  return reason == DropReason::kNone ? rte_edge_t{kToSwitch} : kDrops.Of(reason);
}

std::uint16_t Process(rte_graph* graph, rte_node* node, void** objs, std::uint16_t count) {
  const Topology& topology = *NodeContext<PortSecurityContext>(node).topology;
  for (std::uint16_t i = 0; i < count; ++i) rte_prefetch0(rte_pktmbuf_mtod(static_cast<rte_mbuf*>(objs[i]), void*));
  EnqueueRuns(graph, node, objs, count,
              [&](std::uint16_t i) { return EdgeOf(topology, static_cast<const rte_mbuf*>(objs[i])); });
  return count;
}

int Init(const rte_graph*, rte_node* node) {
  SetNodeContext(node, PortSecurityContext{graph_in_construction->topology});
  return 0;
}

}  // namespace

rte_node_t RegisterPortSecurityNode() {
  return RegisterNode(
      {.name = kPortSecurityNode, .process = Process, .init = Init, .next = kDrops.Behind({kSwitchNode})});
}

}  // namespace tidegate
