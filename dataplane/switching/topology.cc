#include "switching/topology.h"

#include <algorithm>
#include <utility>

namespace tidegate {
namespace {

constexpr std::size_t kLearnedAddresses = 65536;  // one megabyte

}  // namespace

Topology::Topology() : macs_(kLearnedAddresses) {}

absl::StatusOr<std::unique_ptr<Topology>> Topology::Make(const Config& config, const std::vector<Wire>& wires,
                                                         const std::vector<MacAddress>& device_macs) {
  std::unique_ptr<Topology> self(new Topology);
  self->has_networks_ = !config.networks.empty();
  for (std::size_t i = 0; i < config.switch_ports.size(); ++i) {
    if (!config.switch_ports[i].vtep) continue;
    self->has_networks_ = true;
    self->underlay_ =
        std::make_unique<Underlay>(static_cast<PortIndex>(i), *config.switch_ports[i].vtep, device_macs[i]);
  }
  if (absl::Status status = self->AddNetworks(config); !status.ok()) return status;
  if (absl::Status status = self->AddPorts(config, wires); !status.ok()) return status;
  self->AddPlaces();
  return self;
}

absl::Status Topology::AddNetworks(const Config& config) {
  for (std::size_t n = 0; n < config.networks.size(); ++n) {
    const NetworkSpec& spec = config.networks[n];
    Network network{.name = spec.name, .zone = spec.zone, .vni = spec.vni.value_or(0)};
    if (spec.vni) network_of_vni_[*spec.vni] = static_cast<NetworkIndex>(n);
    for (const IpAddress& vtep : spec.vteps) {
      const TunnelIndex tunnel = underlay_->AddTunnel(vtep);
      if (tunnel == kNoTunnel) {
        return absl::ResourceExhaustedError("/networks/" + std::to_string(n) + "/vteps: more than " +
                                            std::to_string(kMaxTunnel) + " different ones in all networks");
      }
      network.tunnels.push_back(tunnel);
    }
    std::sort(network.tunnels.begin(), network.tunnels.end());
    for (const RemoteHost& host : spec.hosts) {
      macs_.Name(static_cast<NetworkIndex>(n), host.mac, {underlay_->port(), underlay_->AddTunnel(host.vtep)});
    }
    networks_.push_back(std::move(network));
  }
  return absl::OkStatus();
}

absl::Status Topology::AddPorts(const Config& config, const std::vector<Wire>& wires) {
  security_ = std::vector<Secured>(config.ports.size());
  for (std::size_t i = 0; i < config.ports.size(); ++i) {
    const auto port = static_cast<PortIndex>(i);
    const SwitchPortSpec& spec = config.switch_ports[i];
    const bool member = !spec.network.empty();
    const PortIndex peer = wires[i].peer;
    const bool bypass = spec.bypass || (peer != kNoPort && config.switch_ports[peer].bypass);
    has_bypass_ |= bypass;
    kinds_.push_back(spec.vtep ? PortKind::kTunnelEnd
                     : member  ? PortKind::kMember
                     : bypass  ? PortKind::kBypass
                               : PortKind::kWire);
    if (spec.port_security) {
      Secured& secured = security_[i];
      secured.macs = spec.macs;
      secured.addresses = config.ports[i].addresses;
      secured.owned = std::make_unique<const PortSecurity>(secured.macs, secured.addresses);
      secured.now.store(secured.owned.get(), std::memory_order_release);
    }
    learns_.push_back(!spec.port_security);
    Route route;
    if (member) {
      const auto found = std::ranges::find(config.networks, spec.network, &NetworkSpec::name);
      route.network = static_cast<NetworkIndex>(found - config.networks.begin());
      for (const MacAddress& mac : spec.macs) macs_.Name(route.network, mac, {port, kNoTunnel});
      Network& network = networks_[route.network];
      network.members.push_back({port, kNoTunnel});
      if (!spec.port_security) network.unknown.push_back({port, kNoTunnel});
    } else if (!spec.vtep) {
      if (networks_.size() >= kNoNetwork) return absl::ResourceExhaustedError("/ports: too many networks and wires");
      route = {.to = wires[i].peer, .network = static_cast<NetworkIndex>(networks_.size())};
      networks_.push_back({.name = "", .zone = wires[i].zone});
    }
    routes_.push_back(route);
  }
  return absl::OkStatus();
}

std::vector<std::unique_ptr<const PortSecurity>> Topology::ChangeAddresses(const std::vector<PortSpec>& ports) {
  std::vector<std::unique_ptr<const PortSecurity>> old;
  for (std::size_t i = 0; i < security_.size(); ++i) {
    Secured& secured = security_[i];
    if (secured.owned == nullptr || secured.addresses == ports[i].addresses) continue;
    secured.addresses = ports[i].addresses;
    auto next = std::make_unique<const PortSecurity>(secured.macs, secured.addresses);
    secured.now.store(next.get(), std::memory_order_release);
    old.push_back(std::exchange(secured.owned, std::move(next)));
  }
  return old;
}

// Each tunnel of a network is a place to flood to as well.
void Topology::AddPlaces() {
  for (Network& network : networks_) {
    for (const TunnelIndex tunnel : network.tunnels) {
      const Location place{underlay_->port(), tunnel};
      network.members.push_back(place);
      network.unknown.push_back(place);
    }
  }
}

}  // namespace tidegate
