// Who is connected with whom: the networks with their ports and tunnels, and the wires. Made before the workers start;
// they share it, and of it only the tables of addresses change.
#ifndef TIDEGATE_DATAPLANE_SWITCHING_TOPOLOGY_H_
#define TIDEGATE_DATAPLANE_SWITCHING_TOPOLOGY_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "config/config.h"
#include "overlay/underlay.h"
#include "switching/mac_table.h"
#include "switching/port_security.h"
#include "switching/route.h"
#include "wiring.h"

namespace tidegate {

enum class PortKind : std::uint8_t {
  kWire,
  kBypass,  // an end of a wire past the firewall
  kMember,
  kTunnelEnd
};

struct Network {
  std::string name;  // empty for a wire
  Zone zone = 0;
  std::uint32_t vni = 0;  // read only of networks that have tunnels
  // Where copies go: of broadcasts and multicasts; of packets to an address that nobody knows, which is none of a port
  // whose addresses are all configured.
  std::vector<Location> members{};
  std::vector<Location> unknown{};
  std::vector<TunnelIndex> tunnels{};  // sorted
};

class Topology {
 public:
  // The wires are those of MakeWires(). Fails with one line.
  static absl::StatusOr<std::unique_ptr<Topology>> Make(const Config& config, const std::vector<Wire>& wires,
                                                        const std::vector<MacAddress>& device_macs);

  PortKind kind(PortIndex port) const { return kinds_[port]; }
  // A packet that came from a port; of one that ends tunnels, before the tunnel is known.
  const Route& RouteFrom(PortIndex port) const { return routes_[port]; }
  // Null if the port may send what it likes. Of a worker's walk: valid until its end.
  const PortSecurity* SecurityOf(PortIndex port) const { return security_[port].now.load(std::memory_order_acquire); }
  // Is what this port sends to be learned?
  bool Learns(PortIndex port) const { return learns_[port]; }

  const Network& network(NetworkIndex index) const { return networks_[index]; }
  std::size_t network_count() const { return networks_.size(); }
  NetworkIndex NetworkOf(std::uint32_t vni) const {
    const auto found = network_of_vni_.find(vni);
    return found == network_of_vni_.end() ? kNoNetwork : found->second;
  }

  // Gives the ports with port security the addresses of `ports`, where they have others. Returns what was in force
  // before: to be kept until no walk is under way that had begun before (Quiescence). One thread at a time.
  // REQUIRES: as many ports as before.
  std::vector<std::unique_ptr<const PortSecurity>> ChangeAddresses(const std::vector<PortSpec>& ports);

  MacTable& macs() { return macs_; }
  Underlay* underlay() { return underlay_.get(); }  // null without tunnels
  // Is there anything to switch?
  bool has_networks() const { return has_networks_; }
  bool has_bypass() const { return has_bypass_; }

 private:
  // What a port may send from, and the pointer that the workers follow.
  struct Secured {
    std::vector<MacAddress> macs{};
    std::vector<IpAddress> addresses{};
    std::unique_ptr<const PortSecurity> owned{};
    std::atomic<const PortSecurity*> now = nullptr;
  };

  Topology();
  absl::Status AddNetworks(const Config& config);
  absl::Status AddPorts(const Config& config, const std::vector<Wire>& wires);
  void AddPlaces();

  std::vector<PortKind> kinds_;
  std::vector<Route> routes_;
  std::vector<Secured> security_;
  std::vector<bool> learns_;
  std::vector<Network> networks_;
  std::unordered_map<std::uint32_t, NetworkIndex> network_of_vni_;
  MacTable macs_;
  std::unique_ptr<Underlay> underlay_;
  bool has_networks_ = false;
  bool has_bypass_ = false;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_SWITCHING_TOPOLOGY_H_
