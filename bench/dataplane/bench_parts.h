// The parts of a dataplane but for its threads, as the benchmarks make them: the program's own, from a configuration.
#ifndef TIDEGATE_BENCH_DATAPLANE_BENCH_PARTS_H_
#define TIDEGATE_BENCH_DATAPLANE_BENCH_PARTS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "clock.h"
#include "config/config.h"
#include "eal.h"
#include "graph.h"
#include "ports.h"
#include "switching/topology.h"
#include "tidegate/firewall.h"

namespace tidegate::bench {

// In the order they are made; they go in the reverse order.
struct BenchParts {
  // Starts DPDK's environment, which a process can do once, under this file prefix. Fails with one line.
  absl::Status Make(Config the_config, const std::string& program, const std::string& file_prefix, unsigned mbufs);

  Config config;
  std::unique_ptr<Eal> eal;
  std::unique_ptr<TscClock> clock;
  std::unique_ptr<Firewall> firewall;
  std::unique_ptr<Ports> ports;
  std::unique_ptr<Topology> topology;
  std::unique_ptr<Graphs> graphs;
};

// Opens all connections of packets.h between a virtual machine's port and another one, at the firewall itself. False if
// one of them was refused. REQUIRES: no graph is walked meanwhile. By the first graph's own worker: one more would keep
// a single one from having the firewall to itself.
bool OpenConnections(BenchParts& parts, PortIndex vm, PortIndex other);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_DATAPLANE_BENCH_PARTS_H_
