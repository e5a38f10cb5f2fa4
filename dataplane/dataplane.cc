// All parts of the running program, in the order they are made and in the reverse order they end.
#include "dataplane.h"

#include <filesystem>
#include <utility>

#include "devices.h"
#include "huge_pages.h"
#include "output_capture.h"
#include "runtime_dir.h"
#include "summary.h"

namespace tidegate {
namespace {

absl::Status InFile(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(), path + ": " + std::string(status.message()));
}

// A device each, of which DPDK has room for as many as it was built for.
absl::Status CheckPortCount(const Config& config) {
  if (config.ports.size() <= RTE_MAX_ETHPORTS) return absl::OkStatus();
  return absl::InvalidArgumentError("/ports: " + std::to_string(config.ports.size()) + " of them; expected at most " +
                                    std::to_string(RTE_MAX_ETHPORTS) + ", the devices that this DPDK has room for");
}

absl::Status CheckDevices(const Config& config) {
  const std::vector<PortSpec>& ports = config.ports;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    const std::uint16_t mtu = ExpectedMtu(ports[i].device, config.switch_ports[i].mtu);
    if (absl::Status status = CheckDevice(ports[i].device, mtu); !status.ok()) {
      return absl::Status(status.code(), "/ports/" + std::to_string(i) + "/device: " + std::string(status.message()));
    }
  }
  return absl::OkStatus();
}

absl::Status SetEalArguments(const Options& options, Prepared& prepared) {
  absl::StatusOr<EalArguments> eal = MakeEalArguments(prepared.config, options.eal, Machine::Look());
  if (!eal.ok()) return InFile(options.config, eal.status());
  prepared.eal = *std::move(eal);
  return absl::OkStatus();
}

std::string Counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string Placed(const std::vector<unsigned>& cpus) {
  std::string text;
  for (const unsigned cpu : cpus) text += (text.empty() ? "" : ", ") + std::to_string(cpu);
  return text.empty() ? "" : (cpus.size() == 1 ? " on processor " : " on processors ") + text;
}

}  // namespace

absl::StatusOr<Prepared> Prepare(const Options& options) {
  Prepared prepared;
  prepared.config_name = options.config;
  prepared.config_path = std::filesystem::absolute(options.config);
  absl::StatusOr<Config> config = LoadConfig(options.config);
  if (!config.ok()) return config.status();
  prepared.config = *std::move(config);

  if (absl::Status status = CheckPortCount(prepared.config); !status.ok()) return InFile(options.config, status);
  const std::vector<PortSpec>& specs = prepared.config.ports;
  absl::StatusOr<std::vector<Wire>> wires = MakeWires(specs, prepared.config.switch_ports);
  if (!wires.ok()) return InFile(options.config, wires.status());
  prepared.wires = *std::move(wires);

  if (absl::Status status = SetEalArguments(options, prepared); !status.ok()) return status;

  auto policy = SecurityPolicy::Compile(prepared.config.groups, specs);
  if (!policy.ok()) return InFile(options.config, policy.status());
  if (options.check) return prepared;  // neither devices nor memory are asked for

  if (absl::Status status = CheckDevices(prepared.config); !status.ok()) return InFile(options.config, status);
  if (absl::Status status = CheckPrefixIsFree(prepared.eal.file_prefix); !status.ok()) return status;
  auto firewall = Firewall::Create(prepared.config.firewall, *std::move(policy));
  if (!firewall.ok()) return InFile(options.config, firewall.status());
  prepared.firewall = *std::move(firewall);
  // The tables came first: of the huge pages, packets have what is left.
  if (absl::Status status = SetEalArguments(options, prepared); !status.ok()) return status;
  return prepared;
}

absl::StatusOr<std::unique_ptr<Dataplane>> Dataplane::Start(Prepared prepared, const std::string& program) {
  std::unique_ptr<Dataplane> self(new Dataplane(std::move(prepared)));
  if (absl::Status status = self->StartParts(program); !status.ok()) return status;
  return self;
}

absl::Status Dataplane::StartParts(const std::string& program) {
  const Config& config = prepared_.config;
  const unsigned worker_count = config.dataplane.workers;
  {
    OutputCapture capture(!prepared_.eal.verbose);
    auto eal = Eal::Start(program, prepared_.eal, capture);
    if (!eal.ok()) return eal.status();
    eal_ = *std::move(eal);
    if (absl::Status status = eal_->CheckCores(worker_count); !status.ok()) return status;
    clock_ = std::make_unique<TscClock>();
    auto ports = Ports::Open(config, prepared_.wires, MbufCount(config), capture);
    if (!ports.ok()) return InFile(prepared_.config_name, ports.status());
    ports_ = *std::move(ports);
    auto topology = Topology::Make(config, prepared_.wires, ports_->Macs());
    if (!topology.ok()) return InFile(prepared_.config_name, topology.status());
    topology_ = *std::move(topology);
    auto graphs = Graphs::Build(config.ports, config.dataplane, *ports_, *topology_, *prepared_.firewall, *clock_);
    if (!graphs.ok()) return graphs.status();
    graphs_ = *std::move(graphs);
  }
  auto quiescence = Quiescence::Make(worker_count);
  if (!quiescence.ok()) return quiescence.status();
  quiescence_ = *std::move(quiescence);
  trace_ = std::make_unique<TraceSession>(graphs_->tracer(), *quiescence_, *clock_, worker_count);
  auto workers = Workers::Start(*graphs_, worker_count, *quiescence_);
  if (!workers.ok()) return workers.status();
  workers_ = *std::move(workers);
  control_ = std::make_unique<Control>(ControlTargets{.config = config,
                                                      .config_path = prepared_.config_path,
                                                      .firewall = *prepared_.firewall,
                                                      .ports = *ports_,
                                                      .graphs = *graphs_,
                                                      .topology = *topology_,
                                                      .quiescence = *quiescence_,
                                                      .workers = *workers_,
                                                      .trace = *trace_,
                                                      .clock = *clock_});
  return absl::OkStatus();
}

std::vector<std::string> Dataplane::Notices() const {
  std::vector<std::string> notices;
  if (!prepared_.eal.notice.empty()) notices.push_back(prepared_.eal.notice);
  const Firewall& firewall = *prepared_.firewall;
  if (!firewall.HasHugePages() && prepared_.config.dataplane.huge_pages != "off") {
    notices.push_back(
        TableMemoryNotice(firewall.MemoryBytes(), prepared_.eal.missing_huge_bytes, HugePagePool::Look()));
  }
  const std::string socket = TelemetrySocketPath(prepared_.eal.file_prefix);
  if (!std::filesystem::exists(socket)) {
    notices.push_back("tidegatectl cannot reach this process: " + socket +
                      " could not be made; expected a directory that this user may write (XDG_RUNTIME_DIR)");
  }
  return notices;
}

std::string Dataplane::ReadyLine() const {
  const Config& config = prepared_.config;
  const unsigned busy = graphs_->BusyWorkers();
  std::string line = "ready, " + Counted(config.ports.size(), "port") + ", " +
                     Counted(config.dataplane.workers, "worker") + Placed(prepared_.eal.worker_cpus);
  if (busy < config.dataplane.workers) line += " (" + std::to_string(busy) + " of them have a queue to poll)";
  line +=
      ", capacity " + std::to_string(config.firewall.capacity) + " + " + std::to_string(config.firewall.capacity_v6);
  line += " (" + std::to_string(prepared_.firewall->MemoryBytes() >> 20) + " MB";
  line += prepared_.firewall->HasHugePages() ? ", huge pages)" : ", no reserved huge pages)";
  line += prepared_.eal.huge_pages ? ", packets in huge pages" : ", no huge pages for packets";
  line += ", file prefix " + prepared_.eal.file_prefix;
  return line;
}

void Dataplane::Stop() {
  control_.reset();
  workers_.reset();
}

std::string Dataplane::Summary() const {
  return FormatSummary(prepared_.firewall->Counters(), graphs_->Drops(), clock_->Now());
}

}  // namespace tidegate
