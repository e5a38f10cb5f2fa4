// Networks, and what a port is within one: how the dataplane switches. Replay ignores all but the zone.
#ifndef TIDEGATE_CONFIG_SWITCH_OPTIONS_H_
#define TIDEGATE_CONFIG_SWITCH_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tidegate/flow_key.h"
#include "tidegate/ip_address.h"
#include "tidegate/mac_address.h"

namespace tidegate {

// An Ethernet address behind a tunnel that need not be learned.
struct RemoteHost {
  MacAddress mac;
  IpAddress vtep;

  bool operator==(const RemoteHost&) const = default;
};

// A broadcast domain: its ports reach each other by Ethernet address, and its connections are those of a zone.
struct NetworkSpec {
  std::string name;
  Zone zone = 0;
  std::optional<std::uint32_t> vni{};  // none: it has no overlay
  std::vector<IpAddress> vteps{};      // the other ends of its tunnels
  std::vector<RemoteHost> hosts{};

  bool operator==(const NetworkSpec&) const = default;
};

// A port that ends tunnels: what it sends and receives is VXLAN of all networks with a VNI.
struct VtepSpec {
  IpPrefix subnet;    // on the link
  IpAddress address;  // this end's, in the subnet
  std::optional<IpAddress> gateway;
  std::uint16_t udp_port = 4789;

  bool operator==(const VtepSpec&) const = default;
};

// Of a port. RFC 791 section 3.2; and a common limit of devices, which leaves room for the headers of a tunnel around
// 9000 bytes.
inline constexpr std::uint16_t kMinMtu = 68;
inline constexpr std::uint16_t kMaxMtu = 9216;

// What a port is beside a device: one of `network` and `vtep`, or neither, for an end of a wire. And how the device is
// used.
struct SwitchPortSpec {
  std::string network;
  std::vector<MacAddress> macs{};  // which it may send from, and where it is found
  bool port_security = false;
  bool bypass = false;  // of a wire: its packets do not pass the firewall
  std::optional<VtepSpec> vtep{};
  std::optional<std::uint16_t> queues{};  // of the device's, so many are used each way at most
  std::optional<std::uint16_t> mtu{};     // bytes of IP; none: the device's own

  bool operator==(const SwitchPortSpec&) const = default;
};

}  // namespace tidegate

#endif  // TIDEGATE_CONFIG_SWITCH_OPTIONS_H_
