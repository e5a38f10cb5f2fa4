#include "testbed/workload/workloads.h"

#include <array>

#include "testbed/workload/bots.h"
#include "testbed/workload/dns.h"
#include "testbed/workload/idle_iot.h"
#include "testbed/workload/lossy.h"
#include "testbed/workload/nat_gateway.h"
#include "testbed/workload/port_exhaustion.h"
#include "testbed/workload/reconnect_storm.h"
#include "testbed/workload/replay.h"
#include "testbed/workload/scan.h"
#include "testbed/workload/slow_loris.h"
#include "testbed/workload/syn_flood.h"
#include "testbed/workload/tcp_mix.h"
#include "testbed/workload/web_zipf.h"

namespace tidegate::testbed {
namespace {

// A new workload is its own file and a line here.
constexpr std::array kWorkloads = {
    WorkloadEntry{"port_exhaustion", "a few clients go round their ephemeral ports (the talk)", false,
                  MakePortExhaustion},
    WorkloadEntry{"tcp_crr", "short connections, one request each", false, MakeTcpCrr},
    WorkloadEntry{"tcp_rr", "long-lived connections, a few packets a minute", false, MakeTcpRr},
    WorkloadEntry{"tcp_mix", "both: the acid test", false, MakeTcpMix},
    WorkloadEntry{"web_zipf", "browsers and popular sites, with keep-alive", false, MakeWebZipf},
    WorkloadEntry{"dns", "UDP: queries, QUIC, NTP", false, MakeDns},
    WorkloadEntry{"nat_gateway", "many hosts behind a few addresses", false, MakeNatGateway},
    WorkloadEntry{"reconnect_storm", "long connections that all end at a moment and all come back", false,
                  MakeReconnectStorm},
    WorkloadEntry{"idle_iot", "devices connected for hours, nearly silent", false, MakeIdleIot},
    WorkloadEntry{"lossy", "web over a bad network, and what it leaves behind", false, MakeLossy},
    WorkloadEntry{"replay", "the conversations of a capture file", false, MakeReplay},
    WorkloadEntry{"syn_flood", "SYNs from forged or from a few sources", true, MakeSynFlood},
    WorkloadEntry{"bots", "real addresses that complete handshakes", true, MakeBots},
    WorkloadEntry{"slow_loris", "connections that are held with next to nothing", true, MakeSlowLoris},
    WorkloadEntry{"scan", "probes of ports and addresses: horizontal, vertical, slow", true, MakeScan},
};

}  // namespace

std::span<const WorkloadEntry> Workloads() { return kWorkloads; }

absl::StatusOr<std::unique_ptr<Workload>> MakeWorkload(const WorkloadSpec& spec, const Cell& cell,
                                                       const std::string& where) {
  std::string names;
  for (const WorkloadEntry& entry : kWorkloads) {
    if (entry.name == spec.name) {
      Parameters parameters(spec, cell, where);
      std::unique_ptr<Workload> workload = entry.make(parameters);
      if (const absl::Status status = parameters.Finish(); !status.ok()) return status;
      return workload;
    }
    names.append(names.empty() ? "" : ", ").append(entry.name);
  }
  return absl::InvalidArgumentError(where + ".name: found \"" + spec.name + "\", expected one of " + names);
}

}  // namespace tidegate::testbed
