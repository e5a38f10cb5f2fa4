#include "dataplane/bench_parts.h"

#include <array>
#include <utility>

#include "dataplane/packets.h"
#include "eal_arguments.h"
#include "output_capture.h"
#include "wiring.h"

namespace tidegate::bench {

absl::Status BenchParts::Make(Config the_config, const std::string& program, const std::string& file_prefix,
                              unsigned mbufs) {
  config = std::move(the_config);
  auto wires = MakeWires(config.ports, config.switch_ports);
  if (!wires.ok()) return wires.status();
  auto arguments = MakeEalArguments(config, {"--file-prefix", file_prefix}, Machine::Look());
  if (!arguments.ok()) return arguments.status();
  auto policy = SecurityPolicy::Compile(config.groups, config.ports);
  if (!policy.ok()) return policy.status();
  auto made_firewall = Firewall::Create(config.firewall, *std::move(policy));
  if (!made_firewall.ok()) return made_firewall.status();
  firewall = *std::move(made_firewall);

  OutputCapture capture(true);
  auto started = Eal::Start(program, *arguments, capture);
  if (!started.ok()) return started.status();
  eal = *std::move(started);
  clock = std::make_unique<TscClock>();
  auto opened = Ports::Open(config, *wires, mbufs, capture);
  if (!opened.ok()) return opened.status();
  ports = *std::move(opened);
  auto made_topology = Topology::Make(config, *wires, ports->Macs());
  if (!made_topology.ok()) return made_topology.status();
  topology = *std::move(made_topology);
  auto built = Graphs::Build(config.ports, config.dataplane, *ports, *topology, *firewall, *clock);
  if (!built.ok()) return built.status();
  graphs = *std::move(built);
  return absl::OkStatus();
}

bool OpenConnections(BenchParts& parts, PortIndex vm, PortIndex other) {
  Firewall::Worker& worker = *parts.graphs->FirewallOf(0);
  std::array<std::uint8_t, kFrameBytes> frame;
  for (std::uint32_t n = 0; n < kConnections; ++n) {
    for (const Step step : {Step::kSyn, Step::kSynAck, Step::kAck}) {
      WriteFrame(frame.data(), n, step);
      const bool from_vm = step == Step::kSynAck;
      const PacketIn packet{.data = frame.data(),
                            .captured = kFrameBytes,
                            .on_wire = kFrameBytes,
                            .from = from_vm ? vm : other,
                            .to = from_vm ? other : vm,
                            .zone = parts.config.ports[vm].zone};
      PacketResult result;
      parts.firewall->Process(worker, {&packet, 1}, parts.clock->Now(), {&result, 1});
      if (result.verdict != Verdict::kPass) return false;
    }
  }
  return true;
}

}  // namespace tidegate::bench
