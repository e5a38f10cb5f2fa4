// Tests of the outcome in plain words.
#include "testbed/report/section/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "testbed/report/section/rank_table.h"

namespace tidegate::testbed {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Contenders with these regrets, of three seeds that vary by a thousandth.
struct Outcome {
  Study study;
  Ranking ranking;
};

Outcome OutcomeOf(const std::vector<std::pair<std::string, double>>& regrets) {
  Outcome outcome;
  outcome.ranking.points = 6;
  outcome.ranking.seeds = 3;
  for (const auto& [label, regret] : regrets) {
    Standing standing;
    standing.contender = outcome.study.contenders.size();
    const double log = std::log(regret);
    standing.by_seed = {log - 0.001, log, log + 0.001};
    standing.log_regret = EstimateOf(standing.by_seed);
    standing.rank = standing.contender + 1;
    outcome.ranking.standings.push_back(standing);
    outcome.study.contenders.push_back({label, label, label.ends_with("/full"), StyleOf(label, false)});
  }
  return outcome;
}

TEST(Verdict, NamesTheBestTheNextAndTheLast) {
  const Outcome o = OutcomeOf({{"state_first", 1.2}, {"vpp_acl", 2.9}, {"lru", 14}, {"fifo", 31}});
  EXPECT_THAT(Verdict(o.study, o.ranking),
              HasSubstr("Take <b>state_first</b>. It costs <b>1.20\u00d7 what the offline optimum costs</b>"));
  EXPECT_THAT(Verdict(o.study, o.ranking),
              HasSubstr("over 6 runs. Next come vpp_acl (2.90\u00d7) and lru (14.0\u00d7); "
                        "last is fifo (31.0\u00d7)."));
}

TEST(Verdict, ShowsATieAsATie) {
  const Outcome o = OutcomeOf({{"state_first", 1.2}, {"hazard_cost", 1.201}, {"lru", 14}});
  EXPECT_THAT(Verdict(o.study, o.ranking), HasSubstr("Take <b>state_first</b> or <b>hazard_cost</b>. The first costs"));
  EXPECT_THAT(Verdict(o.study, o.ranking), HasSubstr("Next comes lru (14.0\u00d7)."));
}

TEST(Verdict, ManyInATieAreCounted) {
  const Outcome o = OutcomeOf({{"a", 1}, {"b", 1.001}, {"c", 1.002}, {"d", 1.003}, {"e", 1.004}});
  EXPECT_EQ(Choice(o.study, Recommended(o.study, o.ranking)), "<b>a</b>, <b>b</b> or 3 more within the noise");
}

TEST(Verdict, AReferenceThatIsBetterIsNamedButNotTaken) {
  const Outcome o = OutcomeOf({{"lhd/full", 1.05}, {"state_first", 1.2}, {"lru", 14}});
  EXPECT_THAT(Verdict(o.study, o.ranking), HasSubstr("Take <b>state_first</b>."));
  EXPECT_THAT(Verdict(o.study, o.ranking), HasSubstr("lhd/full, fully associative and so no choice"));
  const Outcome worse = OutcomeOf({{"state_first", 1.2}, {"lhd/full", 1.5}, {"lru", 14}});
  EXPECT_THAT(Verdict(worse.study, worse.ranking), Not(HasSubstr("lhd/full")));
}

TEST(Verdict, WithoutAnOptimumTheBestIsTheMeasure) {
  Outcome o = OutcomeOf({{"lru", 1.5}});
  o.ranking.reference = RegretReference::kBest;
  EXPECT_THAT(Verdict(o.study, o.ranking), HasSubstr("1.50\u00d7 what the best policy of each run costs"));
}

TEST(Verdict, NobodyWhoWasRunEverywhere) {
  Outcome o = OutcomeOf({{"lru", 1.5}});
  o.ranking.standings[0].rank = 0;
  EXPECT_EQ(Verdict(o.study, o.ranking), "No policy was run everywhere, so none can be recommended.");
}

TEST(RankText, MarksTies) {
  Standing standing;
  standing.rank = 3;
  EXPECT_EQ(RankText(standing), "3");
  standing.tied = true;
  EXPECT_EQ(RankText(standing), "3=");
  standing.rank = 0;
  EXPECT_EQ(RankText(standing), "\u2013");
}

}  // namespace
}  // namespace tidegate::testbed
