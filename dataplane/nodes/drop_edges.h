// The edges of a node that drops for several reasons: behind its other edges, one to the drop node of each.
#ifndef TIDEGATE_DATAPLANE_NODES_DROP_EDGES_H_
#define TIDEGATE_DATAPLANE_NODES_DROP_EDGES_H_

#include <rte_graph.h>

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "nodes/nodes.h"

namespace tidegate {

template <std::size_t kCount>
struct DropEdges {
  rte_edge_t first;
  std::array<DropReason, kCount> reasons;

  // Of a reason that stands in the source: one that has no edge does not compile.
  consteval rte_edge_t To(DropReason reason) const {
    std::size_t i = 0;
    while (reasons.at(i) != reason) ++i;
    return static_cast<rte_edge_t>(first + i);
  }

  // REQUIRES: one of the reasons.
  constexpr rte_edge_t Of(DropReason reason) const {
    std::size_t i = 0;
    while (i + 1 < kCount && reasons[i] != reason) ++i;
    return static_cast<rte_edge_t>(first + i);
  }

  // The names of all edges; `next` are those before.
  std::vector<std::string> Behind(std::vector<std::string> next) const {
    for (const DropReason reason : reasons) next.push_back(DropNodeName(reason));
    return next;
  }
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_NODES_DROP_EDGES_H_
