// Making a node known to rte_graph, and a place for what it has to remember.
#ifndef TIDEGATE_DATAPLANE_NODES_REGISTER_H_
#define TIDEGATE_DATAPLANE_NODES_REGISTER_H_

#include <rte_graph.h>
#include <rte_graph_worker.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

namespace tidegate {

struct NodeSpec {
  std::string name;
  rte_node_process_t process = nullptr;
  rte_node_init_t init = nullptr;
  bool is_source = false;
  std::vector<std::string> next{};  // the edges' ends, in their order
};

// Returns RTE_NODE_ID_INVALID if the name is taken or memory is short. The macro RTE_NODE_REGISTER does not do in C++:
// it fills a flexible array in place, and it runs before the names of the edges are known.
rte_node_t RegisterNode(const NodeSpec& spec);

// A node has 16 bytes of its own beside its statistics: one cache line holds all it touches.
template <typename Context>
void SetNodeContext(rte_node* node, const Context& context) {
  static_assert(sizeof(Context) <= RTE_NODE_CTX_SZ && std::is_trivially_copyable_v<Context>);
  std::memcpy(node->ctx, &context, sizeof(context));
}

template <typename Context>
Context NodeContext(const rte_node* node) {
  static_assert(sizeof(Context) <= RTE_NODE_CTX_SZ && std::is_trivially_copyable_v<Context>);
  Context context;
  std::memcpy(&context, node->ctx, sizeof(context));
  return context;
}

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_NODES_REGISTER_H_
