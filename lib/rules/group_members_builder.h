// Collects the members of groups and makes the table of them.
#ifndef TIDEGATE_RULES_GROUP_MEMBERS_BUILDER_H_
#define TIDEGATE_RULES_GROUP_MEMBERS_BUILDER_H_

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "rules/family.h"
#include "rules/group_members.h"
#include "tidegate/flow_key.h"
#include "tidegate/ip_address.h"

namespace tidegate::rules {

template <typename Family>
class GroupMembersBuilder {
 public:
  using Number = typename Family::Number;

  // Members of another family are passed over.
  void AddListed(const IpPrefix& prefix, GroupNumber group) {
    if (!IsOf<Family>(prefix.address)) return;
    const Interval<Family> interval = IntervalOf<Family>(prefix);
    if (interval.first == interval.last) {
      singles_.emplace_back(interval.first, group);
    } else {
      networks_.push_back({interval, group});
    }
  }

  // All groups of a port's address at once. REQUIRES: not called twice for an address in a zone.
  void AddPort(Zone zone, const IpAddress& address, std::vector<GroupNumber> groups) {
    if (!IsOf<Family>(address) || groups.empty()) return;
    out_.ports_.emplace(std::pair(zone, LoadAddress<Family>(address.bytes.data())), SetOf(std::move(groups)));
  }

  // Cost: n log n in the number of members; a million take about a fifth of a second.
  GroupMembers<Family> Finish() {
    LayOutNetworks();
    LayOutSingles();
    return std::move(out_);
  }

 private:
  struct Network {
    Interval<Family> interval;
    GroupNumber group;
  };

  // The number of a set of groups, the same for equal ones.
  std::uint32_t SetOf(std::vector<GroupNumber> groups) {
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    if (groups.empty()) return GroupMembers<Family>::kNoGroups;
    const auto [entry, added] = numbers_.try_emplace(groups, static_cast<std::uint32_t>(out_.sets_.size()));
    if (added) {
      out_.sets_.push_back(
          {static_cast<std::uint32_t>(out_.groups_.size()), static_cast<std::uint32_t>(groups.size())});
      out_.groups_.insert(out_.groups_.end(), groups.begin(), groups.end());
    }
    return entry->second;
  }

  // Two networks are disjoint or one holds the other, so those around an address are a stack.
  void LayOutNetworks() {
    std::sort(networks_.begin(), networks_.end(), [](const Network& a, const Network& b) {
      return std::tuple(a.interval.first, ~a.interval.last) < std::tuple(b.interval.first, ~b.interval.last);
    });
    std::vector<Network> around;
    for (const Network& network : networks_) {
      CloseUntil(around, network.interval.first);
      around.push_back(network);
      Begin(network.interval.first, around);
    }
    while (!around.empty()) Close(around);
  }

  void CloseUntil(std::vector<Network>& around, Number first) {
    while (!around.empty() && around.back().interval.last < first) Close(around);
  }

  // Behind the innermost network begins what is left of those around it.
  void Close(std::vector<Network>& around) {
    const Number last = around.back().interval.last;
    around.pop_back();
    if (~last != 0) Begin(last + 1, around);
  }

  void Begin(Number first, const std::vector<Network>& around) {
    std::vector<GroupNumber> groups;
    groups.reserve(around.size());
    for (const Network& network : around) groups.push_back(network.group);
    const std::uint32_t set = SetOf(std::move(groups));
    if (!out_.starts_.empty() && out_.starts_.back() == first) {
      out_.set_of_start_.back() = set;
      return;
    }
    out_.starts_.push_back(first);
    out_.set_of_start_.push_back(set);
  }

  void LayOutSingles() {
    std::sort(singles_.begin(), singles_.end());
    out_.addresses_.reserve(singles_.size());
    for (auto begin = singles_.begin(); begin != singles_.end();) {
      const Number address = begin->first;
      std::vector<GroupNumber> groups;
      for (; begin != singles_.end() && begin->first == address; ++begin) groups.push_back(begin->second);
      for (const GroupNumber group : out_.Set(out_.NetworkSetOf(address))) groups.push_back(group);
      out_.addresses_.emplace(address, SetOf(std::move(groups)));
    }
  }

  GroupMembers<Family> out_;
  std::vector<std::pair<Number, GroupNumber>> singles_;
  std::vector<Network> networks_;
  absl::flat_hash_map<std::vector<GroupNumber>, std::uint32_t> numbers_;
};

}  // namespace tidegate::rules

#endif  // TIDEGATE_RULES_GROUP_MEMBERS_BUILDER_H_
