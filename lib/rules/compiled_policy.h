// The rules of all ports in the form the packet path reads.
//
// The rules of a family lie in one array. A rule list, one for each different combination of groups and zone, is four
// consecutive runs of it: direction by family. Ports with the same groups share a list, so that a thousand virtual
// machines of one tier keep one list warm in the cache.
#ifndef TIDEGATE_RULES_COMPILED_POLICY_H_
#define TIDEGATE_RULES_COMPILED_POLICY_H_

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "rules/address_sets.h"
#include "rules/compiled_rule.h"
#include "tidegate/security_groups.h"

namespace tidegate::rules {

// A run of rules in the array of its family.
struct RuleRun {
  std::uint32_t begin = 0;
  std::uint32_t count = 0;
};

template <typename Family>
struct FamilyRules {
  std::vector<CompiledRule<Family>> rules;
  AddressSets<Family> sets;

  // Does any rule of the run allow the packet?
  bool Allow(RuleRun run, const PacketFacts<Family>& packet) const {
    for (const CompiledRule<Family>& rule : std::span(rules).subspan(run.begin, run.count)) {
      if (!rule.MatchesAllButSet(packet)) continue;
      if (rule.set == CompiledRule<Family>::kNoSet || sets.Contains(rule.set, packet.remote)) return true;
    }
    return false;
  }
};

// The runs of one list, by direction.
struct RuleList {
  RuleRun v4[2];
  RuleRun v6[2];
};

// Where an address is found. Sorted by zone and address.
struct PortAddress {
  Zone zone = 0;
  IpAddress address;
  PortIndex port = kNoPort;
};

struct CompiledPolicy {
  static constexpr std::uint32_t kNoList = 0xffffffff;  // of a port that is not firewalled

  std::vector<std::uint32_t> list_of_port;
  std::vector<RuleList> lists;
  FamilyRules<V4> v4;
  FamilyRules<V6> v6;
  std::vector<PortAddress> addresses;
};

// Checks and compiles, as SecurityPolicy::Compile() promises.
absl::StatusOr<CompiledPolicy> CompilePolicy(const std::vector<SecurityGroup>& groups,
                                             const std::vector<PortSpec>& ports);

}  // namespace tidegate::rules

#endif  // TIDEGATE_RULES_COMPILED_POLICY_H_
