// Who is best, by cost, and how surely.
//
// At each point (a scenario, a capacity, a seed) a contender's regret is
//
//     (cost + floor) / (optimum + floor)
//
// with the offline optimum, or the best contender where no optimum was computed; the floor keeps costs that hardly
// anybody would notice from making large ratios. The regret over many points is the geometric mean, so that every point
// counts alike, however dear its workload. Each seed has its mean over all points, and the interval is over the seeds.
#ifndef TIDEGATE_TESTBED_REPORT_RANKING_H_
#define TIDEGATE_TESTBED_REPORT_RANKING_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "testbed/report/stats.h"
#include "testbed/report/study.h"

namespace tidegate::testbed {

struct Standing {
  std::size_t contender = 0;    // position in Study::contenders
  std::vector<double> by_seed;  // logarithms of the regret, in the order of the ranking's seeds
  Estimate log_regret;
  std::size_t rank =
      0;  // from 1; those within the noise of the first of their rank share it. 0: was not run at all points
  bool tied = false;  // shares its rank

  double regret() const;
  double low() const;
  double high() const;
};

enum class RegretReference { kOptimum, kBest, kMixed };  // of which points

struct Ranking {
  std::vector<Standing> standings;  // the best first; those without a rank last
  std::size_t points = 0;           // that each has to have been run at
  std::size_t seeds = 0;
  RegretReference reference = RegretReference::kOptimum;

  const Standing* Find(std::size_t contender) const;
};

// Over all capacities of these scenarios that were played in the mode.
Ranking RankOver(std::span<const Scenario> scenarios, CostMode mode);

// Whether one is not surely better than the other: the interval of their differences, seed by seed, has zero in it, or
// they differ by less than kNoiseFloor.
bool WithinNoise(const Standing& a, const Standing& b);
inline constexpr double kNoiseFloor = 0.01;

// Those to take, the best first: the best one that is no reference, and those after it that are within the noise of it,
// up to the first that is surely worse. (One behind that whose seeds merely vary a lot is no recommendation.)
std::vector<const Standing*> Recommended(const Study& study, const Ranking& ranking);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_RANKING_H_
