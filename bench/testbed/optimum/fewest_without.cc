#include "testbed/optimum/fewest_without.h"

#include <iterator>
#include <set>

#include "testbed/optimum/optimum.h"

namespace tidegate::testbed {

std::uint64_t FewestWithout(const Needs& needs, std::uint64_t slots) {
  std::multiset<TimeNs> ends;  // of those that hold a slot
  std::uint64_t without = 0;
  for (const Need& need : needs) {
    ends.erase(ends.begin(), ends.upper_bound(need.begin));
    ends.insert(need.end);
    if (ends.size() <= slots) continue;
    ends.erase(std::prev(ends.end()));
    ++without;
  }
  return without;
}

std::uint64_t FewestRefused(const Recording& recording, std::uint64_t slots) {
  return FewestWithout(NeedsOf(recording, CostMode::kStrict), slots);
}

}  // namespace tidegate::testbed
