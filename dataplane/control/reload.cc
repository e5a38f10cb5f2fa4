// Which changes of the configuration a running dataplane can follow.
#include "control/reload.h"

#include <string_view>
#include <utility>

namespace tidegate {
namespace {

std::string Show(const std::string& text) { return "\"" + text + "\""; }
std::string Show(std::uint64_t number) { return std::to_string(number); }
std::string Show(bool flag) { return flag ? "true" : "false"; }

std::string Counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

template <typename Value>
absl::Status Same(const std::string& place, const Value& next, const Value& running) {
  if (next == running) return absl::OkStatus();
  return absl::FailedPreconditionError(
      place + ": " + Show(next) + "; expected " + Show(running) +
      " as in the running process, for only rules, timeouts, tcp, checksums and zones change without a restart");
}

absl::Status CheckTable(const FirewallOptions& running, const FirewallOptions& next) {
  if (auto status = Same("/table/capacity", next.capacity, running.capacity); !status.ok()) return status;
  if (auto status = Same("/table/capacity_v6", next.capacity_v6, running.capacity_v6); !status.ok()) return status;
  if (auto status = Same("/table/eviction", next.eviction, running.eviction); !status.ok()) return status;
  if (auto status = Same("/table/admission", next.admission, running.admission); !status.ok()) return status;
  if (auto status = Same("/table/half_open_max", next.half_open_max, running.half_open_max); !status.ok())
    return status;
  if (auto status = Same("/table/syn_rate", next.syn_rate, running.syn_rate); !status.ok()) return status;
  if (auto status = Same("/table/syn_burst", next.syn_burst, running.syn_burst); !status.ok()) return status;
  if (auto status = Same("/table/accounting", next.accounting, running.accounting); !status.ok()) return status;
  return absl::OkStatus();
}

absl::Status CheckPort(const std::string& place, const PortSpec& running, const PortSpec& next) {
  if (auto status = Same(place + "/name", next.name, running.name); !status.ok()) return status;
  if (auto status = Same(place + "/device", next.device, running.device); !status.ok()) return status;
  if (auto status = Same(place + "/peer", next.peer, running.peer); !status.ok()) return status;
  if (auto status = Same<std::uint64_t>(place + "/zone", next.zone, running.zone); !status.ok()) return status;
  if (next.firewalled != running.firewalled) {
    return absl::FailedPreconditionError(place + "/security_groups: expected to be " +
                                         (running.firewalled ? "given" : "left out") + " as in the running process");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckReloadable(const Config& running, const Config& next) {
  if (auto status = CheckTable(running.firewall, next.firewall); !status.ok()) return status;
  if (next.ports.size() != running.ports.size()) {
    return absl::FailedPreconditionError("/ports: " + std::to_string(next.ports.size()) + " of them; expected the " +
                                         std::to_string(running.ports.size()) + " of the running process");
  }
  for (std::size_t i = 0; i < next.ports.size(); ++i) {
    const std::string place = "/ports/" + std::to_string(i);
    if (auto status = CheckPort(place, running.ports[i], next.ports[i]); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<NewRules> LoadNewRules(const std::string& path, const Config& running) {
  absl::StatusOr<Config> next = LoadConfig(path);
  if (!next.ok()) return next.status();
  if (absl::Status status = CheckReloadable(running, *next); !status.ok()) {
    return absl::Status(status.code(), path + ": " + std::string(status.message()));
  }
  auto policy = SecurityPolicy::Compile(next->groups, next->ports);
  if (!policy.ok()) return absl::Status(policy.status().code(), path + ": " + std::string(policy.status().message()));
  std::size_t rules = 0;
  for (const SecurityGroup& group : next->groups) rules += group.rules.size();
  return NewRules{
      .policy = *std::move(policy),
      .tracking = next->firewall.tracking,
      .summary = Counted(next->groups.size(), "security group") + " with " + Counted(rules, "rule") + ", from " + path};
}

}  // namespace tidegate
