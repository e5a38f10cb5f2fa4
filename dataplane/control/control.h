// The control socket: commands that tidegatectl (or DPDK's own dpdk-telemetry.py) sends to the running dataplane, over
// DPDK's telemetry library.
//
//   /tidegate/stats              /tidegate/conntrack/list[,CURSOR]     /tidegate/ports[,FIRST]
//   /tidegate/drops              /tidegate/conntrack/count             /tidegate/graph[,FIRST]
//   /tidegate/rules/reload[,FILE]  /tidegate/conntrack/flush            /tidegate/zones[,FIRST]
//   /tidegate/rules/recheck      /tidegate/macs[,FIRST]       /tidegate/workers[,FIRST]
//   /tidegate/rules/explain,PACKET
//   /tidegate/trace/begin,PACKETS SECONDS PACKET   /tidegate/trace/end|state|read[,FIRST]
//
// An answer holds at most 16 KB, so long ones come in pages: "next" is the parameter for the page behind, 0 at the end.
// The packet path never waits for a command.
#ifndef TIDEGATE_DATAPLANE_CONTROL_CONTROL_H_
#define TIDEGATE_DATAPLANE_CONTROL_CONTROL_H_

#include <string>

#include "clock.h"
#include "config/config.h"
#include "graph.h"
#include "ports.h"
#include "quiescence.h"
#include "switching/topology.h"
#include "tidegate/firewall.h"
#include "trace/trace_session.h"
#include "workers.h"

namespace tidegate {

// What the commands speak of. All of it outlives the control socket.
struct ControlTargets {
  const Config& config;            // as the process was started with
  const std::string& config_path;  // of the file it came from
  Firewall& firewall;
  const Ports& ports;
  Graphs& graphs;
  Topology& topology;
  const Quiescence& quiescence;
  const Workers& workers;
  TraceSession& trace;
  const TscClock& clock;
};

// Commands are answered while it lives. One at a time in a process, as DPDK's callbacks carry no pointer of their own.
// DPDK runs each client in a thread; the commands themselves run one after another.
class Control {
 public:
  explicit Control(const ControlTargets& targets);
  ~Control();
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

 private:
  ControlTargets targets_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CONTROL_CONTROL_H_
