// Which nodes the packet path has, and how they hang together.
#ifndef TIDEGATE_DATAPLANE_GRAPH_NODES_H_
#define TIDEGATE_DATAPLANE_GRAPH_NODES_H_

#include <rte_graph.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "config/dataplane_options.h"
#include "switching/topology.h"
#include "tidegate/security_groups.h"
#include "wiring.h"

namespace tidegate {

struct GraphNodes {
  std::vector<std::string> rx;                             // by port
  std::vector<std::string> sources;                        // further ones, which every worker has
  std::unordered_map<rte_node_t, PortIndex> port_of_node;  // of the nodes that there is one of for each port
};

// Makes all nodes known to rte_graph. Fails with one line. REQUIRES: called once in the life of the process.
absl::StatusOr<GraphNodes> RegisterNodes(const std::vector<PortSpec>& specs, const DataplaneOptions& options,
                                         Topology& topology, const QueuePlan& plan);

// "the packet graph cannot be built, WHAT: ..." with DPDK's error.
absl::Status GraphError(const std::string& what);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_GRAPH_NODES_H_
