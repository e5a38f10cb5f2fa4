// Ends a packet's way. Each drop reason is a node, and the number of packets that rte_graph counts for it is the
// reason's counter.
#include <rte_mbuf.h>

#include "nodes/nodes.h"

namespace tidegate {
namespace {

std::uint16_t Process(rte_graph*, rte_node*, void** objs, std::uint16_t count) {
  rte_pktmbuf_free_bulk(reinterpret_cast<rte_mbuf**>(objs), count);
  return count;
}

}  // namespace

std::string DropNodeName(DropReason reason) { return "drop-" + std::string(Name(reason)); }

// No loss: these packets were for the dataplane itself.
rte_node_t RegisterHeardNode() { return RegisterNode({.name = kHeardNode, .process = Process}); }

rte_node_t RegisterDropNode(DropReason reason) {
  return RegisterNode({.name = DropNodeName(reason), .process = Process});
}

}  // namespace tidegate
