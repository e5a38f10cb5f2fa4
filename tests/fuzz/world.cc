// The world's addresses and rules.
#include "fuzz/world.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/input.h"
#include "fuzz/require.h"
#include "support/packet_builder.h"

namespace tidegate::fuzz {
namespace {

using test::Ip;

constexpr std::uint64_t kRoomForAll = 256;

SecurityRule Rule(Direction direction, std::uint8_t protocol, std::uint16_t min = 0, std::uint16_t max = 0xffff) {
  SecurityRule rule;
  rule.direction = direction;
  rule.match = ProtocolMatch::kOne;
  rule.protocol = protocol;
  rule.port_min = min;
  rule.port_max = max;
  return rule;
}

SecurityRule AnyRule(Direction direction) {
  SecurityRule rule;
  rule.direction = direction;
  return rule;
}

// A server as it should be: some services inbound, nearly everything outbound.
SecurityGroup WebGroup() {
  using enum Direction;
  SecurityRule members = Rule(kInbound, kProtocolTcp, 25, 25);
  members.remote = GroupRemote{"web"};
  return {"web",
          {Rule(kInbound, kProtocolTcp, 22, 22), Rule(kInbound, kProtocolUdp, 53, 53), Rule(kInbound, kProtocolSctp),
           Rule(kInbound, kProtocolIcmp), std::move(members), Rule(kOutbound, kProtocolTcp, 40000, 65535),
           Rule(kOutbound, kProtocolUdp), Rule(kOutbound, kProtocolIcmp), Rule(kOutbound, 47)}};
}

SecurityGroup GroupOf(unsigned set) {
  using enum Direction;
  switch (set % 4) {
    case 0:
      return WebGroup();
    case 1:
      return {"web", {AnyRule(kInbound), AnyRule(kOutbound)}};
    case 2:
      return {"web", {AnyRule(kOutbound)}};
    default:
      return {"web", {AnyRule(kInbound)}};
  }
}

PortSpec Machine(std::string name, std::vector<IpAddress> addresses, Zone zone) {
  PortSpec port;
  port.name = std::move(name);
  port.addresses = std::move(addresses);
  port.security_groups = {"web"};
  port.firewalled = true;
  port.zone = zone;
  return port;
}

}  // namespace

std::uint16_t Flow::own_port() const {
  constexpr std::uint16_t kPorts[] = {22, 25, 53, 8000};
  return kPorts[number >> 4 & 3];
}

IpAddress Flow::peer_address() const {
  static const IpAddress kV4[] = {Ip("10.0.0.1"), Ip("203.0.113.9"), Ip("192.168.0.5"), Ip("192.168.1.1")};
  static const IpAddress kV6[] = {Ip("2001:db8:1::1"), Ip("2001:db8:1::9"), Ip("2001:db8::5"), Ip("2001:db8:2::1")};
  return v6() ? kV6[peer()] : kV4[peer()];
}

IpAddress Flow::own_address() const {
  static const IpAddress kV4 = Ip("192.168.0.4");
  static const IpAddress kV6 = Ip("2001:db8::4");
  return v6() ? kV6 : kV4;
}

PortIndex Flow::peer_switch_port() const {
  if (peer() < 2 || zone() != 0) return kNoPort;
  return peer() == 2 ? 1 : 2;
}

std::vector<PortSpec> WorldPorts() {
  PortSpec uplink;
  uplink.name = "uplink";
  uplink.addresses = {Ip("192.168.1.1"), Ip("2001:db8:2::1")};
  return {Machine("vm1", {Ip("192.168.0.4"), Ip("2001:db8::4")}, 0),
          Machine("vm2", {Ip("192.168.0.5"), Ip("2001:db8::5")}, 0), uplink,
          Machine("other", {Ip("192.168.0.4"), Ip("2001:db8::4")}, 1)};
}

std::unique_ptr<const SecurityPolicy> MakePolicy(unsigned set) {
  auto policy = SecurityPolicy::Compile({GroupOf(set)}, WorldPorts());
  Require(policy.ok(), "the world's rules compile");
  return *std::move(policy);
}

TrackingOptions MakeTracking(std::uint8_t bits) {
  TrackingOptions tracking;
  tracking.defaults.tcp.liberal = (bits & 1) != 0;
  tracking.defaults.tcp.pickup = (bits & 2) != 0;
  tracking.defaults.tcp.late_close = (bits & 4) == 0;
  tracking.verify_checksums = (bits & 8) != 0;
  if ((bits & 0x30) == 0) return tracking;
  ZoneOptions tenant = tracking.defaults;
  tenant.timeouts.Set(ConnState::kTimeWait, 1 * kSecond);
  tenant.timeouts.Set(ConnState::kEstablished, 60 * kSecond);
  if ((bits & 0x10) != 0) tenant.max_entries = 5;
  if ((bits & 0x20) != 0) tenant.max_half_open = 2;
  tracking.zones[1] = tenant;
  return tracking;
}

FirewallOptions MakeOptions(std::uint8_t policies, std::uint8_t sizes, std::uint8_t tracking) {
  // One of each kind that the model tells apart.
  static constexpr std::array<const char*, 4> kEviction = {"state_first", "none", "lru", "linux_early_drop"};
  static constexpr std::array<const char*, 4> kAdmission = {"always", "half_open_quota", "random_half_open_drop",
                                                            "first_syn_drop"};
  FirewallOptions options;
  options.eviction = kEviction[policies & 3];
  options.admission = kAdmission[policies >> 2 & 3];
  options.half_open_max = 4;
  options.accounting = (policies & 0x10) != 0;
  const bool large = (sizes & 0x80) != 0;
  options.capacity = large ? kRoomForAll : kMinCapacity + (sizes & 0x3f);
  options.capacity_v6 = large ? kRoomForAll : kMinCapacity + (sizes >> 1 & 0x1f);
  options.tracking = MakeTracking(tracking);
  return options;
}

bool HasRoomForAll(const FirewallOptions& options) {
  return options.capacity == kRoomForAll && options.admission != "random_half_open_drop";
}

}  // namespace tidegate::fuzz
