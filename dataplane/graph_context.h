// What the nodes of one worker's graph know: written before the worker starts, only read by it then.
#ifndef TIDEGATE_DATAPLANE_GRAPH_CONTEXT_H_
#define TIDEGATE_DATAPLANE_GRAPH_CONTEXT_H_

#include <rte_graph.h>

#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "clock.h"
#include "handoff/flow_spread.h"
#include "handoff/handoff.h"
#include "impairer.h"
#include "mtu/answer_limit.h"
#include "reassembly/reassembly.h"
#include "switching/topology.h"
#include "tidegate/firewall.h"
#include "wiring.h"

namespace tidegate {

// Packets taken from a queue in one go: one burst of the firewall.
inline constexpr std::uint16_t kRxBurst = Firewall::kMaxBurst;

// Packets for another worker, gathered from one burst.
struct HandoffBurst {
  std::uint16_t count = 0;
  std::array<void*, kRxBurst> packets;
};

// What the firewall is asked and says about a burst. Kept for the next one: on the stack, all of it would be
// initialized for each burst, though that may be of one packet.
struct FirewallBurst {
  std::array<PacketIn, kRxBurst> packets;
  std::array<PacketResult, kRxBurst> results;
  std::array<rte_edge_t, kRxBurst> edges;
};

struct GraphContext {
  unsigned worker_index = 0;
  Firewall* firewall = nullptr;
  Firewall::Worker* worker = nullptr;
  std::unique_ptr<FirewallBurst> firewall_burst = std::make_unique<FirewallBurst>();
  const TscClock* clock = nullptr;
  const QueuePlan* plan = nullptr;
  Topology* topology = nullptr;
  const Handoff* handoff = nullptr;
  const FlowSpread* flow_spread = nullptr;
  std::vector<HandoffBurst> handoff_bursts{};  // by worker; empty between calls, and without spreading
  AnswerLimit answers;
  std::vector<std::uint16_t> devices;  // DPDK's number of each port
  std::vector<std::uint16_t> mtus;     // by port: bytes of the IP packets that it takes, tunnels' headers allowed for
  rte_mempool* mbufs = nullptr;
  std::size_t data_room = 0;          // for a frame in one of them
  rte_mempool* whole_pool = nullptr;  // null, as is the next, if reassembly is off
  std::unique_ptr<Reassembly> reassembly;
  std::unordered_map<rte_node_t, PortIndex> port_of_node;  // of the nodes that there is one of for each port
  std::unique_ptr<Impairer> impair_before;                 // null if the configuration asks for none
  std::unique_ptr<Impairer> impair_after;
};

// The context of the graph that is being built, for the nodes' init functions: rte_graph_create() has no other way to
// hand it to them. Graphs are built one after another, by one thread.
inline GraphContext* graph_in_construction = nullptr;

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_GRAPH_CONTEXT_H_
