// Making a node known to rte_graph.
#include "nodes/register.h"

#include <cstdlib>
#include <memory>

namespace tidegate {

rte_node_t RegisterNode(const NodeSpec& spec) {
  struct Free {
    void operator()(rte_node_register* block) const { std::free(block); }
  };
  // DPDK copies the block with all names, so it is needed only for the call.
  const std::size_t bytes = sizeof(rte_node_register) + spec.next.size() * sizeof(const char*);
  std::unique_ptr<rte_node_register, Free> node(static_cast<rte_node_register*>(std::calloc(1, bytes)));
  if (node == nullptr || spec.name.size() >= sizeof(node->name)) return RTE_NODE_ID_INVALID;
  spec.name.copy(node->name, sizeof(node->name) - 1);
  node->flags = spec.is_source ? RTE_NODE_SOURCE_F : 0;
  node->process = spec.process;
  node->init = spec.init;
  node->parent_id = RTE_NODE_ID_INVALID;
  node->nb_edges = static_cast<rte_edge_t>(spec.next.size());
  for (std::size_t i = 0; i < spec.next.size(); ++i) node->next_nodes[i] = spec.next[i].c_str();
  return __rte_node_register(node.get());
}

}  // namespace tidegate
