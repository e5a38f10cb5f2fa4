// Random rules and packets to ask them about.
//
// As the largest clouds allow: many groups of about ten rules, for single ports and short ranges of TCP and UDP, whose
// remote ends are networks or other groups.
#ifndef TIDEGATE_BENCH_RULES_RULE_WORLD_H_
#define TIDEGATE_BENCH_RULES_RULE_WORLD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "tidegate/packet_view.h"
#include "tidegate/security_groups.h"

namespace tidegate::bench {

struct WorldSize {
  std::size_t rules = 10;   // of a list
  std::size_t lists = 1;    // ports, each with groups of its own
  std::size_t members = 0;  // of all remote groups; with 0 every remote end is a network
  bool wide = false;        // any service range instead of single ports and short ranges

  auto operator<=>(const WorldSize&) const = default;
};

// An inbound TCP or UDP packet and the port it comes to.
struct Question {
  std::array<std::uint8_t, 4> remote{};
  std::array<std::uint8_t, 4> local{10, 0, 0, 1};
  std::uint16_t service = 0;
  std::uint8_t protocol = 0;
  PortIndex port = 0;

  // Valid as long as this is where it is.
  PacketView View() const;
};

struct RuleWorld {
  std::vector<SecurityGroup> groups;
  std::vector<PortSpec> ports;
  std::vector<Question> allowed;
  std::vector<Question> denied;
  std::unique_ptr<const SecurityPolicy> policy;
};

// Made once for each size, always the same for it.
const RuleWorld& WorldOf(const WorldSize& size);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_RULES_RULE_WORLD_H_
