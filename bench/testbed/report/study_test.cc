// Tests of sorting results: what is compared with what.
#include "testbed/report/study.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "testbed/report/measures.h"
#include "testbed/report/test_support/synthetic.h"

namespace tidegate::testbed {
namespace {

using ::testing::ElementsAre;

Study StudyOf(const std::vector<Json>& results) {
  std::vector<CellResult> cells;
  for (const Json& json : results) cells.push_back(*CellResultFromJson(json, "x"));
  return MakeStudy(std::move(cells));
}

std::vector<std::string> ContenderLabels(const Study& study) {
  std::vector<std::string> labels;
  for (const Contender& contender : study.contenders) labels.push_back(contender.label);
  return labels;
}

std::vector<Json> Small() {
  return SyntheticResults({.policies = {"lru", "lru/full", "none", "state_first"},
                           .scenarios = {"web", "web+syn_flood"},
                           .capacities = {65536, 32768},
                           .seeds = {2, 1},
                           .seconds = 3});
}

TEST(MakeStudy, SortsContendersByFamily) {
  const Study study = StudyOf(Small());
  EXPECT_THAT(ContenderLabels(study), ElementsAre("state_first", "none", "lru", "lru/full"));
  EXPECT_TRUE(study.contenders[3].reference);
  EXPECT_EQ(study.contenders[3].style.light, study.contenders[2].style.light) << "one policy, one colour";
}

TEST(MakeStudy, OverlaysMakeAScenario) {
  const Study study = StudyOf(Small());
  ASSERT_EQ(study.scenarios.size(), 2u);
  EXPECT_EQ(study.scenarios[0].label, "web");
  EXPECT_EQ(study.scenarios[1].label, "web + syn_flood");
  const Play& play = study.scenarios[0].kept;
  EXPECT_THAT(play.capacities, ElementsAre(32768, 65536));
  ASSERT_EQ(play.At(0, 65536).size(), 2u);
  EXPECT_EQ(play.At(0, 65536)[0]->seed, 1u);
  EXPECT_TRUE(play.At(0, 7).empty());
  EXPECT_FALSE(study.scenarios[0].loose.empty());
  EXPECT_THAT(PlayedModes(study), ElementsAre(CostMode::kStrict, CostMode::kLoose, CostMode::kNat));
}

TEST(MakeStudy, TheOrderOfResultsDoesNotMatter) {
  std::vector<Json> results = Small();
  const std::vector<std::string> labels = ContenderLabels(StudyOf(results));
  std::ranges::reverse(results);
  EXPECT_EQ(ContenderLabels(StudyOf(results)), labels);
}

TEST(MakeStudy, ParametersTellScenariosOfOneNameApart) {
  std::vector<Json> results = SyntheticResults({.policies = {"lru"},
                                                .scenarios = {"web"},
                                                .capacities = {65536},
                                                .seeds = {1, 2},
                                                .modes = {"strict"},
                                                .seconds = 3});
  results[0]["cell"]["workload"]["rate"] = 100;
  results[1]["cell"]["workload"]["rate"] = 200;
  const Study study = StudyOf(results);
  ASSERT_EQ(study.scenarios.size(), 2u);
  EXPECT_EQ(study.scenarios[0].label, "web, rate=100");
  EXPECT_EQ(study.scenarios[1].label, "web, rate=200");
}

TEST(MakeStudy, AdmissionAndOptionsMakeContenders) {
  std::vector<Json> results = SyntheticResults({.policies = {"lru"},
                                                .scenarios = {"web"},
                                                .capacities = {65536},
                                                .seeds = {1, 2, 3},
                                                .modes = {"strict"},
                                                .seconds = 3});
  results[0]["admission"] = "half_open_quota";
  results[1]["cell"]["half_open_max"] = 1024;
  const Study study = StudyOf(results);
  EXPECT_EQ(study.scenarios.size(), 1u);
  EXPECT_THAT(ContenderLabels(study),
              ElementsAre("lru + half_open_quota", "lru, half_open_max=1024", "lru, half_open_max=32768"));
}

// A quarter of the capacity is what everybody has who names none.
TEST(MakeStudy, AQuotaThatFollowsTheCapacityMakesNoContender) {
  std::vector<Json> results = SyntheticResults({.policies = {"lru"},
                                                .scenarios = {"web"},
                                                .capacities = {32768, 65536},
                                                .seeds = {1},
                                                .modes = {"strict"},
                                                .seconds = 3});
  for (Json& result : results) {
    result["cell"].erase("half_open_max");
    result["cell"]["options"] = {{"half_open_max", result["capacity"].get<int>() / 4}, {"syn_rate", 100}};
  }
  EXPECT_THAT(ContenderLabels(StudyOf(results)), ElementsAre("lru"));
}

TEST(MakeStudy, StrictAndNatOfOneSeedAreOnePlay) {
  std::vector<Json> results = SyntheticResults({.policies = {"lru"},
                                                .scenarios = {"web"},
                                                .capacities = {65536},
                                                .seeds = {1},
                                                .modes = {"strict"},
                                                .seconds = 3});
  results.push_back(results[0]);
  results[1]["id"] = "another";
  results[1]["mode"] = "nat";
  EXPECT_EQ(StudyOf(results).scenarios[0].kept.At(0, 65536).size(), 1u);
}

TEST(FocusCapacity, IsWhereThePoliciesDifferMost) {
  std::vector<Json> results = SyntheticResults({.policies = {"lru", "none"},
                                                .scenarios = {"web"},
                                                .capacities = {1024, 2048},
                                                .seeds = {1},
                                                .modes = {"strict"},
                                                .seconds = 3});
  for (Json& result : results) {
    const bool wide = result["capacity"] == 2048;
    result["legit"]["connections"] = 1000;
    result["cost"]["strict"] = result["policy"] == "lru" ? (wide ? 90000 : 500000) : (wide ? 1000 : 400000);
  }
  const Study study = StudyOf(results);
  EXPECT_EQ(FocusCapacity(study.scenarios[0].kept, CostMode::kStrict), 2048u);
}

}  // namespace
}  // namespace tidegate::testbed
