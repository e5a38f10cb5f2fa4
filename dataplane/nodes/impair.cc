// A test instrument: loses, doubles, delays and reorders packets before the firewall or after it (impairer.h). Without
// such a wish in the configuration these nodes are not in the graph.
#include <rte_mbuf.h>

#include "graph_context.h"
#include "nodes/nodes.h"
#include "switching/mbuf_route.h"

namespace tidegate {
namespace {

// Before the firewall there is one edge, after it one towards each port.
enum Edge : rte_edge_t { kToFirewall };

struct ImpairContext {
  const GraphContext* graph;
  Impairer* impairer;
};
static_assert(sizeof(ImpairContext) <= RTE_NODE_CTX_SZ);

template <bool kAfter>
rte_edge_t EdgeOf(void* packet) {
  return kAfter ? RouteOf(static_cast<rte_mbuf*>(packet)).to : rte_edge_t{kToFirewall};
}

template <bool kAfter>
auto Forwarder(rte_graph* graph, rte_node* node) {
  return [graph, node](void* packet, std::size_t) { rte_node_enqueue_x1(graph, node, EdgeOf<kAfter>(packet), packet); };
}

template <bool kAfter>
std::uint16_t Process(rte_graph* graph, rte_node* node, void** objs, std::uint16_t count) {
  const auto [context, impairer] = NodeContext<ImpairContext>(node);
  const TimeNs now = context->clock->Now();
  auto forward = Forwarder<kAfter>(graph, node);
  for (std::uint16_t i = 0; i < count; ++i) {
    auto* mbuf = static_cast<rte_mbuf*>(objs[i]);
    if (impairer->Loses()) {
      rte_pktmbuf_free(mbuf);
      continue;
    }
    // A copy of its own: who changes one of the two later must not change the other.
    rte_mbuf* twin = impairer->Doubles() ? rte_pktmbuf_copy(mbuf, mbuf->pool, 0, UINT32_MAX) : nullptr;
    impairer->Enter(mbuf, mbuf->port, now, forward);
    if (twin == nullptr) continue;
    impairer->CountDoubled();
    impairer->Enter(twin, twin->port, now, forward);
  }
  return count;
}

// The source: asked in every walk, so that packets go on even if no others come.
template <bool kAfter>
std::uint16_t Elapse(rte_graph* graph, rte_node* node, void**, std::uint16_t) {
  const auto [context, impairer] = NodeContext<ImpairContext>(node);
  const std::size_t before = impairer->waiting();
  if (before == 0) return 0;
  impairer->Elapse(context->clock->Now(), Forwarder<kAfter>(graph, node));
  return static_cast<std::uint16_t>(before - impairer->waiting());
}

template <bool kAfter>
int Init(const rte_graph*, rte_node* node) {
  const GraphContext* graph = graph_in_construction;
  SetNodeContext(node, ImpairContext{graph, (kAfter ? graph->impair_after : graph->impair_before).get()});
  return 0;
}

template <bool kAfter>
bool RegisterBoth(const char* name, const char* source, const std::vector<std::string>& next) {
  const rte_node_t both[] = {
      RegisterNode({.name = name, .process = Process<kAfter>, .init = Init<kAfter>, .next = next}),
      RegisterNode({.name = source, .process = Elapse<kAfter>, .init = Init<kAfter>, .is_source = true, .next = next}),
  };
  return !rte_node_is_invalid(both[0]) && !rte_node_is_invalid(both[1]);
}

}  // namespace

bool RegisterImpairBeforeNodes(const std::string& next) {
  return RegisterBoth<false>(kImpairBeforeNode, kImpairBeforeSource, {next});
}

bool RegisterImpairAfterNodes(const std::vector<std::string>& next_of_port) {
  return RegisterBoth<true>(kImpairAfterNode, kImpairAfterSource, next_of_port);
}

}  // namespace tidegate
