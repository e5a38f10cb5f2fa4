// From groups and ports, as people write them, to the arrays the packet path reads.
#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "rules/compiled_policy.h"
#include "rules/group_members_builder.h"
#include "rules/policy_check.h"
#include "rules/rule_set_compiler.h"

namespace tidegate::rules {
namespace {

// Fills the arrays of one family.
template <typename Family>
class FamilyCompiler {
 public:
  explicit FamilyCompiler(GroupNumbers& numbers) : sets_(numbers) {}

  void AddList(const std::vector<const SecurityGroup*>& groups) {
    RuleList<Family>& list = lists_.emplace_back();
    for (const Direction direction : {Direction::kInbound, Direction::kOutbound}) {
      const auto way = static_cast<std::size_t>(direction);
      list.stateful[way] = sets_.Compile(RulesOf(groups, direction, true));
      list.stateless[way] = sets_.Compile(RulesOf(groups, direction, false));
    }
  }

  FamilyRules<Family> Finish(GroupMembers<Family> members) {
    return {std::move(lists_), sets_.FinishServices(), sets_.FinishMatchers(), std::move(members)};
  }

 private:
  static std::vector<const SecurityRule*> RulesOf(const std::vector<const SecurityGroup*>& groups, Direction direction,
                                                  bool stateful) {
    std::vector<const SecurityRule*> rules;
    for (const SecurityGroup* group : groups) {
      if (group->stateful != stateful) continue;
      for (const SecurityRule& rule : group->rules) {
        if (rule.direction == direction) rules.push_back(&rule);
      }
    }
    return rules;
  }

  std::vector<RuleList<Family>> lists_;
  RuleSetCompiler<Family> sets_;
};

// REQUIRES: CheckPolicy() is content with groups and ports.
class Compiler {
 public:
  Compiler(const std::vector<SecurityGroup>& groups, const std::vector<PortSpec>& ports)
      : ports_(ports), v4_(numbers_), v6_(numbers_) {
    for (const SecurityGroup& group : groups) group_of_name_.emplace(group.name, &group);
  }

  CompiledPolicy Compile() {
    for (const PortSpec& port : ports_) AddPort(port);
    const auto key = [](const PortAddress& entry) { return std::tie(entry.zone, entry.address); };
    std::sort(policy_.addresses.begin(), policy_.addresses.end(),
              [&](const PortAddress& a, const PortAddress& b) { return key(a) < key(b); });
    // All lists are made: now it is known which groups are anybody's remote.
    policy_.v4 = v4_.Finish(MembersOf<V4>());
    policy_.v6 = v6_.Finish(MembersOf<V6>());
    policy_.group_numbers.insert(numbers_.begin(), numbers_.end());
    return std::move(policy_);
  }

 private:
  // The same for all ports with the same groups, in whatever order they name them.
  using ListKey = std::set<std::string_view>;

  void AddPort(const PortSpec& port) {
    const auto index = static_cast<PortIndex>(policy_.ports.size());
    for (const IpAddress& address : port.addresses) policy_.addresses.push_back({port.zone, address, index});
    const bool firewalled = port.firewalled || !port.security_groups.empty();
    const ListKey key(port.security_groups.begin(), port.security_groups.end());
    policy_.ports.push_back({firewalled ? ListOf(key) : CompiledPort::kNoList, port.zone});
  }

  std::uint32_t ListOf(const ListKey& key) {
    const auto next = static_cast<std::uint32_t>(list_of_groups_.size());
    const auto [entry, added] = list_of_groups_.try_emplace(key, next);
    if (added) AddList(key);
    return entry->second;
  }

  void AddList(const ListKey& key) {
    std::vector<const SecurityGroup*> groups;
    for (const std::string_view name : key) {
      groups.push_back(group_of_name_.at(name));
      if (!groups.back()->stateful && !groups.back()->rules.empty()) policy_.has_stateless = true;
    }
    v4_.AddList(groups);
    v6_.AddList(groups);
  }

  template <typename Family>
  GroupMembers<Family> MembersOf() const {
    GroupMembersBuilder<Family> builder;
    for (const auto& [name, number] : numbers_) {
      for (const IpPrefix& member : group_of_name_.at(name)->members) builder.AddListed(member, number);
    }
    for (const PortSpec& port : ports_) {
      std::vector<GroupNumber> groups;
      for (const std::string& name : port.security_groups) {
        if (const auto number = numbers_.find(name); number != numbers_.end()) groups.push_back(number->second);
      }
      for (const IpAddress& address : port.addresses) builder.AddPort(port.zone, address, groups);
    }
    return builder.Finish();
  }

  const std::vector<PortSpec>& ports_;
  CompiledPolicy policy_;
  GroupNumbers numbers_;
  FamilyCompiler<V4> v4_;
  FamilyCompiler<V6> v6_;
  absl::flat_hash_map<std::string_view, const SecurityGroup*> group_of_name_;
  absl::flat_hash_map<ListKey, std::uint32_t> list_of_groups_;
};

}  // namespace

absl::StatusOr<CompiledPolicy> CompilePolicy(const std::vector<SecurityGroup>& groups,
                                             const std::vector<PortSpec>& ports) {
  if (absl::Status status = CheckPolicy(groups, ports); !status.ok()) return status;
  return Compiler(groups, ports).Compile();
}

}  // namespace tidegate::rules
