// What the packet path asks of the rules.
#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include "rules/compiled_policy.h"
#include "tidegate/security_groups.h"

namespace tidegate {

struct SecurityPolicy::Compiled {
  rules::CompiledPolicy policy;
};

SecurityPolicy::SecurityPolicy(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
SecurityPolicy::~SecurityPolicy() = default;

absl::StatusOr<std::unique_ptr<const SecurityPolicy>> SecurityPolicy::Compile(const std::vector<SecurityGroup>& groups,
                                                                              const std::vector<PortSpec>& ports) {
  absl::StatusOr<rules::CompiledPolicy> policy = rules::CompilePolicy(groups, ports);
  if (!policy.ok()) return policy.status();
  auto compiled = std::make_unique<const Compiled>(Compiled{*std::move(policy)});
  return std::unique_ptr<const SecurityPolicy>(new SecurityPolicy(std::move(compiled)));
}

bool SecurityPolicy::Allows(PortIndex port, Direction direction, const PacketView& view) const {
  const rules::CompiledPolicy& policy = compiled_->policy;
  if (port == kNoPort || policy.list_of_port[port] == rules::CompiledPolicy::kNoList) return true;
  const rules::RuleList& list = policy.lists[policy.list_of_port[port]];
  const auto way = static_cast<std::size_t>(direction);
  const bool inbound = direction == Direction::kInbound;
  if (view.ip_version == 4) return policy.v4.Allow(list.v4[way], rules::PacketFacts<rules::V4>(view, inbound));
  return policy.v6.Allow(list.v6[way], rules::PacketFacts<rules::V6>(view, inbound));
}

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

std::size_t SecurityPolicy::port_count() const { return compiled_->policy.list_of_port.size(); }

}  // namespace tidegate
