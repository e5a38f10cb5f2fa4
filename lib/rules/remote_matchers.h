// The remote ends that rules with the same service allow, taken together: everybody, or intervals of addresses and the
// members of groups.
//
// A rule list of thousands of rules so comes down to few matchers, each asked once: intervals are disjoint and sorted,
// groups are compared with those of the address (GroupMembers), never member by member. Equal matchers are one, also
// among different lists.
#ifndef TIDEGATE_RULES_REMOTE_MATCHERS_H_
#define TIDEGATE_RULES_REMOTE_MATCHERS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "rules/family.h"
#include "rules/group_members.h"

namespace tidegate::rules {

template <typename Family>
class RemoteMatchers {
 public:
  using Number = typename Family::Number;

  // The matcher that everybody meets.
  static constexpr std::uint32_t kEverybody = 0;

  // Cost: one step for each doubling of the matcher's intervals.
  bool HasAddress(std::uint32_t matcher, Number address) const {
    if (matcher == kEverybody) return true;
    const Matcher& asked = matchers_[matcher];
    const Interval<Family>* base = intervals_.data() + asked.intervals;
    // The last interval that begins at or before the address, without a branch that would be guessed wrong.
    std::size_t count = asked.interval_count;
    if (count == 0) return false;
    while (count > 1) {
      const std::size_t half = count / 2;
      base = base[half].first <= address ? base + half : base;
      count -= half;
    }
    return base->Contains(address);
  }

  bool NamesGroups(std::uint32_t matcher) const { return matchers_[matcher].group_count != 0; }

  // Cost: one step for each of the address's groups and each doubling of the matcher's.
  bool HasAnyOf(std::uint32_t matcher, std::span<const GroupNumber> groups) const {
    const Matcher& asked = matchers_[matcher];
    const auto begin = groups_.begin() + asked.groups;
    return std::any_of(groups.begin(), groups.end(),
                       [&](GroupNumber group) { return std::binary_search(begin, begin + asked.group_count, group); });
  }

  std::size_t MemoryBytes() const {
    return matchers_.capacity() * sizeof(Matcher) + intervals_.capacity() * sizeof(Interval<Family>) +
           groups_.capacity() * sizeof(GroupNumber);
  }

 private:
  template <typename>
  friend class RemoteMatchersBuilder;

  // Runs of the arrays below.
  struct Matcher {
    std::uint32_t intervals = 0;
    std::uint32_t interval_count = 0;
    std::uint32_t groups = 0;
    std::uint32_t group_count = 0;
  };

  std::vector<Matcher> matchers_{Matcher{}};
  std::vector<Interval<Family>> intervals_;
  std::vector<GroupNumber> groups_;
};

}  // namespace tidegate::rules

#endif  // TIDEGATE_RULES_REMOTE_MATCHERS_H_
