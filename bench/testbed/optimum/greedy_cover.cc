#include "testbed/optimum/greedy_cover.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <queue>

namespace tidegate::testbed {
namespace {

std::vector<std::uint32_t> InOrderOfBegin(const std::vector<Span>& spans) {
  std::vector<std::uint32_t> order(spans.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {}, [&](std::uint32_t span) { return spans[span].begin; });
  return order;
}

}  // namespace

bool EndsLater(const Span& a, const Span& b) { return a.end > b.end; }

bool CostsLess(const Span& a, const Span& b) { return a.cost != b.cost ? a.cost < b.cost : EndsLater(a, b); }

bool CostsLessForItsLength(const Span& a, const Span& b) {
  return std::uint64_t{a.cost} * (b.end - b.begin) < std::uint64_t{b.cost} * (a.end - a.begin);
}

std::vector<bool> GreedyCover(const Moments& moments, SpanOrder order) {
  const std::vector<Span>& spans = moments.spans;
  const auto behind = [&](std::uint32_t a, std::uint32_t b) { return order(spans[b], spans[a]); };
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, decltype(behind)> rest(behind);
  std::vector<std::uint32_t> over(moments.excess.size() + 1);  // how many of those taken are over by a moment
  std::vector<bool> taken(spans.size());
  std::uint32_t cover = 0;
  std::uint32_t now = 0;
  const auto take = [&](std::uint32_t span) {
    if (spans[span].end <= now) return;
    taken[span] = true;
    ++over[spans[span].end];
    ++cover;
  };
  const std::vector<std::uint32_t> by_begin = InOrderOfBegin(spans);
  for (auto next = by_begin.begin(); now < moments.excess.size(); ++now) {
    cover -= over[now];
    for (; next != by_begin.end() && spans[*next].begin == now; ++next) rest.push(*next);
    for (; cover < moments.excess[now]; rest.pop()) take(rest.top());
  }
  return taken;
}

}  // namespace tidegate::testbed
