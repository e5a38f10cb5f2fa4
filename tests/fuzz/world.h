// The little world that fuzzed packets travel: three ports, the outside, rules, and so few addresses and port numbers
// that everything meets everything.
//
// Port 0 is vm1, 192.168.0.4 and 2001:db8::4, the end that all packets come from or go to. Port 1 is vm2 beside it,
// port 2 an uplink without rules, port 3 another tenant's machine with the addresses of vm1, in zone 1.
#ifndef TIDEGATE_TESTS_FUZZ_WORLD_H_
#define TIDEGATE_TESTS_FUZZ_WORLD_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "tidegate/firewall.h"
#include "tidegate/ip_address.h"
#include "tidegate/security_groups.h"
#include "tidegate/tracking.h"

namespace tidegate::fuzz {

// One flow, by what a byte of the input says: family, who speaks to vm1, ports, zone.
struct Flow {
  static constexpr std::size_t kCount = 128;

  explicit Flow(std::uint8_t bits) : number(bits & 127) {}

  bool v6() const { return (number & 1) != 0; }
  unsigned peer() const { return number >> 1 & 3; }  // two outside, vm2, the uplink's
  std::uint16_t peer_port() const { return static_cast<std::uint16_t>(40000 + (number >> 3 & 1)); }
  std::uint16_t own_port() const;
  Zone zone() const { return number >> 6; }

  IpAddress peer_address() const;
  IpAddress own_address() const;
  PortIndex peer_switch_port() const;
  PortIndex own_switch_port() const { return zone() == 0 ? 0 : 3; }

  std::uint8_t number;
};

std::vector<PortSpec> WorldPorts();

// The rules of one of four sets, from "all is allowed" to "only outbound".
std::unique_ptr<const SecurityPolicy> MakePolicy(unsigned set);

// How TCP is tracked, and what zone 1 may have, by bits.
TrackingOptions MakeTracking(std::uint8_t bits);

// A firewall's options by the first bytes of the input.
FirewallOptions MakeOptions(std::uint8_t policies, std::uint8_t sizes, std::uint8_t tracking);

// Whether tables of these options are larger than anything that an input may fill them with.
bool HasRoomForAll(const FirewallOptions& options);

}  // namespace tidegate::fuzz

#endif  // TIDEGATE_TESTS_FUZZ_WORLD_H_
