// What the packet path asks of the rules.
#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include "rules/compiled_policy.h"
#include "rules/policy_impl.h"
#include "rules/policy_sources.h"
#include "tidegate/security_groups.h"

namespace tidegate {

SecurityPolicy::SecurityPolicy(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
SecurityPolicy::~SecurityPolicy() = default;

absl::StatusOr<std::unique_ptr<const SecurityPolicy>> SecurityPolicy::Compile(const std::vector<SecurityGroup>& groups,
                                                                              const std::vector<PortSpec>& ports) {
  absl::StatusOr<rules::CompiledPolicy> policy = rules::CompilePolicy(groups, ports);
  if (!policy.ok()) return policy.status();
  auto compiled = std::make_unique<const Compiled>(Compiled{*std::move(policy), rules::KeepSources(groups, ports)});
  return std::unique_ptr<const SecurityPolicy>(new SecurityPolicy(std::move(compiled)));
}

namespace {

template <typename Family>
Allowance AskFamily(const rules::FamilyRules<Family>& rules, const rules::CompiledPort& port, Direction direction,
                    const PacketView& view, bool has_stateless) {
  const rules::RuleList<Family>& list = rules.lists[port.list];
  const auto way = static_cast<std::size_t>(direction);
  const rules::PacketFacts<Family> packet(view, direction);
  int allowance = rules.Allow(list.stateful[way], port.zone, packet) ? 1 : 0;
  if (has_stateless && rules.Allow(list.stateless[way], port.zone, packet)) allowance |= 2;
  return static_cast<Allowance>(allowance);
}

}  // namespace

Allowance SecurityPolicy::Ask(PortIndex port, Direction direction, const PacketView& view) const {
  const rules::CompiledPolicy& policy = compiled_->policy;
  if (port == kNoPort) return Allowance::kEither;
  const rules::CompiledPort& compiled = policy.ports[port];
  if (compiled.list == rules::CompiledPort::kNoList) return Allowance::kEither;
  if (view.ip_version == 4) return AskFamily(policy.v4, compiled, direction, view, policy.has_stateless);
  return AskFamily(policy.v6, compiled, direction, view, policy.has_stateless);
}

bool SecurityPolicy::has_stateless() const { return compiled_->policy.has_stateless; }

PortIndex SecurityPolicy::PortOf(const IpAddress& address, Zone zone) const {
  const std::vector<rules::PortAddress>& addresses = compiled_->policy.addresses;
  const auto found =
      std::lower_bound(addresses.begin(), addresses.end(), std::tie(zone, address),
                       [](const rules::PortAddress& entry, const std::tuple<const Zone&, const IpAddress&>& key) {
                         return std::tie(entry.zone, entry.address) < key;
                       });
  const bool hit = found != addresses.end() && found->zone == zone && found->address == address;
  return hit ? found->port : kNoPort;
}

std::size_t SecurityPolicy::port_count() const { return compiled_->policy.ports.size(); }

std::size_t SecurityPolicy::MemoryBytes() const {
  return compiled_->policy.v4.MemoryBytes() + compiled_->policy.v6.MemoryBytes();
}

}  // namespace tidegate
