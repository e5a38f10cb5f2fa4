#include "dataplane/bench_switch.h"

#include <utility>

#include "dataplane/web_rules.h"

namespace tidegate::bench {
namespace {

constexpr char kConfig[] = R"({
  "table": {"capacity": 131072, "capacity_v6": 1024},
  "dataplane": {"workers": 1, "huge_pages": "auto"},
  "security_groups": [{"name": "web", "rules": [
    {"direction": "inbound", "protocol": "tcp", "port_min": 22, "port_max": 22}]}],
  "networks": [{"name": "blue", "vni": 100, "vteps": ["192.0.2.2"],
                "hosts": [{"mac": "02:00:00:00:00:02", "vtep": "192.0.2.2"}]}],
  "ports": [
    {"name": "plain-vm", "peer": "plain-uplink", "firewall": false},
    {"name": "plain-uplink"},
    {"name": "vm", "peer": "uplink", "addresses": ["192.168.0.4"], "security_groups": ["web"]},
    {"name": "uplink"},
    {"name": "tunnelled-vm", "network": "blue", "macs": ["02:00:00:00:00:01"], "addresses": ["192.168.0.4"],
     "security_groups": ["web"]},
    {"name": "tunnels", "vtep": {"address": "192.0.2.1/24"}}]})";

}  // namespace

absl::StatusOr<std::unique_ptr<BenchSwitch>> BenchSwitch::Make(const std::string& program) {
  std::unique_ptr<BenchSwitch> self(new BenchSwitch);
  if (absl::Status status = self->Start(program); !status.ok()) return status;
  return self;
}

absl::Status BenchSwitch::Start(const std::string& program) {
  absl::StatusOr<Config> config = ParseConfig(kConfig);
  if (!config.ok()) return config.status();
  for (PortIndex port = 0; port < kBenchPorts; ++port) config->ports[port].device = "net_ring" + std::to_string(port);
  constexpr unsigned kMbufs = 32768;
  absl::Status status = parts_.Make(*std::move(config), program, "bench-dataplane", kMbufs);
  if (!status.ok()) return status;
  parts_.topology->underlay()->neighbours().Hear(0x020200c0, {2, 0, 0, 0, 0, 0xf1}, parts_.clock->Now());  // 192.0.2.2
  graph_ = parts_.graphs->OfWorker(0);
  for (PortIndex port = 0; port < kBenchPorts; ++port) {
    // What net_ring sends it receives itself: one ring for both, which is emptied before the port is polled.
    rings_.push_back(rte_ring_lookup(("ETH_RXTX0_net_ring" + std::to_string(port)).c_str()));
    if (rings_.back() == nullptr) return absl::InternalError("net_ring has no ring of the name that is expected");
  }
  return absl::OkStatus();
}

BenchSwitch::~BenchSwitch() = default;

void BenchSwitch::SetRules(std::size_t count) {
  parts_.config.groups = {WebRules(count)};
  parts_.firewall->SetPolicy(*SecurityPolicy::Compile(parts_.config.groups, parts_.config.ports));
}

std::string BenchSwitch::Drops() {
  std::string text;
  const auto drops = parts_.graphs->Drops();
  for (const DropReasonInfo& info : kDropReasons) {
    const std::uint64_t count = drops[static_cast<std::size_t>(info.reason)];
    if (count == 0) continue;
    text += (text.empty() ? "" : ", ") + std::string(info.name) + " " + std::to_string(count);
  }
  return text;
}

}  // namespace tidegate::bench
