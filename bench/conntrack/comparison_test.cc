// Tests of the comparison at the end of a run.
#include "conntrack/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace tidegate::bench {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

void Add(Measurements& m, const std::string& benchmark, double ns) {
  m.Add("BM_" + benchmark, {{"items_per_second", 1e9 / ns}});
}

TEST(Comparison, IsEmptyWithoutMeasurements) { EXPECT_EQ(ComparisonText({}), ""); }

TEST(Comparison, HasARowForEachTableAndAColumnForEachWorkload) {
  Measurements m;
  Add(m, "LookupHit<tidegate>/1000", 10);
  Add(m, "LookupHit<flat_hash_map>/1000", 20);
  Add(m, "Insert<tidegate>/1000", 25);
  Add(m, "Insert<flat_hash_map>/1000", 12.5);
  EXPECT_EQ(ComparisonText(m),
            "\nNanoseconds per operation with 1,000 connections in the table, and how many times those of tidegate\n"
            "                   LookupHit       Insert\n"
            "tidegate          10.0         25.0\n"
            "flat_hash_map     20.0 2.00x   12.5 0.50x\n");
}

TEST(Comparison, HasABlockForEachSize) {
  Measurements m;
  Add(m, "LookupHit<tidegate>/903424", 30);
  Add(m, "LookupHit<tidegate>/112928", 10);
  const std::string text = ComparisonText(m);
  EXPECT_LT(text.find("with 112,928 connections"), text.find("with 903,424 connections"));
}

TEST(Comparison, LeavesOutTheRatioWithoutAReference) {
  Measurements m;
  Add(m, "Insert<rte_hash_lf>/8", 20);
  Add(m, "LookupHit<tidegate>/8", 20);
  const std::string text = ComparisonText(m);
  EXPECT_THAT(text, HasSubstr("20.0"));
  EXPECT_THAT(text, Not(HasSubstr("x\n")));
  EXPECT_THAT(text, HasSubstr("-")) << "what was not measured";
}

TEST(Comparison, ShowsTheSpreadAtAFullTable) {
  Measurements m;
  m.Add("BM_Overload<tidegate>/8", {{"items_per_second", 2e7},
                                    {"admitted_share", 1},
                                    {"p99_ns", 61},
                                    {"p999_ns", 72.5},
                                    {"max_ns", 54321},
                                    {"single_p50_ns", 110},
                                    {"single_p999_ns", 350},
                                    {"single_max_ns", 99999}});
  m.Add("BM_Overload<rte_hash_lf>/8", {{"items_per_second", 2e7}, {"admitted_share", 0.125}});
  const std::string text = ComparisonText(m);
  EXPECT_THAT(text, HasSubstr("New connections at a full table"));
  EXPECT_THAT(text, HasSubstr("none       50.0       61.0       72.5     54,321      110.0      350.0     99,999\n"));
  EXPECT_THAT(text, HasSubstr("87.5 %       50.0          -"));
}

TEST(Comparison, EndsWithTheTargets) {
  Measurements m;
  Add(m, "LookupHit<tidegate>/8", 10);
  Add(m, "LookupHit<rte_hash_lf>/8", 30);
  EXPECT_THAT(ComparisonText(m), HasSubstr("\n1 of 1 targets met\n"));
}

// A dozen tables, all workloads.
TEST(Comparison, Fits120Columns) {
  Measurements m;
  for (const char* table : {"tidegate", "tidegate_owned", "unordered_flat_map_sharded", "rte_hash_lf", "libcds_michael",
                            "tbb_hash_map", "cds_lfht", "ck_ht"}) {
    for (const char* workload : {"LookupHit", "LookupMiss", "Insert", "CrrChurn", "Overload"}) {
      Add(m, std::string(workload) + "<" + table + ">/7227392", 12345.6);
    }
    for (const char* threads : {"1", "2", "4"}) {
      Add(m, std::string("Shared<") + table + ">/7227392/real_time/threads:" + threads, 123.4);
    }
  }
  std::istringstream lines(ComparisonText(m));
  std::size_t widest = 0;
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, line.size());
  EXPECT_LE(widest, 120u);
  EXPECT_THAT(ComparisonText(m), HasSubstr("Shared x4"));
}

}  // namespace
}  // namespace tidegate::bench
