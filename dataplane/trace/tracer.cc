#include "trace/tracer.h"

#include <rte_errno.h>
#include <rte_mbuf.h>
#include <rte_mbuf_dyn.h>

#include <array>
#include <cstring>
#include <optional>
#include <string>

#include "nodes/nodes.h"
#include "switching/mbuf_route.h"

namespace tidegate {
namespace {

// Where mbufs have the mark, and which of their flags says that it is valid. Set once, before the workers start.
int mark_offset = -1;
std::uint64_t mark_flag = 0;

absl::Status RegisterMark() {
  static const rte_mbuf_dynfield field = {
      .name = "tidegate_trace", .size = sizeof(std::uint32_t), .align = alignof(std::uint32_t), .flags = 0};
  static const rte_mbuf_dynflag flag = {.name = "tidegate_traced", .flags = 0};
  mark_offset = rte_mbuf_dynfield_register(&field);
  const int bit = mark_offset < 0 ? -1 : rte_mbuf_dynflag_register(&flag);
  if (bit < 0) return absl::InternalError(std::string("no room for a mark in packets: ") + rte_strerror(rte_errno));
  mark_flag = std::uint64_t{1} << bit;
  return absl::OkStatus();
}

std::uint32_t* MarkOf(rte_mbuf* mbuf) { return RTE_MBUF_DYNFIELD(mbuf, mark_offset, std::uint32_t*); }

template <class Fn>
void ForEachNode(rte_graph* graph, const Fn& fn) {
  rte_graph_off_t offset = graph->nodes_start;
  for (rte_node_t i = 0; i < graph->nb_nodes; ++i) {
    auto* node = static_cast<rte_node*>(RTE_PTR_ADD(graph, offset));
    fn(*node);
    offset = node->next;
  }
}

bool IsFirewall(const rte_node& node) { return std::strcmp(node.name, kFirewallNode) == 0; }

}  // namespace

thread_local Tracer::Worker* Tracer::current_ = nullptr;

// Their steps, still to be told the state that the firewall left.
struct Tracer::AtFirewall {
  struct Open {
    TraceStep step;
    FlowTuple tuple;
  };
  std::array<Open, Trace::kMaxPackets> open;
  std::size_t count = 0;
};

absl::StatusOr<std::unique_ptr<Tracer>> Tracer::Make(const std::vector<rte_graph*>& graphs,
                                                     const std::vector<std::unique_ptr<GraphContext>>& contexts) {
  if (absl::Status status = RegisterMark(); !status.ok()) return status;
  std::unique_ptr<Tracer> self(new Tracer);
  for (std::size_t i = 0; i < graphs.size(); ++i) {
    Worker& worker = self->workers_.emplace_back();
    worker.graph = graphs[i];
    worker.context = contexts[i].get();
    worker.number = static_cast<unsigned>(i);
    worker.functions.resize(rte_node_max_count());
    if (worker.graph == nullptr) continue;
    ForEachNode(worker.graph, [&](const rte_node& node) { worker.functions[node.id] = node.process; });
  }
  return self;
}

void Tracer::Follow(Trace* trace) {
  for (Worker& worker : workers_) worker.wanted.store(trace, std::memory_order_release);
}

void Tracer::Change(Worker& worker, Trace* wanted) {
  // One that is over is left, though its memory is still there.
  if (wanted != nullptr && worker.context->clock->Now() >= wanted->until) wanted = nullptr;
  if (wanted == worker.active) return;
  worker.active = wanted;
  current_ = &worker;
  ForEachNode(worker.graph,
              [&](rte_node& node) { node.process = wanted != nullptr ? Process : worker.functions[node.id]; });
}

// 0 if the packet is not followed.
std::uint32_t Tracer::NumberOf(Worker& worker, rte_mbuf* mbuf) {
  Trace& trace = *worker.active;
  const std::uint32_t generation = std::uint32_t{trace.generation} << 16;
  if ((mbuf->ol_flags & mark_flag) != 0 && *MarkOf(mbuf) >> 16 == trace.generation) return *MarkOf(mbuf) & 0xffff;
  if (trace.taken.load(std::memory_order_relaxed) >= trace.most) return 0;
  const std::optional<SeenPacket> seen =
      trace.filter.Match(rte_pktmbuf_mtod(mbuf, const std::uint8_t*), mbuf->data_len, mbuf->pkt_len);
  if (!seen) return 0;
  const std::uint32_t number = trace.taken.fetch_add(1, std::memory_order_relaxed) + 1;
  if (number > trace.most) return 0;
  mbuf->ol_flags |= mark_flag;
  *MarkOf(mbuf) = generation | number;
  trace.logs[worker.number].Add(
      TracedPacket{.number = number, .bytes = mbuf->pkt_len, .from = mbuf->port, .seen = *seen});
  return number;
}

ConnState Tracer::StateOf(const Worker& worker, const FlowTuple& tuple) {
  const GraphContext& context = *worker.context;
  const auto found = context.firewall->Find(tuple, context.clock->Now());
  return found ? found->state : ConnState::kNone;
}

std::uint16_t Tracer::Process(rte_graph* graph, rte_node* node, void** objs, std::uint16_t count) {
  Worker& worker = *current_;
  Trace& trace = *worker.active;
  TraceLog& log = trace.logs[worker.number];
  const rte_node_process_t function = worker.functions[node->id];
  AtFirewall firewall;
  // A source's packets are those that it makes: they are seen at the next node.
  const bool source = objs == nullptr || count == 0;
  for (std::uint16_t i = 0; !source && i < count; ++i) {
    auto* mbuf = static_cast<rte_mbuf*>(objs[i]);
    const std::uint32_t number = NumberOf(worker, mbuf);
    if (number == 0) continue;
    TraceStep step{.packet = number, .node = node->id, .bytes = mbuf->pkt_len, .at = worker.context->clock->Now()};
    std::optional<SeenPacket> seen;
    if (IsFirewall(*node) && firewall.count < firewall.open.size()) {
      seen = trace.filter.Match(rte_pktmbuf_mtod(mbuf, const std::uint8_t*), mbuf->data_len, mbuf->pkt_len);
    }
    if (!seen || seen->fragment) {
      log.Add(step);
      continue;
    }
    seen->tuple.zone = worker.context->topology->network(RouteOf(mbuf).network).zone;
    step.conn.emplace().before = StateOf(worker, seen->tuple);
    firewall.open[firewall.count++] = {step, seen->tuple};
  }
  const std::uint16_t done = function(graph, node, objs, count);
  for (std::size_t i = 0; i < firewall.count; ++i) {
    AtFirewall::Open& open = firewall.open[i];
    open.step.conn->behind = StateOf(worker, open.tuple);
    log.Add(open.step);
  }
  return done;
}

}  // namespace tidegate
