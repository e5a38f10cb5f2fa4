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
  if (auto status = Same("/table/ageing", next.ageing, running.ageing); !status.ok()) return status;
  if (auto status = Same("/table/half_open_max", next.half_open_max, running.half_open_max); !status.ok())
    return status;
  if (auto status = Same("/table/half_open_per_source", next.half_open_per_source, running.half_open_per_source);
      !status.ok()) {
    return status;
  }
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

// A group of nothing but members is a list of addresses.
std::string SummaryOf(const std::vector<SecurityGroup>& groups) {
  std::size_t rules = 0;
  std::size_t lists = 0;
  for (const SecurityGroup& group : groups) {
    rules += group.rules.size();
    lists += group.rules.empty() && !group.members.empty() ? 1 : 0;
  }
  const std::string summary = Counted(groups.size() - lists, "security group") + " with " + Counted(rules, "rule");
  return lists == 0 ? summary : summary + " and " + Counted(lists, "list") + " of addresses";
}

// How packets are switched is fixed at the start.
absl::Status CheckSwitching(const Config& running, const Config& next) {
  const auto changed = [](const std::string& place) {
    return absl::FailedPreconditionError(place +
                                         ": expected to be as in the running process, for how packets are switched "
                                         "changes with a restart only");
  };
  if (next.networks.size() != running.networks.size()) return changed("/networks");
  for (std::size_t i = 0; i < next.networks.size(); ++i) {
    if (next.networks[i] != running.networks[i]) return changed("/networks/" + std::to_string(i));
  }
  for (std::size_t i = 0; i < next.switch_ports.size(); ++i) {
    if (next.switch_ports[i] != running.switch_ports[i]) return changed("/ports/" + std::to_string(i));
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
  if (next.dataplane != running.dataplane) {
    return absl::FailedPreconditionError(
        "/dataplane: expected to be as in the running process, for it changes with a restart only");
  }
  return CheckSwitching(running, next);
}

absl::StatusOr<NewRules> LoadNewRules(const std::string& path, const Config& running) {
  absl::StatusOr<Config> next = LoadConfig(path);
  if (!next.ok()) return next.status();
  if (absl::Status status = CheckReloadable(running, *next); !status.ok()) {
    return absl::Status(status.code(), path + ": " + std::string(status.message()));
  }
  auto policy = SecurityPolicy::Compile(next->groups, next->ports);
  if (!policy.ok()) return absl::Status(policy.status().code(), path + ": " + std::string(policy.status().message()));
  return NewRules{.policy = *std::move(policy),
                  .tracking = next->firewall.tracking,
                  .ports = next->ports,
                  .recheck_established = next->reload.recheck_established,
                  .summary = SummaryOf(next->groups) + ", from " + path};
}

}  // namespace tidegate
