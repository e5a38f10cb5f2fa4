// Measures.
#include "testbed/report/measures.h"

#include <algorithm>
#include <limits>
#include <map>

namespace tidegate::testbed {
namespace {

Estimate OverSeeds(const Seeds& seeds, const auto& measure) {
  std::vector<double> values;
  values.reserve(seeds.size());
  for (const CellResult* result : seeds) values.push_back(measure(*result));
  return EstimateOf(values);
}

std::optional<double> LeastIn(const CellResult& result, Bound bound, CostMode mode) {
  if (!result.optimum) return std::nullopt;
  const OptimumResult& optimum = *result.optimum;
  if (bound == Bound::kFewestRefused) return optimum.fewest_refused / optimum.connections;
  const ByMode& costs = bound == Bound::kLeastCost ? optimum.least : optimum.in_sets;
  const std::optional<double> cost = costs[static_cast<std::size_t>(mode)];
  return cost ? std::optional(*cost / optimum.connections) : std::nullopt;
}

// The first that is found for each seed.
std::map<std::uint64_t, double> BoundsBySeed(const Play& play, std::uint64_t capacity, Bound bound, CostMode mode) {
  std::map<std::uint64_t, double> bounds;
  for (const std::size_t contender : play.contenders) {
    for (const CellResult* result : play.At(contender, capacity)) {
      if (const std::optional<double> value = LeastIn(*result, bound, mode)) bounds.emplace(result->seed, *value);
    }
  }
  return bounds;
}

}  // namespace

Requests RequestsOf(const Play& play) {
  bool counted = true;
  for (const auto& [place, seeds] : play.results) {
    for (const CellResult* result : seeds) {
      if (result->syn_attempts > 0) return Requests::kSyns;
      counted = counted && result->datagrams_refused.has_value();
    }
  }
  return counted ? Requests::kFlows : Requests::kUnknown;
}

std::string_view Name(Requests requests) { return requests == Requests::kSyns ? "SYNs" : "UDP flows"; }

Estimate RefusedShare(const Seeds& seeds, Requests requests) {
  return OverSeeds(seeds, [&](const CellResult& result) {
    return requests == Requests::kSyns ? result.syn_loss() : result.flow_loss();
  });
}

Estimate BrokenShare(const Seeds& seeds) {
  return OverSeeds(
      seeds, [](const CellResult& result) { return result.connections > 0 ? result.broken / result.connections : 0; });
}

Estimate Cost(const Seeds& seeds, CostMode mode) {
  return OverSeeds(seeds, [&](const CellResult& result) { return result.cost(mode); });
}

ByClass WrongfulPer1000(const Seeds& seeds) {
  ByClass sums{};
  for (const CellResult* result : seeds) {
    if (result->connections <= 0) continue;
    const double scale = 1000 / result->connections / static_cast<double>(seeds.size());
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += result->wrongful[i] * scale;
  }
  return sums;
}

std::optional<Estimate> BoundAt(const Play& play, std::uint64_t capacity, Bound bound, CostMode mode) {
  std::vector<double> values;
  for (const auto& [seed, value] : BoundsBySeed(play, capacity, bound, mode)) values.push_back(value);
  return values.empty() ? std::nullopt : std::optional(EstimateOf(values));
}

std::optional<double> BoundOf(const Play& play, std::uint64_t capacity, std::uint64_t seed, Bound bound,
                              CostMode mode) {
  const auto bounds = BoundsBySeed(play, capacity, bound, mode);
  const auto found = bounds.find(seed);
  return found == bounds.end() ? std::nullopt : std::optional(found->second);
}

std::uint64_t FocusCapacity(const Play& play, CostMode mode) {
  std::uint64_t focus = play.capacities.front();
  double widest = 0;
  for (const std::uint64_t capacity : play.capacities) {
    double least = std::numeric_limits<double>::max();
    double most = 0;
    for (const std::size_t contender : play.contenders) {
      const Seeds& seeds = play.At(contender, capacity);
      if (seeds.empty()) continue;
      const double cost = Cost(seeds, mode).mean;
      least = std::min(least, cost);
      most = std::max(most, cost);
    }
    const double spread = (most + kCostFloor) / (least + kCostFloor);
    if (spread > widest) {
      widest = spread;
      focus = capacity;
    }
  }
  return focus;
}

}  // namespace tidegate::testbed
