// Tests of how measurements are collected.
#include "conntrack/measurements.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidegate::bench {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Figures = Measurements::Figures;

Figures Rate(double ns) { return {{"items_per_second", 1e9 / ns}}; }

TEST(ParseBenchmarkName, TakesItApart) {
  const auto name = ParseBenchmarkName("BM_LookupHit<tidegate>/112928");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->workload, "LookupHit");
  EXPECT_EQ(name->table, "tidegate");
  EXPECT_EQ(name->resident, 112928u);
}

TEST(ParseBenchmarkName, ThreadsArePartOfTheWorkload) {
  EXPECT_EQ(ParseBenchmarkName("BM_Shared<rte_hash_lf>/8/real_time/threads:2")->workload, "Shared x2");
  EXPECT_EQ(ParseBenchmarkName("BM_Shared<rte_hash_lf>/8/real_time")->workload, "Shared");
}

TEST(ParseBenchmarkName, RefusesOtherForms) {
  for (const char* name : {"", "BM_LookupHit", "LookupHit<tidegate>/8", "BM_LookupHit<tidegate>", "BM_Hit>/8<t",
                           "BM_LookupHit<tidegate>/", "BM_LookupHit<tidegate>/many"}) {
    EXPECT_FALSE(ParseBenchmarkName(name)) << name;
  }
}

TEST(Measurements, TakeTheMedianOfRepetitions) {
  Measurements measurements;
  for (const double ns : {30, 10, 20}) measurements.Add("BM_Insert<tidegate>/8", Rate(ns));
  EXPECT_DOUBLE_EQ(measurements.Nanoseconds(8, "Insert", "tidegate"), 20);
  for (const double ns : {10, 50}) measurements.Add("BM_Insert<peer>/8", Rate(ns));
  EXPECT_NEAR(measurements.Nanoseconds(8, "Insert", "peer"), 16.67, 0.01) << "the middle of the two rates: 60 M/s";
}

TEST(Measurements, KnowTheRangeOfRepetitions) {
  Measurements measurements;
  for (const double ns : {30, 10, 20}) measurements.Add("BM_Insert<tidegate>/8", Rate(ns));
  const auto range = measurements.NanosecondsRange(8, "Insert", "tidegate");
  ASSERT_TRUE(range);
  EXPECT_DOUBLE_EQ(range->low, 10);
  EXPECT_DOUBLE_EQ(range->high, 30);
  EXPECT_FALSE(measurements.NanosecondsRange(8, "Insert", "peer"));
}

TEST(Measurements, TakeAGivenMedianIfThereIsNothingElse) {
  Measurements measurements;
  measurements.AddMedian("BM_Insert<tidegate>/8", Rate(20));
  EXPECT_DOUBLE_EQ(measurements.Nanoseconds(8, "Insert", "tidegate"), 20);
  EXPECT_FALSE(measurements.NanosecondsRange(8, "Insert", "tidegate"));
  measurements.Add("BM_Insert<tidegate>/8", Rate(30));
  EXPECT_DOUBLE_EQ(measurements.Nanoseconds(8, "Insert", "tidegate"), 30);
}

TEST(Measurements, TakeTheMedianOfEachCounter) {
  Measurements measurements;
  for (const double p99 : {7, 9, 8}) {
    measurements.Add("BM_Overload<tidegate>/8", {{"items_per_second", 1}, {"p99_ns", p99}});
  }
  EXPECT_EQ(measurements.Figure(8, "Overload", "tidegate", "p99_ns"), 8);
  EXPECT_EQ(measurements.Least(8, "Overload", "tidegate", "p99_ns"), 7);
  EXPECT_EQ(measurements.Figure(8, "Overload", "tidegate", "p50_ns"), std::nullopt);
  EXPECT_EQ(measurements.Figure(9, "Overload", "tidegate", "p99_ns"), std::nullopt);
}

TEST(Measurements, StandInOneOrder) {
  Measurements measurements;
  for (const char* name : {"BM_New<zeta>/9", "BM_CrrChurn<zeta>/9", "BM_Insert<tidegate_owned>/8",
                           "BM_Another<alpha>/9", "BM_LookupHit<tidegate>/9"}) {
    measurements.Add(name, Rate(1));
  }
  EXPECT_THAT(measurements.tables(), ElementsAre("tidegate", "tidegate_owned", "alpha", "zeta"));
  EXPECT_THAT(measurements.workloads(), ElementsAre("LookupHit", "Insert", "CrrChurn", "New", "Another"));
  EXPECT_THAT(measurements.sizes(), ElementsAre(8, 9));
  EXPECT_TRUE(measurements.Has(8, "Insert"));
  EXPECT_FALSE(measurements.Has(9, "Insert"));
}

TEST(Measurements, IgnoreWhatHasNoRate) {
  Measurements measurements;
  measurements.Add("BM_Insert<tidegate>/8", {});
  measurements.Add("BM_Insert<tidegate>/8", {{"items_per_second", 0}});
  measurements.Add("Insert", Rate(1));
  EXPECT_THAT(measurements.tables(), IsEmpty());
  EXPECT_EQ(measurements.Nanoseconds(8, "Insert", "tidegate"), 0);
}

TEST(Measurements, KnowWhatIsConcurrent) {
  Measurements measurements;
  measurements.SetConcurrent("tidegate rte_hash_lf");
  EXPECT_TRUE(measurements.concurrent("rte_hash_lf"));
  EXPECT_FALSE(measurements.concurrent("rte_hash"));
}

}  // namespace
}  // namespace tidegate::bench
