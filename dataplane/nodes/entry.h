// Where packets enter the packet path, by the kind of the port that received them: the first edges of every node that
// brings them in.
#ifndef TIDEGATE_DATAPLANE_NODES_ENTRY_H_
#define TIDEGATE_DATAPLANE_NODES_ENTRY_H_

#include <rte_graph.h>

#include <string>
#include <vector>

#include "nodes/nodes.h"
#include "switching/topology.h"

namespace tidegate {

enum EntryEdge : rte_edge_t { kToForward, kToBypass, kToPortSecurity, kToSwitch, kToTunnels, kEntryEdges };

inline EntryEdge EntryEdgeOf(const Topology& topology, PortIndex port) {
  switch (topology.kind(port)) {
    case PortKind::kBypass:
      return kToBypass;
    case PortKind::kMember:
      return topology.SecurityOf(port) != nullptr ? kToPortSecurity : kToSwitch;
    case PortKind::kTunnelEnd:
      return kToTunnels;
    default:
      return kToForward;
  }
}

// The names of these edges' ends. One of a kind that no port has leads to another's, so that the edges keep their
// numbers.
inline std::vector<std::string> EntryNames(const RxNext& next) {
  std::vector<std::string> names = {next.wire, next.bypass, next.secured, next.member, next.tunnels};
  for (std::string& name : names) {
    if (name.empty()) name = next.wire;
  }
  return names;
}

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_NODES_ENTRY_H_
