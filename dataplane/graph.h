// The packet path as graphs of nodes: one graph for each worker, all of the same nodes.
#ifndef TIDEGATE_DATAPLANE_GRAPH_H_
#define TIDEGATE_DATAPLANE_GRAPH_H_

#include <rte_graph.h>

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clock.h"
#include "config/dataplane_options.h"
#include "graph_context.h"
#include "graph_nodes.h"
#include "ports.h"
#include "switching/topology.h"
#include "tidegate/drop_reason.h"
#include "tidegate/firewall.h"
#include "trace/tracer.h"

namespace tidegate {

// What a node did, summed over all workers.
struct NodeStats {
  std::string name;
  std::uint64_t calls = 0;
  std::uint64_t packets = 0;
  std::uint64_t cycles = 0;
};

class Graphs {
 public:
  // Registers the nodes and builds a graph for every worker that has a queue to poll. Fails with one line.
  // REQUIRES: called once in the life of the process; the arguments outlive the graphs.
  static absl::StatusOr<std::unique_ptr<Graphs>> Build(const std::vector<PortSpec>& specs,
                                                       const DataplaneOptions& options, const Ports& ports,
                                                       Topology& topology, Firewall& firewall, const TscClock& clock);
  ~Graphs();
  Graphs(const Graphs&) = delete;
  Graphs& operator=(const Graphs&) = delete;

  // The graph of a worker, or null if it has nothing to poll.
  rte_graph* OfWorker(unsigned worker) const { return graphs_[worker]; }
  // Its firewall's side, for who prepares connections before the graphs walk; null as well.
  Firewall::Worker* FirewallOf(unsigned worker) const { return contexts_[worker]->worker; }
  unsigned BusyWorkers() const;

  // Follows packets through the nodes; each worker's thread calls its Between().
  Tracer& tracer() const { return *tracer_; }

  // Every node in the order of the graph. From any thread, also while workers run: their counters are words that only
  // they write.
  std::vector<NodeStats> Stats();

  // Dropped packets by reason, from the drop nodes.
  std::array<std::uint64_t, kDropReasonCount> Drops();

  // What the test instrument did on one side of the firewall, if it is there. From any thread.
  std::optional<ImpairmentCounters> ImpairedBefore() const { return Impaired(&GraphContext::impair_before); }
  std::optional<ImpairmentCounters> ImpairedAfter() const { return Impaired(&GraphContext::impair_after); }

 private:
  Graphs() = default;
  absl::Status BuildOne(unsigned worker, const GraphNodes& nodes);
  std::optional<ImpairmentCounters> Impaired(std::unique_ptr<Impairer> GraphContext::*side) const;

  std::unique_ptr<rte_mempool, PoolDeleter> whole_pool_;  // of reassembly; last to go
  std::unique_ptr<Handoff> handoff_;                      // its packets go before their pool
  std::unique_ptr<FlowSpread> flow_spread_;
  std::vector<std::unique_ptr<GraphContext>> contexts_;  // by worker
  std::vector<rte_graph*> graphs_;
  std::unique_ptr<Tracer> tracer_;
  std::mutex stats_mutex_;
  rte_graph_cluster_stats* cluster_ = nullptr;  // guarded by stats_mutex_
  std::vector<NodeStats> stats_;                // filled by the cluster's callback, guarded by stats_mutex_
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_GRAPH_H_
