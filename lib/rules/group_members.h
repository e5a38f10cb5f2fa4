// Which groups an address belongs to: the question of every rule whose remote is a group.
//
// An address leads to the set of its groups, never a group to its members, so that an answer costs the same however
// many members there are. Addresses in the same combination of groups share one set.
//
// A port's address is a member in the port's zone alone. Listed members count in every zone: single addresses lie in a
// hash table, networks as disjoint intervals, each with the union of what covers it. A single address holds the groups
// of the networks around it as well, so that one answer is whole.
#ifndef TIDEGATE_RULES_GROUP_MEMBERS_H_
#define TIDEGATE_RULES_GROUP_MEMBERS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "rules/family.h"
#include "tidegate/flow_key.h"

namespace tidegate::rules {

// A group that some rule has as its remote, numbered from 0.
using GroupNumber = std::uint32_t;

template <typename Family>
class GroupMembers {
 public:
  using Number = typename Family::Number;
  using Groups = std::span<const GroupNumber>;

  // The groups of one address, ascending in each part.
  struct Answer {
    Groups listed;
    Groups by_port;
  };

  // Cost: two look-ups in hash tables, of which the second is a cache miss if there are many members, and a binary
  // search if networks are members.
  Answer GroupsOf(Zone zone, Number address) const {
    Answer answer;
    if (!ports_.empty()) {
      const auto port = ports_.find(std::pair(zone, address));
      if (port != ports_.end()) answer.by_port = Set(port->second);
    }
    answer.listed = Set(ListedSetOf(address));
    return answer;
  }

  std::size_t MemoryBytes() const {
    return addresses_.capacity() * (sizeof(*addresses_.begin()) + 1) +
           ports_.capacity() * (sizeof(*ports_.begin()) + 1) + starts_.capacity() * sizeof(Number) +
           (set_of_start_.capacity() + groups_.capacity()) * sizeof(std::uint32_t) + sets_.capacity() * sizeof(Run);
  }

 private:
  template <typename>
  friend class GroupMembersBuilder;

  struct Run {
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
  };
  static constexpr std::uint32_t kNoGroups = 0;  // the number of the empty set

  std::uint32_t ListedSetOf(Number address) const {
    const auto single = addresses_.find(address);
    return single != addresses_.end() ? single->second : NetworkSetOf(address);
  }

  std::uint32_t NetworkSetOf(Number address) const {
    const auto behind = std::upper_bound(starts_.begin(), starts_.end(), address);
    return behind == starts_.begin() ? kNoGroups
                                     : set_of_start_[static_cast<std::size_t>(behind - starts_.begin()) - 1];
  }

  Groups Set(std::uint32_t number) const { return Groups(groups_).subspan(sets_[number].begin, sets_[number].count); }

  absl::flat_hash_map<Number, std::uint32_t> addresses_;
  absl::flat_hash_map<std::pair<Zone, Number>, std::uint32_t> ports_;
  std::vector<Number> starts_;  // each network's part reaches to the next start
  std::vector<std::uint32_t> set_of_start_;
  std::vector<Run> sets_{Run{}};
  std::vector<GroupNumber> groups_;
};

}  // namespace tidegate::rules

#endif  // TIDEGATE_RULES_GROUP_MEMBERS_H_
