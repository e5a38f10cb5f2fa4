// Tests of the comparison at the end of a run.
#include "conntrack/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidegate::bench {
namespace {

using ::testing::HasSubstr;

TEST(Comparison, IsEmptyWithoutMeasurements) { EXPECT_EQ(Comparison().ToText(), ""); }

TEST(Comparison, HasARowForEachWorkloadAndAColumnForEachTable) {
  Comparison comparison;
  comparison.Add("BM_LookupHit<tidegate>/1000", 100e6);
  comparison.Add("BM_LookupHit<flat_hash_map>/1000", 50e6);
  comparison.Add("BM_Insert<tidegate>/1000", 40e6);
  comparison.Add("BM_Insert<flat_hash_map>/1000", 80e6);
  EXPECT_EQ(comparison.ToText(),
            "\nNanoseconds per operation, and how many times those of tidegate\n"
            "                                tidegate     flat_hash_map\n"
            "LookupHit/1000                      10.0      20.0   2.00x\n"
            "Insert/1000                         25.0      12.5   0.50x\n");
}

TEST(Comparison, TakesTheMedianOfRepetitions) {
  Comparison comparison;
  for (const double rate : {1e9 / 30, 1e9 / 10, 1e9 / 20}) comparison.Add("BM_Insert<tidegate>/8", rate);
  for (const double rate : {1e9 / 10, 1e9 / 50}) comparison.Add("BM_Insert<rte_hash_lf>/8", rate);
  EXPECT_THAT(comparison.ToText(), HasSubstr("20.0"));
  EXPECT_THAT(comparison.ToText(), HasSubstr("16.7   0.83x")) << "the middle of the two rates: 60 M/s";
}

TEST(Comparison, TakesAGivenMedianIfThereIsNothingElse) {
  Comparison comparison;
  comparison.AddMedian("BM_Insert<tidegate>/8", 1e9 / 20);
  EXPECT_THAT(comparison.ToText(), HasSubstr("20.0"));
  comparison.Add("BM_Insert<tidegate>/8", 1e9 / 30);
  EXPECT_THAT(comparison.ToText(), HasSubstr("30.0"));
}

TEST(Comparison, LeavesOutTheRatioWithoutAReference) {
  Comparison comparison;
  comparison.Add("BM_Insert<rte_hash_lf>/8", 1e9 / 20);
  comparison.Add("BM_LookupHit<tidegate>/8", 1e9 / 20);
  const std::string text = comparison.ToText();
  EXPECT_THAT(text, HasSubstr("20.0"));
  EXPECT_EQ(text.find("x\n"), std::string::npos);
  EXPECT_THAT(text, HasSubstr("-")) << "what was not measured";
}

TEST(Comparison, IgnoresNamesOfOtherForms) {
  Comparison comparison;
  comparison.Add("BM_LookupHit", 1);
  comparison.Add("LookupHit<tidegate>", 1);
  EXPECT_EQ(comparison.ToText(), "");
}

}  // namespace
}  // namespace tidegate::bench
