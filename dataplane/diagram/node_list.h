// The nodes that the packet path registers when a configuration has everything that asks for a node, as rte_graph has
// them. Neither devices nor DPDK's environment are needed for that.
#ifndef TIDEGATE_DATAPLANE_DIAGRAM_NODE_LIST_H_
#define TIDEGATE_DATAPLANE_DIAGRAM_NODE_LIST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace tidegate {

struct NodeEntry {
  std::string name;
  bool is_source = false;
  std::vector<std::string> next{};  // the edges' ends, in their order

  friend bool operator==(const NodeEntry&, const NodeEntry&) = default;
};

// A wire, a wire past the firewall, a network with and without port security, an overlay, reassembly. Test instruments
// are left out. REQUIRES: called once in the life of the process, as RegisterNodes() is.
absl::StatusOr<std::vector<NodeEntry>> RegisterAndListNodes();

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_DIAGRAM_NODE_LIST_H_
