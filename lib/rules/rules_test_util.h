// Rules, ports and packets in few words, for the tests of security policies.
#ifndef TIDEGATE_RULES_RULES_TEST_UTIL_H_
#define TIDEGATE_RULES_RULES_TEST_UTIL_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tidegate/security_groups.h"

namespace tidegate::rules {

inline constexpr Direction kIn = Direction::kInbound;
inline constexpr Direction kOut = Direction::kOutbound;
inline constexpr std::uint8_t kGre = 47;

inline IpAddress Address(std::string_view text) { return *ParseIpAddress(text); }

// A packet as the rules see it. It holds its addresses, so it must outlive the views of it.
struct Packet {
  std::uint8_t protocol = 0;
  IpAddress source;
  IpAddress destination;
  std::uint16_t port = 0;  // TCP, UDP and SCTP: destination port
  IcmpFields icmp{};

  PacketView View() const {
    PacketView view;
    view.ip_version = source.v6 ? 6 : 4;
    view.src_address = source.bytes.data();
    view.dst_address = destination.bytes.data();
    view.protocol = protocol;
    view.src_port = 40000;
    view.dst_port = port;
    view.icmp = icmp;
    return view;
  }
};

// Rules. What is not said is everything.
inline SecurityRule Rule(Direction direction, Remote remote = {}) {
  SecurityRule rule;
  rule.direction = direction;
  rule.remote = std::move(remote);
  return rule;
}
inline SecurityRule Rule(Direction direction, std::uint8_t protocol, Remote remote = {}) {
  SecurityRule rule = Rule(direction, std::move(remote));
  rule.match = ProtocolMatch::kOne;
  rule.protocol = protocol;
  return rule;
}
inline Remote Net(std::string_view text) { return *ParseIpPrefix(text); }
inline Remote Group(std::string name) { return GroupRemote{std::move(name)}; }

inline PortSpec Port(std::string name, const std::vector<std::string_view>& addresses, std::vector<std::string> groups,
                     Zone zone = 0) {
  PortSpec port;
  port.name = std::move(name);
  for (std::string_view address : addresses) port.addresses.push_back(Address(address));
  port.security_groups = std::move(groups);
  port.zone = zone;
  port.firewalled = true;
  return port;
}

inline std::unique_ptr<const SecurityPolicy> Compile(const std::vector<SecurityGroup>& groups,
                                                     const std::vector<PortSpec>& ports) {
  absl::StatusOr<std::unique_ptr<const SecurityPolicy>> policy = SecurityPolicy::Compile(groups, ports);
  EXPECT_TRUE(policy.ok()) << policy.status();
  return *std::move(policy);
}

}  // namespace tidegate::rules

#endif  // TIDEGATE_RULES_RULES_TEST_UTIL_H_
