// Ranks.
#include "testbed/report/ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "testbed/report/measures.h"

namespace tidegate::testbed {
namespace {

struct Sum {
  double logs = 0;
  std::size_t points = 0;
};

// Adds up point by point.
class Tally {
 public:
  explicit Tally(CostMode mode) : mode_(mode) {}

  void Add(const Play& play) {
    for (const std::uint64_t capacity : play.capacities) {
      for (const auto& [seed, results] : BySeed(play, capacity)) AddPoint(play, capacity, seed, results);
    }
  }

  Ranking Finish() const;

 private:
  using Results = std::map<std::size_t, const CellResult*>;  // by contender

  static std::map<std::uint64_t, Results> BySeed(const Play& play, std::uint64_t capacity) {
    std::map<std::uint64_t, Results> by_seed;
    for (const std::size_t contender : play.contenders) {
      for (const CellResult* result : play.At(contender, capacity)) by_seed[result->seed][contender] = result;
    }
    return by_seed;
  }

  void AddPoint(const Play& play, std::uint64_t capacity, std::uint64_t seed, const Results& results) {
    const std::optional<double> optimum = BoundOf(play, capacity, seed, Bound::kLeastCost, mode_);
    double best = std::numeric_limits<double>::max();
    for (const auto& [contender, result] : results) best = std::min(best, result->cost(mode_));
    for (const auto& [contender, result] : results) {
      Sum& sum = sums_[contender][seed];
      sum.logs += std::log((result->cost(mode_) + kCostFloor) / (optimum.value_or(best) + kCostFloor));
      ++sum.points;
    }
    seeds_.insert(seed);
    ++points_;
    with_optimum_ += optimum.has_value() ? 1 : 0;
  }

  Standing StandingOf(std::size_t contender, const std::map<std::uint64_t, Sum>& sums) const {
    Standing standing;
    standing.contender = contender;
    std::size_t points = 0;
    for (const auto& [seed, sum] : sums) {
      standing.by_seed.push_back(sum.logs / static_cast<double>(sum.points));
      points += sum.points;
    }
    standing.log_regret = EstimateOf(standing.by_seed);
    standing.rank = points == points_ ? 1 : 0;
    return standing;
  }

  CostMode mode_;
  std::map<std::size_t, std::map<std::uint64_t, Sum>> sums_;
  std::set<std::uint64_t> seeds_;
  std::size_t points_ = 0;
  std::size_t with_optimum_ = 0;
};

// Equal ranks for those within the noise of the first of them; the next rank counts all before it.
void AssignRanks(std::vector<Standing>& standings) {
  std::size_t first = 0;  // of those that share a rank
  for (std::size_t i = 0; i < standings.size() && standings[i].rank != 0; ++i) {
    if (!WithinNoise(standings[first], standings[i])) first = i;
    standings[i].rank = first + 1;
    if (i > first) standings[i].tied = standings[first].tied = true;
  }
}

Ranking Tally::Finish() const {
  Ranking ranking;
  ranking.points = points_;
  ranking.seeds = seeds_.size();
  ranking.reference = with_optimum_ == points_ ? RegretReference::kOptimum
                      : with_optimum_ == 0     ? RegretReference::kBest
                                               : RegretReference::kMixed;
  for (const auto& [contender, sums] : sums_) ranking.standings.push_back(StandingOf(contender, sums));
  std::ranges::stable_sort(ranking.standings, {}, [](const Standing& standing) {
    return std::tuple(standing.rank == 0, standing.log_regret.mean);
  });
  AssignRanks(ranking.standings);
  return ranking;
}

}  // namespace

double Standing::regret() const { return std::exp(log_regret.mean); }
double Standing::low() const { return std::exp(log_regret.low()); }
double Standing::high() const { return std::exp(log_regret.high()); }

const Standing* Ranking::Find(std::size_t contender) const {
  const auto found = std::ranges::find(standings, contender, &Standing::contender);
  return found == standings.end() ? nullptr : &*found;
}

Ranking RankOver(std::span<const Scenario> scenarios, CostMode mode) {
  Tally tally(mode);
  for (const Scenario& scenario : scenarios) tally.Add(scenario.PlayOf(mode));
  return tally.Finish();
}

bool WithinNoise(const Standing& a, const Standing& b) {
  const Estimate difference = PairedDifference(a.by_seed, b.by_seed);
  if (std::abs(difference.mean) < std::log1p(kNoiseFloor)) return true;
  return difference.has_interval() && difference.low() <= 0 && difference.high() >= 0;
}

std::vector<const Standing*> Recommended(const Study& study, const Ranking& ranking) {
  std::vector<const Standing*> recommended;
  for (const Standing& standing : ranking.standings) {
    if (standing.rank == 0 || study.contenders[standing.contender].reference) continue;
    if (!recommended.empty() && !WithinNoise(*recommended.front(), standing)) break;
    recommended.push_back(&standing);
  }
  return recommended;
}

}  // namespace tidegate::testbed
