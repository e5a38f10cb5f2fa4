// Tests of ranks and regrets, by examples worked out by hand.
#include "testbed/report/ranking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "testbed/report/measures.h"

namespace tidegate::testbed {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

// Costs of a policy, in seconds for 1000 connections, by seed.
using Costs = std::map<std::string, std::vector<double>>;

void AddCells(const Costs& costs, std::uint64_t capacity, std::optional<double> optimum,
              std::vector<CellResult>& cells) {
  for (const auto& [policy, by_seed] : costs) {
    for (std::size_t seed = 0; seed < by_seed.size(); ++seed) {
      CellResult& cell = cells.emplace_back();
      cell.id = policy + std::to_string(capacity) + "." + std::to_string(seed);
      cell.cell = Json::object();
      cell.policy = policy;
      cell.fully_associative = policy.ends_with("/full");
      cell.workload = "web";
      cell.capacity = capacity;
      cell.seed = seed;
      cell.connections = 1000;
      cell.cost_ms = {by_seed[seed] * 1000, std::nullopt, by_seed[seed] * 2000};
      if (optimum) cell.optimum = OptimumResult{1000, 0, {*optimum * 1000, {}, *optimum * 1000}, {}};
    }
  }
}

Study StudyOf(const Costs& costs, std::optional<double> optimum) {
  std::vector<CellResult> cells;
  AddCells(costs, 1024, optimum, cells);
  return MakeStudy(std::move(cells));
}

// "state_first 1" in the order of the ranking.
std::vector<std::string> Ranks(const Study& study, const Ranking& ranking) {
  std::vector<std::string> ranks;
  for (const Standing& standing : ranking.standings) {
    ranks.push_back(study.contenders[standing.contender].label + " " + std::to_string(standing.rank) +
                    (standing.tied ? "=" : ""));
  }
  return ranks;
}

TEST(RankOver, RegretIsTheCostBesideTheOptimumsWithAFloor) {
  // (7 + 1) / (3 + 1) = 2 and (3 + 1) / (3 + 1) = 1.
  const Study study = StudyOf({{"lru", {7}}, {"none", {3}}}, 3);
  const Ranking ranking = RankOver(study.scenarios, CostMode::kStrict);
  EXPECT_EQ(ranking.reference, RegretReference::kOptimum);
  EXPECT_THAT(Ranks(study, ranking), ElementsAre("none 1", "lru 2"));
  EXPECT_THAT(ranking.standings[0].regret(), DoubleNear(1, 1e-12));
  EXPECT_THAT(ranking.standings[1].regret(), DoubleNear(2, 1e-12));
}

TEST(RankOver, WithoutAnOptimumTheBestStandsForIt) {
  const Study study = StudyOf({{"lru", {7}}, {"none", {3}}}, std::nullopt);
  const Ranking ranking = RankOver(study.scenarios, CostMode::kStrict);
  EXPECT_EQ(ranking.reference, RegretReference::kBest);
  EXPECT_THAT(ranking.standings[1].regret(), DoubleNear(2, 1e-12));
}

TEST(RankOver, IsTheGeometricMeanOverCapacities) {
  std::vector<CellResult> cells;
  AddCells({{"lru", {7}}}, 1024, 3, cells);   // 8 / 4 = 2
  AddCells({{"lru", {31}}}, 2048, 3, cells);  // 32 / 4 = 8; sqrt(2 * 8) = 4
  const Study study = MakeStudy(std::move(cells));
  const Ranking ranking = RankOver(study.scenarios, CostMode::kStrict);
  EXPECT_EQ(ranking.points, 2u);
  EXPECT_THAT(ranking.standings[0].regret(), DoubleNear(4, 1e-12));
}

TEST(RankOver, TheIntervalIsOverTheSeeds) {
  // Regrets 2, 2, 16: logarithms of base 2 are 1, 1, 4; mean 2, standard deviation sqrt(3), so 4.3027 * sqrt(3 / 3).
  const Study study = StudyOf({{"lru", {7, 7, 63}}}, 3);
  const Standing standing = RankOver(study.scenarios, CostMode::kStrict).standings[0];
  EXPECT_THAT(std::log2(standing.regret()), DoubleNear(2, 1e-9));
  EXPECT_THAT(std::log2(standing.high()), DoubleNear(2 + 4.3027, 1e-9));
  EXPECT_THAT(std::log2(standing.low()), DoubleNear(2 - 4.3027, 1e-9));
}

TEST(RankOver, DifferencesWithinTheNoiseShareARank) {
  // sieve is now better, now worse than lru; none is always worse, by as much as the seeds vary themselves.
  const Study study = StudyOf({{"lru", {10, 20, 30}}, {"sieve", {11, 19, 31}}, {"none", {20, 40, 60}}}, 3);
  const Ranking ranking = RankOver(study.scenarios, CostMode::kStrict);
  EXPECT_THAT(Ranks(study, ranking), ElementsAre("lru 1=", "sieve 1=", "none 3"));
}

TEST(RankOver, OfOneSeedOnePercentIsNoise) {
  const Study study = StudyOf({{"lru", {100}}, {"sieve", {100.9}}, {"none", {103}}}, 3);
  EXPECT_THAT(Ranks(study, RankOver(study.scenarios, CostMode::kStrict)), ElementsAre("lru 1=", "sieve 1=", "none 3"));
}

TEST(RankOver, WhoWasNotRunEverywhereHasNoRank) {
  std::vector<CellResult> cells;
  AddCells({{"lru", {7}}, {"none", {9}}}, 1024, 3, cells);
  AddCells({{"none", {9}}}, 2048, 3, cells);
  const Study study = MakeStudy(std::move(cells));
  EXPECT_THAT(Ranks(study, RankOver(study.scenarios, CostMode::kStrict)), ElementsAre("none 1", "lru 0"));
}

std::vector<std::string> RecommendedLabels(const Study& study) {
  const Ranking ranking = RankOver(study.scenarios, CostMode::kStrict);
  std::vector<std::string> labels;
  for (const Standing* standing : Recommended(study, ranking))
    labels.push_back(study.contenders[standing->contender].label);
  return labels;
}

TEST(Recommended, IsNoReference) {
  EXPECT_THAT(RecommendedLabels(StudyOf({{"arc/full", {3}}, {"lru", {7}}, {"none", {9}}}, 3)), ElementsAre("lru"));
}

TEST(Recommended, StopsAtTheFirstThatIsSurelyWorse) {
  // fifo varies so much that nothing is sure about it, but sieve is better than it and surely worse than lru.
  const Study study = StudyOf({{"lru", {10, 10, 10}}, {"sieve", {20, 20, 20}}, {"fifo", {5, 30, 400}}}, 3);
  EXPECT_THAT(RecommendedLabels(study), ElementsAre("lru"));
}

TEST(BoundAt, IsTheMeanOfTheSeeds) {
  std::vector<CellResult> cells;
  AddCells({{"lru", {7, 8}}}, 1024, 3, cells);
  cells[1].optimum->least[0] = 5000;
  const Study study = MakeStudy(std::move(cells));
  const Play& play = study.scenarios[0].kept;
  EXPECT_DOUBLE_EQ(BoundAt(play, 1024, Bound::kLeastCost, CostMode::kStrict)->mean, 4);
  EXPECT_EQ(BoundAt(play, 1024, Bound::kLeastInSets, CostMode::kStrict), std::nullopt);
  EXPECT_DOUBLE_EQ(BoundOf(play, 1024, 1, Bound::kLeastCost, CostMode::kStrict).value_or(0), 5);
}

}  // namespace
}  // namespace tidegate::testbed
