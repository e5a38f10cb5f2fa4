// Unites remote ends to matchers.
#ifndef TIDEGATE_RULES_REMOTE_MATCHERS_BUILDER_H_
#define TIDEGATE_RULES_REMOTE_MATCHERS_BUILDER_H_

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "rules/family.h"
#include "rules/group_members.h"
#include "rules/remote_matchers.h"

namespace tidegate::rules {

// The remote end of one rule: an interval, which is everything for everybody, or a group.
template <typename Family>
struct RemoteEnd {
  static constexpr GroupNumber kNoGroup = 0xffffffff;

  Interval<Family> interval{0, static_cast<typename Family::Number>(~typename Family::Number{0})};
  GroupNumber group = kNoGroup;

  bool IsEverybody() const { return group == kNoGroup && interval.IsEverything(); }
};

template <typename Family>
class RemoteMatchersBuilder {
 public:
  using Number = typename Family::Number;

  // The matcher that an address meets if it is of any of `ends`; the same for the same set. REQUIRES: ends is not
  // empty. Cost: n log n.
  std::uint32_t Union(const std::vector<RemoteEnd<Family>>& ends) {
    Content content;
    for (const RemoteEnd<Family>& end : ends) {
      if (end.IsEverybody()) return RemoteMatchers<Family>::kEverybody;
      if (end.group == RemoteEnd<Family>::kNoGroup) {
        content.intervals.push_back(end.interval);
      } else {
        content.groups.push_back(end.group);
      }
    }
    Merge(content.intervals);
    if (content.intervals.size() == 1 && content.intervals[0].IsEverything()) return RemoteMatchers<Family>::kEverybody;
    std::sort(content.groups.begin(), content.groups.end());
    content.groups.erase(std::unique(content.groups.begin(), content.groups.end()), content.groups.end());
    return NumberOf(std::move(content));
  }

  RemoteMatchers<Family> Finish() { return std::move(out_); }

 private:
  struct Content {
    std::vector<Interval<Family>> intervals;
    std::vector<GroupNumber> groups;

    bool operator==(const Content&) const = default;
    template <typename State>
    friend State AbslHashValue(State state, const Content& content) {
      return State::combine(std::move(state), content.intervals, content.groups);
    }
  };

  // Sorts; those that overlap or touch become one.
  static void Merge(std::vector<Interval<Family>>& intervals) {
    std::sort(intervals.begin(), intervals.end(),
              [](const Interval<Family>& a, const Interval<Family>& b) { return a.first < b.first; });
    std::size_t kept = 0;
    for (const Interval<Family>& next : intervals) {
      if (kept != 0 && (next.first <= intervals[kept - 1].last || next.first == intervals[kept - 1].last + 1)) {
        intervals[kept - 1].last = std::max(intervals[kept - 1].last, next.last);
      } else {
        intervals[kept++] = next;
      }
    }
    intervals.resize(kept);
  }

  std::uint32_t NumberOf(Content content) {
    const auto [entry, added] = numbers_.try_emplace(content, static_cast<std::uint32_t>(out_.matchers_.size()));
    if (!added) return entry->second;
    out_.matchers_.push_back(
        {static_cast<std::uint32_t>(out_.intervals_.size()), static_cast<std::uint32_t>(content.intervals.size()),
         static_cast<std::uint32_t>(out_.groups_.size()), static_cast<std::uint32_t>(content.groups.size())});
    out_.intervals_.insert(out_.intervals_.end(), content.intervals.begin(), content.intervals.end());
    out_.groups_.insert(out_.groups_.end(), content.groups.begin(), content.groups.end());
    return entry->second;
  }

  RemoteMatchers<Family> out_;
  absl::flat_hash_map<Content, std::uint32_t> numbers_;
};

}  // namespace tidegate::rules

#endif  // TIDEGATE_RULES_REMOTE_MATCHERS_BUILDER_H_
