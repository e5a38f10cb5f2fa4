// Follows chosen packets through all nodes of the graphs.
//
// It costs nothing while nobody asks for it but one load a walk: a worker that is to trace exchanges the functions of
// its nodes for one that looks at each packet first and then calls the node's own, and puts them back in the end. It
// does so itself, between two walks, so the graph of a worker is touched by nobody else.
//
// A packet that matches is marked, in its mbuf, with its number. So it is followed where its headers change, and copies
// are followed under the same number; what DPDK puts together of fragments, or cuts, is a new packet.
#ifndef TIDEGATE_DATAPLANE_TRACE_TRACER_H_
#define TIDEGATE_DATAPLANE_TRACE_TRACER_H_

#include <rte_graph.h>
#include <rte_graph_worker.h>

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "graph_context.h"
#include "trace/trace.h"

namespace tidegate {

class Tracer {
 public:
  // Fails with one line if mbufs have no room for the mark. `graphs` and `contexts` by worker; null graphs are left
  // out.
  static absl::StatusOr<std::unique_ptr<Tracer>> Make(const std::vector<rte_graph*>& graphs,
                                                      const std::vector<std::unique_ptr<GraphContext>>& contexts);

  // The control thread: workers follow this one from their next walks on; null: none. What they followed before is to
  // be kept until no walk is under way that had begun before (Quiescence).
  void Follow(Trace* trace);

  // A worker's thread, between two walks, behind Quiescence::Between().
  void Between(unsigned worker) {
    Worker& mine = workers_[worker];
    Trace* const wanted = mine.wanted.load(std::memory_order_acquire);
    if (wanted != mine.active || wanted != nullptr) [[unlikely]]
      Change(mine, wanted);
  }

 private:
  struct alignas(64) Worker {
    std::atomic<Trace*> wanted = nullptr;
    Trace* active = nullptr;  // of its thread, as is the rest
    rte_graph* graph = nullptr;
    const GraphContext* context = nullptr;
    unsigned number = 0;
    std::vector<rte_node_process_t> functions{};  // the nodes' own, by DPDK's number
  };
  // The packets that are followed in a call of the firewall's node.
  struct AtFirewall;

  Tracer() = default;
  static void Change(Worker& worker, Trace* wanted);
  static std::uint16_t Process(rte_graph* graph, rte_node* node, void** objs, std::uint16_t count);
  static std::uint32_t NumberOf(Worker& worker, rte_mbuf* mbuf);
  static ConnState StateOf(const Worker& worker, const FlowTuple& tuple);

  static thread_local Worker* current_;

  std::deque<Worker> workers_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_TRACE_TRACER_H_
