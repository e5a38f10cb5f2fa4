// The rules of all ports in the form the packet path reads.
//
// A rule list, one for each different combination of groups, is made of service tables: a table for each protocol that
// its rules name, and one for all others. So an answer is three searches whose steps grow with the logarithm of the
// number of rules: protocol, service, remote end. Ports with the same groups share a list, whatever their zone.
//
// What most rules do without stands apart, so that it costs nothing where it does not occur: rules of stateless groups
// have tables of their own, and so have rules whose local end is narrower than everything, by that end.
#ifndef TIDEGATE_RULES_COMPILED_POLICY_H_
#define TIDEGATE_RULES_COMPILED_POLICY_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "rules/family.h"
#include "rules/group_members.h"
#include "rules/packet_facts.h"
#include "rules/remote_matchers.h"
#include "rules/service_tables.h"
#include "tidegate/security_groups.h"

namespace tidegate::rules {

// The service tables of some rules.
struct ProtocolTables {
  struct Other {
    std::uint8_t protocol = 0;
    std::uint32_t table = ServiceTables::kEmpty;
  };

  std::uint32_t tcp = ServiceTables::kEmpty;
  std::uint32_t udp = ServiceTables::kEmpty;
  std::uint32_t icmp = ServiceTables::kEmpty;  // ICMPv6 for IPv6
  std::uint32_t rest = ServiceTables::kEmpty;
  std::vector<Other> others;  // with rules of their own

  template <typename Family>
  std::uint32_t Of(std::uint8_t protocol) const {
    if (protocol == kProtocolTcp) return tcp;
    if (protocol == kProtocolUdp) return udp;
    if (protocol == Family::kIcmp) return icmp;
    for (const Other& other : others) {
      if (other.protocol == protocol) return other.table;
    }
    return rest;
  }
};

// Rules with the same local end. Those of the local ends around it hold as well.
struct LocalRules {
  static constexpr std::uint32_t kNone = 0xffffffff;

  ProtocolTables tables;
  std::uint32_t around = kNone;  // the next wider local end's place
};

// Rules of one direction and family, and of either stateful or stateless groups.
template <typename Family>
struct RuleSet {
  ProtocolTables everywhere;                    // rules that hold whatever the local end
  std::vector<LocalRules> locals;               // the others
  std::vector<typename Family::Number> starts;  // addresses from which the next entry of `innermost` holds
  std::vector<std::uint32_t> innermost;         // a place in `locals`, or kNone

  std::uint32_t InnermostOf(typename Family::Number local) const {
    const auto behind = std::upper_bound(starts.begin(), starts.end(), local);
    if (behind == starts.begin()) return LocalRules::kNone;
    return innermost[static_cast<std::size_t>(behind - starts.begin()) - 1];
  }
};

// Rules by direction.
template <typename Family>
struct RuleList {
  std::array<RuleSet<Family>, 2> stateful;
  std::array<RuleSet<Family>, 2> stateless;
};

template <typename Family>
struct FamilyRules {
  std::vector<RuleList<Family>> lists;
  ServiceTables services;
  RemoteMatchers<Family> matchers;
  GroupMembers<Family> members;

  // Does any rule of the set allow the packet?
  bool Allow(const RuleSet<Family>& set, Zone zone, const PacketFacts<Family>& packet) const {
    Asking asking{*this, zone, packet};
    if (asking.Allow(set.everywhere)) return true;
    if (set.locals.empty()) return false;
    for (std::uint32_t i = set.InnermostOf(packet.local); i != LocalRules::kNone; i = set.locals[i].around) {
      if (asking.Allow(set.locals[i].tables)) return true;
    }
    return false;
  }

  std::size_t MemoryBytes() const {
    return lists.capacity() * sizeof(RuleList<Family>) + services.MemoryBytes() + matchers.MemoryBytes() +
           members.MemoryBytes();
  }

 private:
  // One packet's question. What groups its remote end is in is looked up when the first rule asks, and once.
  struct Asking {
    const FamilyRules& rules;
    Zone zone;
    const PacketFacts<Family>& packet;
    std::optional<typename GroupMembers<Family>::Answer> groups{};

    bool Allow(const ProtocolTables& tables) {
      return rules.services.AnyMatcher(tables.Of<Family>(packet.protocol), packet.service,
                                       [&](std::uint32_t matcher) { return Meets(matcher); });
    }

    bool Meets(std::uint32_t matcher) {
      if (rules.matchers.HasAddress(matcher, packet.remote)) return true;
      if (!rules.matchers.NamesGroups(matcher)) return false;
      if (!groups) groups = rules.members.GroupsOf(zone, packet.remote);
      return rules.matchers.HasAnyOf(matcher, groups->by_port) || rules.matchers.HasAnyOf(matcher, groups->listed);
    }
  };
};

// Where an address is found. Sorted by zone and address.
struct PortAddress {
  Zone zone = 0;
  IpAddress address;
  PortIndex port = kNoPort;
};

struct CompiledPort {
  static constexpr std::uint32_t kNoList = 0xffffffff;  // of a port that is not firewalled

  std::uint32_t list = kNoList;
  Zone zone = 0;
};

struct CompiledPolicy {
  std::vector<CompiledPort> ports;
  bool has_stateless = false;
  FamilyRules<V4> v4;
  FamilyRules<V6> v6;
  std::vector<PortAddress> addresses;
  absl::flat_hash_map<std::string, GroupNumber> group_numbers;  // of the groups that rules have as their remotes
};

// Checks and compiles, as SecurityPolicy::Compile() promises.
absl::StatusOr<CompiledPolicy> CompilePolicy(const std::vector<SecurityGroup>& groups,
                                             const std::vector<PortSpec>& ports);

}  // namespace tidegate::rules

#endif  // TIDEGATE_RULES_COMPILED_POLICY_H_
