#include "testbed/optimum/overload.h"

#include <algorithm>
#include <cstddef>

namespace tidegate::testbed {
namespace {

struct Period {
  TimeNs begin = 0;
  TimeNs end = 0;
};

std::vector<TimeNs> SortedEnds(const Needs& needs) {
  std::vector<TimeNs> ends(needs.size());
  std::ranges::transform(needs, ends.begin(), &Need::end);
  std::ranges::sort(ends);
  return ends;
}

// The times during which more than `slots` are alive, in order. Those that touch are two: nobody need be in both.
std::vector<Period> PeriodsOfOverload(const Needs& needs, std::uint64_t slots) {
  std::vector<Period> periods;
  std::uint64_t alive = 0;
  std::size_t next = 0;  // of `needs`
  for (const TimeNs end : SortedEnds(needs)) {
    for (; next < needs.size() && needs[next].begin < end; ++next) {
      if (alive++ == slots) periods.push_back({.begin = needs[next].begin});
    }
    if (--alive == slots) periods.back().end = end;
  }
  return periods;
}

}  // namespace

std::vector<Needs> OverloadedGroups(const Needs& needs, std::uint64_t slots) {
  const std::vector<Period> periods = PeriodsOfOverload(needs, slots);
  std::vector<Needs> groups;
  std::size_t first = 0;         // the first period that is not over when a need begins
  std::size_t end_of_group = 0;  // the first period that is not the last group's
  for (const Need& need : needs) {
    while (first < periods.size() && periods[first].end <= need.begin) ++first;
    if (first == periods.size()) break;
    if (need.end <= periods[first].begin) continue;
    if (first >= end_of_group) groups.emplace_back();
    groups.back().push_back(need);
    const auto behind = std::ranges::lower_bound(periods, need.end, {}, &Period::begin);
    end_of_group = std::max(end_of_group, static_cast<std::size_t>(behind - periods.begin()));
  }
  return groups;
}

}  // namespace tidegate::testbed
