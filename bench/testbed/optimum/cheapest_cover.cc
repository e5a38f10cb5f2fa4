#include "testbed/optimum/cheapest_cover.h"

#define LEMON_ONLY_TEMPLATES  // no library to link
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <cstddef>
#include <utility>

namespace tidegate::testbed {
namespace {

using Graph = lemon::SmartDigraph;
using Flow = std::int32_t;
using Cost = std::int64_t;
using Simplex = lemon::NetworkSimplex<Graph, Flow, Cost>;

// A node stands before each moment and one behind the last. A unit that flows along a span, from the node before its
// first moment to the node behind its last, takes it. What flows past a moment is what covers it: as much as it asks
// for, and any more goes back along an arc of its own, for nothing. (The other way round, with the slots as the flow
// and those who keep theirs as its units, the simplex takes ten times as long: there is much more to keep than to give
// up.)
class CoverGraph {
 public:
  explicit CoverGraph(const Moments& moments) : moments_(moments) {
    const std::size_t count = moments.excess.size();
    graph_.reserveNode(static_cast<int>(count + 1));
    graph_.reserveArc(static_cast<int>(count + moments.spans.size()));
    for (std::size_t i = 0; i <= count; ++i) graph_.addNode();
    for (const Span& span : moments.spans) graph_.addArc(Node(span.begin), Node(span.end));
    for (std::size_t i = 0; i < count; ++i) graph_.addArc(Node(i + 1), Node(i));
  }

  Cover Solve() const {
    Simplex simplex(graph_);
    SetArcs(simplex);
    SetSupplies(simplex);
    simplex.run();
    Cover cover;
    cover.cost = static_cast<std::uint64_t>(simplex.totalCost());
    for (std::size_t i = 0; i < moments_.excess.size(); ++i) {
      cover.worth.push_back(static_cast<std::uint64_t>(simplex.potential(Node(i + 1)) - simplex.potential(Node(i))));
    }
    return cover;
  }

 private:
  static Graph::Node Node(std::size_t index) { return Graph::nodeFromId(static_cast<int>(index)); }

  void SetArcs(Simplex& simplex) const {
    Graph::ArcMap<Flow> capacity(graph_, static_cast<Flow>(moments_.spans.size()));
    Graph::ArcMap<Cost> cost(graph_, 0);
    for (std::size_t i = 0; i < moments_.spans.size(); ++i) {
      capacity[Graph::arcFromId(static_cast<int>(i))] = 1;
      cost[Graph::arcFromId(static_cast<int>(i))] = moments_.spans[i].cost;
    }
    simplex.upperMap(capacity).costMap(cost);
  }

  // What flows in at a node is by how much the next moment asks for more than the one before.
  void SetSupplies(Simplex& simplex) const {
    Graph::NodeMap<Flow> supply(graph_);
    Flow before = 0;
    for (std::size_t i = 0; i < moments_.excess.size(); ++i) {
      const auto excess = static_cast<Flow>(moments_.excess[i]);
      supply[Node(i)] = excess - std::exchange(before, excess);
    }
    supply[Node(moments_.excess.size())] = -before;
    simplex.supplyMap(supply);
  }

  const Moments& moments_;
  Graph graph_;
};

}  // namespace

Cover CheapestCover(const Moments& moments) { return CoverGraph(moments).Solve(); }

}  // namespace tidegate::testbed
