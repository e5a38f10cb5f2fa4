#include "testbed/optimum/moments.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace tidegate::testbed {
namespace {

std::vector<std::uint32_t> InOrderOfEnd(const Needs& needs) {
  std::vector<std::uint32_t> order(needs.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {}, [&](std::uint32_t need) { return needs[need].end; });
  return order;
}

}  // namespace

Moments MomentsOf(const Needs& needs, std::uint64_t slots) {
  Moments moments;
  std::vector<std::uint32_t> begins(needs.size());  // the first moment that is not before a need's begin
  std::uint64_t alive = 0;
  std::size_t next = 0;  // of `needs`
  for (const std::uint32_t ending : InOrderOfEnd(needs)) {
    const std::size_t begun = next;
    for (; next < needs.size() && needs[next].begin < needs[ending].end; ++next, ++alive) {
      begins[next] = static_cast<std::uint32_t>(moments.excess.size());
    }
    if (next > begun && alive > slots) moments.excess.push_back(static_cast<std::uint32_t>(alive - slots));
    --alive;
    const auto end = static_cast<std::uint32_t>(moments.excess.size());
    if (begins[ending] < end) moments.spans.push_back({begins[ending], end, needs[ending].cost});
  }
  return moments;
}

}  // namespace tidegate::testbed
