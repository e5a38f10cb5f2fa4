// A dataplane without threads and wires: the real packet graph between ports that are rings in memory. Who drives it
// puts packets into a port, lets the graph walk once, and takes them out of another.
#ifndef TIDEGATE_BENCH_DATAPLANE_BENCH_SWITCH_H_
#define TIDEGATE_BENCH_DATAPLANE_BENCH_SWITCH_H_

#include <rte_graph_worker.h>
#include <rte_mbuf.h>
#include <rte_ring.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "dataplane/bench_parts.h"

namespace tidegate::bench {

// The ports, by their places in the configuration. A virtual machine answers a client of the other end.
enum BenchPort : PortIndex {
  kPlainVm,  // a wire past the firewall
  kPlainUplink,
  kVm,  // a wire through it
  kUplink,
  kTunnelledVm,  // a network with an overlay
  kTunnels,
  kBenchPorts
};

inline constexpr std::uint64_t kBenchCapacity = 131072;

class BenchSwitch {
 public:
  // Starts DPDK's environment, which a process can do once. Fails with one line.
  static absl::StatusOr<std::unique_ptr<BenchSwitch>> Make(const std::string& program);
  ~BenchSwitch();

  BenchParts& parts() { return parts_; }
  Firewall& firewall() { return *parts_.firewall; }
  rte_mempool* mbufs() { return parts_.ports->mbufs(); }
  TimeNs Now() const { return parts_.clock->Now(); }

  // Replaces the rules of every port by `count`, of which the last allows what the clients send.
  void SetRules(std::size_t count);

  // Sends a burst in at one port and takes as many out at another. False if not all of them came.
  bool Forward(PortIndex from, PortIndex to, std::span<rte_mbuf*> burst) {
    rte_ring_enqueue_bulk(rings_[from], reinterpret_cast<void**>(burst.data()), static_cast<unsigned>(burst.size()),
                          nullptr);
    // Not WalkGraph(): a port here receives what it sends, so all have to be polled before anything is sent.
    rte_graph_walk(graph_);
    return rte_ring_dequeue_bulk(rings_[to], reinterpret_cast<void**>(burst.data()),
                                 static_cast<unsigned>(burst.size()), nullptr) != 0;
  }

  // "drop-tcp_no_connection 3, ...", for messages.
  std::string Drops();

 private:
  BenchSwitch() = default;
  absl::Status Start(const std::string& program);

  BenchParts parts_;
  rte_graph* graph_ = nullptr;
  std::vector<rte_ring*> rings_;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_DATAPLANE_BENCH_SWITCH_H_
