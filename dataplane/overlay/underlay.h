// This end of all tunnels: its addresses, the other ends, and how to reach them.
#ifndef TIDEGATE_DATAPLANE_OVERLAY_UNDERLAY_H_
#define TIDEGATE_DATAPLANE_OVERLAY_UNDERLAY_H_

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "config/switch_options.h"
#include "overlay/neighbours.h"
#include "overlay/vxlan.h"
#include "switching/route.h"
#include "tidegate/mac_address.h"

namespace tidegate {

class Underlay {
 public:
  // `mac` is the device's. REQUIRES: the addresses are of IPv4.
  Underlay(PortIndex port, const VtepSpec& spec, const MacAddress& mac);

  // Before the workers start: the tunnel to an address, new or there already; kNoTunnel if there are too many.
  TunnelIndex AddTunnel(const IpAddress& other);

  PortIndex port() const { return port_; }
  std::uint32_t own() const { return own_; }
  const MacBytes& own_mac() const { return own_mac_; }
  std::uint16_t udp_port() const { return udp_port_; }
  Neighbours& neighbours() { return neighbours_; }

  // From whom a packet came: kNoTunnel for a stranger. `source` in network order.
  TunnelIndex TunnelFrom(std::uint32_t source) const {
    const auto found = tunnels_of_.find(source);
    return found == tunnels_of_.end() ? kNoTunnel : found->second;
  }

  struct Tunnel {
    IpAddress other;
    VxlanHeader header;
    Neighbours::Index next_hop;
  };
  // REQUIRES: not kNoTunnel.
  const Tunnel& tunnel(TunnelIndex index) const { return tunnels_[index - 1u]; }

 private:
  PortIndex port_;
  VtepSpec spec_;
  std::uint32_t own_;
  MacBytes own_mac_;
  std::uint16_t udp_port_;
  std::vector<Tunnel> tunnels_;
  std::unordered_map<std::uint32_t, TunnelIndex> tunnels_of_;
  Neighbours neighbours_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_OVERLAY_UNDERLAY_H_
