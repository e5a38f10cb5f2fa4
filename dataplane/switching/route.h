// Where a packet is going: what the nodes in front of the firewall find out and those behind it act on.
#ifndef TIDEGATE_DATAPLANE_SWITCHING_ROUTE_H_
#define TIDEGATE_DATAPLANE_SWITCHING_ROUTE_H_

#include <cstdint>

#include "tidegate/security_groups.h"

namespace tidegate {

// A broadcast domain, by its place in the configuration; behind those, one for each wire.
using NetworkIndex = std::uint16_t;
inline constexpr NetworkIndex kNoNetwork = 0xffff;

// Another end of the overlay's tunnels; 0 is none.
using TunnelIndex = std::uint16_t;
inline constexpr TunnelIndex kNoTunnel = 0;
inline constexpr TunnelIndex kMaxTunnel = 0x7fff;

// Eight bytes beside each packet, in the mbuf's field for a hash, which nobody reads after reception. The port it came
// from is in the mbuf's own field.
struct Route {
  PortIndex to = kNoPort;             // unknown until the switch has looked
  NetworkIndex network = kNoNetwork;  // whose zone it is tracked in
  TunnelIndex to_tunnel = kNoTunnel;  // of port `to`
  std::uint16_t from_tunnel : 15 = kNoTunnel;
  std::uint16_t to_many : 1 = 0;  // one of several copies
};
static_assert(sizeof(Route) == 8);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_SWITCHING_ROUTE_H_
