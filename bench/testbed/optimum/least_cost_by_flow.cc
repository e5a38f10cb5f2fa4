// The flow is solved for a few candidates alone, whom greedy schedules choose; all others keep their slots. What a slot
// is worth at each moment then shows who else had better be a candidate: who occupies more than going without costs.
// When there is nobody left, the solution is the optimum of all, as its dual is one of all (column generation: Ford and
// Fulkerson 1958). Those who go without are few beside those who do not, and so are the moments at which one of them
// begins or ends: this flow is far smaller than that of all.
#include "testbed/optimum/least_cost_by_flow.h"

#include <cstddef>
#include <vector>

#include "testbed/optimum/cheapest_cover.h"
#include "testbed/optimum/greedy_cover.h"

namespace tidegate::testbed {
namespace {

using Candidates = std::vector<bool>;  // of all spans

Candidates FirstCandidates(const Moments& moments) {
  Candidates candidates(moments.spans.size());
  for (const SpanOrder order : {EndsLater, CostsLess, CostsLessForItsLength}) {
    const std::vector<bool> taken = GreedyCover(moments, order);
    for (std::size_t i = 0; i < taken.size(); ++i) candidates[i] = candidates[i] || taken[i];
  }
  return candidates;
}

// The problem of the candidates alone. From one begin or end among them to the next, one moment stands for all: the one
// that asks for the most.
struct Restricted {
  Moments moments;
  std::vector<std::uint32_t> hardest;  // of each of its moments: which one stands for it
};

// How many begins and ends of candidates are at or before each moment, and behind the last.
std::vector<std::uint32_t> Sections(const Moments& all, const Candidates& candidates) {
  std::vector<std::uint32_t> sections(all.excess.size() + 1);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i]) sections[all.spans[i].begin] = sections[all.spans[i].end] = 1;
  }
  for (std::size_t i = 1; i < sections.size(); ++i) sections[i] += sections[i - 1];
  return sections;
}

Restricted Restrict(const Moments& all, const Candidates& candidates) {
  // Each moment asks for somebody, and somebody is there: the first section begins at the first moment.
  const std::vector<std::uint32_t> sections = Sections(all, candidates);
  Restricted restricted;
  std::vector<std::uint32_t>& hardest = restricted.hardest;
  for (std::uint32_t now = 0; now < all.excess.size(); ++now) {
    if (sections[now] > hardest.size()) hardest.push_back(now);
    if (all.excess[now] > all.excess[hardest.back()]) hardest.back() = now;
  }
  for (const std::uint32_t moment : hardest) restricted.moments.excess.push_back(all.excess[moment]);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!candidates[i]) continue;
    const Span& span = all.spans[i];
    restricted.moments.spans.push_back({sections[span.begin] - 1, sections[span.end] - 1, span.cost});
  }
  return restricted;
}

// What slots are worth until each moment, together.
std::vector<std::uint64_t> WorthUntil(const Restricted& restricted, const Cover& cover, std::size_t moments) {
  std::vector<std::uint64_t> until(moments + 1);
  for (std::size_t i = 0; i < cover.worth.size(); ++i) until[restricted.hardest[i] + 1] = cover.worth[i];
  for (std::size_t i = 1; i < until.size(); ++i) until[i] += until[i - 1];
  return until;
}

// Whether there were any.
bool AddCandidates(const Moments& all, const std::vector<std::uint64_t>& worth_until, Candidates& candidates) {
  bool added = false;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Span& span = all.spans[i];
    if (candidates[i] || worth_until[span.end] - worth_until[span.begin] <= span.cost) continue;
    candidates[i] = added = true;
  }
  return added;
}

}  // namespace

std::uint64_t LeastCostByFlow(const Moments& all) {
  if (all.excess.empty()) return 0;
  Candidates candidates = FirstCandidates(all);
  while (true) {
    const Restricted restricted = Restrict(all, candidates);
    const Cover cover = CheapestCover(restricted.moments);
    if (!AddCandidates(all, WorthUntil(restricted, cover, all.excess.size()), candidates)) return cover.cost;
  }
}

}  // namespace tidegate::testbed
