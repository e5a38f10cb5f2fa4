// Rule sets of any size for the benchmarks.
#ifndef TIDEGATE_BENCH_DATAPLANE_WEB_RULES_H_
#define TIDEGATE_BENCH_DATAPLANE_WEB_RULES_H_

#include <cstddef>
#include <cstdint>

#include "tidegate/security_groups.h"

namespace tidegate::bench {

// A group "web" with so many inbound rules: single TCP ports for networks of different sizes, as hand-written rules
// are, and at the end SSH for everybody.
inline SecurityGroup WebRules(std::size_t count) {
  SecurityGroup group;
  group.name = "web";
  SecurityRule rule;
  rule.match = ProtocolMatch::kOne;
  rule.protocol = kProtocolTcp;
  for (std::size_t i = 0; i + 1 < count; ++i) {
    const std::uint8_t network[4] = {static_cast<std::uint8_t>(44 + (i >> 8)), static_cast<std::uint8_t>(i), 0, 0};
    rule.port_min = rule.port_max = static_cast<std::uint16_t>(1024 + i % 50000);
    rule.remote = IpPrefix{IpAddress::V4(network), 16};
    group.rules.push_back(rule);
  }
  rule.port_min = rule.port_max = 22;
  rule.remote = AnyRemote{};
  group.rules.push_back(rule);
  return group;
}

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_DATAPLANE_WEB_RULES_H_
