// Tests of the targets: which peers count, and what is met.
#include "conntrack/targets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace tidegate::bench {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

void Add(Measurements& m, const std::string& benchmark, double ns) {
  m.Add("BM_" + benchmark, {{"items_per_second", 1e9 / ns}});
}

void AddOverload(Measurements& m, const std::string& table, double p999_ns, double failed_share) {
  m.Add("BM_Overload<" + table + ">/1000",
        {{"items_per_second", 1e7}, {"p999_ns", p999_ns}, {"admitted_share", 1 - failed_share}});
}

// A hit takes tidegate 10 ns, tidegate_owned 8, and its peers more: the fastest one is of a single thread.
Measurements Hits(std::uint64_t size) {
  Measurements m;
  m.SetConcurrent("tidegate rte_hash_lf cds_lfht");
  const std::string end = "/" + std::to_string(size);
  Add(m, "LookupHit<tidegate>" + end, 10);
  Add(m, "LookupHit<tidegate_owned>" + end, 8);
  Add(m, "LookupHit<rte_hash_lf>" + end, 21);
  Add(m, "LookupHit<cds_lfht>" + end, 14);
  Add(m, "LookupHit<flat_hash_map>" + end, 9);
  return m;
}

TEST(Targets, EachComparisonHasItsOwnPeers) {
  const Targets targets = CheckTargets(Hits(1000));
  ASSERT_THAT(targets.ratios, SizeIs(1));
  const TargetRow& row = targets.ratios[0];
  EXPECT_EQ(row.workload, "LookupHit");
  EXPECT_DOUBLE_EQ(row.rte_hash->ratio, 2.1);
  EXPECT_TRUE(row.rte_hash->met()) << "2.0 are wanted";
  EXPECT_EQ(row.concurrent->peer, "cds_lfht");
  EXPECT_DOUBLE_EQ(row.concurrent->ratio, 1.4);
  EXPECT_FALSE(row.concurrent->met()) << "1.5 are wanted";
  EXPECT_EQ(row.owned->peer, "flat_hash_map");
  EXPECT_DOUBLE_EQ(row.owned->ratio, 9.0 / 8.0);
  EXPECT_FALSE(row.owned->met()) << "1.3 are wanted";
  EXPECT_EQ(targets.count(), 3u);
  EXPECT_EQ(targets.met(), 1u);
}

TEST(Targets, LargerSizesHaveTheirOwn) {
  Measurements m = Hits(1000);
  Add(m, "LookupHit<tidegate>/903424", 10);
  Add(m, "LookupHit<rte_hash_lf>/903424", 24);
  Add(m, "Insert<tidegate>/903424", 10);
  Add(m, "Insert<rte_hash_lf>/903424", 90);
  const Targets targets = CheckTargets(m);
  ASSERT_THAT(targets.ratios, SizeIs(2)) << "Insert has none there";
  EXPECT_EQ(targets.ratios[1].size, 903424u);
  EXPECT_EQ(targets.ratios[1].rte_hash->target, 2.5);
  EXPECT_FALSE(targets.ratios[1].rte_hash->met());
  EXPECT_FALSE(targets.ratios[1].owned);
}

TEST(Targets, LargerSizesHaveTheirOwnEvenAlone) {
  const Targets targets = CheckTargets(Hits(903'424));
  ASSERT_THAT(targets.ratios, SizeIs(1));
  EXPECT_EQ(targets.ratios[0].rte_hash->target, 2.5);
}

TEST(Targets, TheLargestSizeHasNone) {
  Measurements m = Hits(57'819'136);
  EXPECT_THAT(CheckTargets(m).ratios, IsEmpty());
}

TEST(Targets, SharedCountsAtTwoThreads) {
  Measurements m;
  m.SetConcurrent("tidegate rte_hash_lf");
  for (const char* threads : {"1", "2"}) {
    Add(m, std::string("Shared<tidegate>/1000/real_time/threads:") + threads, 10);
    Add(m, std::string("Shared<rte_hash_lf>/1000/real_time/threads:") + threads, 30);
  }
  const Targets targets = CheckTargets(m);
  ASSERT_THAT(targets.ratios, SizeIs(1));
  EXPECT_EQ(targets.ratios[0].workload, "Shared x2");
  EXPECT_FALSE(targets.ratios[0].owned) << "a table that one thread owns has none";
}

TEST(Targets, OverloadIsHeldAgainstInsert) {
  Measurements m;
  Add(m, "Insert<tidegate>/1000", 40);
  AddOverload(m, "tidegate", 159, 0);
  ASSERT_THAT(CheckTargets(m).overload, SizeIs(1));
  EXPECT_TRUE(CheckTargets(m).overload[0].met());
  AddOverload(m, "tidegate", 163, 0);
  EXPECT_FALSE(CheckTargets(m).overload[0].met()) << "the median of two is 161";
}

TEST(Targets, OverloadMustNeverFail) {
  Measurements m;
  Add(m, "Insert<tidegate>/1000", 40);
  AddOverload(m, "tidegate", 50, 0);
  AddOverload(m, "tidegate", 50, 1e-6);
  AddOverload(m, "tidegate", 50, 0);
  EXPECT_FALSE(CheckTargets(m).overload[0].met());
  EXPECT_THAT(ToText(CheckTargets(m)), HasSubstr("0.0001 % refused"));
}

TEST(Targets, OverloadNeedsInsert) {
  Measurements m;
  AddOverload(m, "tidegate", 50, 0);
  EXPECT_THAT(CheckTargets(m).overload, IsEmpty());
}

TEST(Targets, AreSilentWithoutTidegateOrPeers) {
  Measurements m;
  Add(m, "LookupHit<tidegate>/1000", 10);
  Add(m, "LookupHit<tidegate_owned>/1000", 10);
  EXPECT_EQ(ToText(CheckTargets(m)), "");
}

TEST(Targets, TextNamesRatioTargetVerdictAndPeer) {
  Measurements m = Hits(1000);
  Add(m, "Insert<tidegate>/1000", 40);
  AddOverload(m, "tidegate", 50, 0);
  EXPECT_EQ(
      ToText(CheckTargets(m)),
      "\nTargets: how many times faster, measured of wanted\n"
      "            tidegate            tidegate                                    tidegate_owned\n"
      "            to rte_hash_lf      to the best concurrent peer                 to the best peer of all\n"
      "1,000 connections\n"
      "LookupHit   2.10 of 2.0 met     1.40 of 1.5 miss cds_lfht                   1.12 of 1.3 miss flat_hash_map\n"
      "Overload    tidegate: none refused; p99.9 50.0 ns, wanted at most 160.0, 4 x Insert: met\n"
      "2 of 4 targets met\n");
}

TEST(Targets, TextFits120Columns) {
  Measurements m;
  m.SetConcurrent("tidegate unordered_flat_map_sharded");
  for (const char* table : {"tidegate", "tidegate_owned", "rte_hash_lf", "unordered_flat_map_sharded"}) {
    Add(m, std::string("LookupMiss<") + table + ">/7227391", 123456);
    Add(m, std::string("CrrChurn<") + table + ">/7227392", 123456);
  }
  std::istringstream lines(ToText(CheckTargets(m)));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 120u) << line;
}

}  // namespace
}  // namespace tidegate::bench
