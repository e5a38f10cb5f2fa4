// The closing table and its verdicts.
#include "e2e/report.h"

#include <cstdio>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tidegate::e2e {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Leg CleanLeg() {
  return Leg::parse(R"({
    "name": "tidegate 65,536", "expect": "clean",
    "load": {"elapsed_s": 25.2, "connections": 250000, "rate_per_s": 9920.6,
             "latency_us": {"p50": 210.5, "p99": 1234.5, "p99_9": 15000, "max": 1500000},
             "slow": 0, "failed": 0, "unfinished": 0, "oldest_unfinished_s": 0, "stalled_client_seconds": 0,
             "interrupted": false, "tuples": {"total": 112928, "used": 112928, "used_more_than_once": 112928}},
    "stats": {"refused_syn": 0, "evicted": {"half_open": 0, "time_wait": 1234}},
    "drops": {"table_full": 0, "tcp_no_connection": 2}})");
}

// The row that begins with `label`, without the label, blanks squeezed.
std::string RowOf(const std::string& table, const std::string& label) {
  const std::size_t begin = table.find("\n" + label + " ");
  if (begin == std::string::npos) return "no such row";
  const std::size_t from = begin + 1 + label.size();
  std::string squeezed;
  for (const char c : table.substr(from, table.find('\n', from) - from)) {
    if (c != ' ' || (!squeezed.empty() && squeezed.back() != ' ')) squeezed += c;
  }
  return squeezed;
}

TEST(FormatTableTest, ARowForEachFigureAColumnForEachLeg) {
  Leg linux_leg = CleanLeg();
  linux_leg["name"] = "Linux 65,536";
  linux_leg["load"]["latency_us"]["max"] = 999.4;
  linux_leg.erase("stats");
  linux_leg.erase("drops");
  const std::string table = FormatTable({CleanLeg(), linux_leg});
  EXPECT_THAT(table, HasSubstr("    tidegate 65,536       Linux 65,536\n"));
  EXPECT_EQ(RowOf(table, "connections"), "250,000 250,000");
  EXPECT_EQ(RowOf(table, "latency p50"), "210 us 210 us");
  EXPECT_EQ(RowOf(table, "latency p99"), "1.23 ms 1.23 ms");
  EXPECT_EQ(RowOf(table, "latency p99.9"), "15.0 ms 15.0 ms");
  EXPECT_EQ(RowOf(table, "latency max"), "1.50 s 999 us");
  EXPECT_EQ(RowOf(table, "  longest wait of these"), "0 0");
  EXPECT_EQ(RowOf(table, "SYNs refused"), "0 -");
  EXPECT_EQ(RowOf(table, "tuples used"), "112,928 112,928");
}

TEST(FormatTableTest, OnlyClassesAndReasonsThatCountHaveARow) {
  const std::string table = FormatTable({CleanLeg()});
  EXPECT_EQ(RowOf(table, "evicted, by class"), "1,234");
  EXPECT_EQ(RowOf(table, "  time_wait"), "1,234");
  EXPECT_EQ(RowOf(table, "dropped, by reason"), "2");
  EXPECT_EQ(RowOf(table, "  tcp_no_connection"), "2");
  EXPECT_THAT(table, Not(HasSubstr("half_open")));
  EXPECT_THAT(table, Not(HasSubstr("table_full")));
}

TEST(ViolationsTest, ACleanLegHasNone) { EXPECT_THAT(Violations(CleanLeg()), IsEmpty()); }

struct Spoiled {
  std::string pointer;
  Leg value;
  std::string complaint;
};

class SpoiledLegTest : public ::testing::TestWithParam<Spoiled> {};

TEST_P(SpoiledLegTest, IsNamed) {
  Leg leg = CleanLeg();
  leg[Leg::json_pointer(GetParam().pointer)] = GetParam().value;
  EXPECT_THAT(Violations(leg), ElementsAre(GetParam().complaint));
}

INSTANTIATE_TEST_SUITE_P(All, SpoiledLegTest,
                         ::testing::Values(Spoiled{"/stats/refused_syn", 1234, "1,234 SYNs refused"},
                                           Spoiled{"/load/slow", 1, "1 connections slower than 0.9 s"},
                                           Spoiled{"/load/failed", 2, "2 connections failed"},
                                           Spoiled{"/load/unfinished", 32, "32 connections unfinished"},
                                           Spoiled{"/load/stalled_client_seconds", 3, "3 stalled client-seconds"},
                                           Spoiled{"/load/interrupted", true, "1 interruption"},
                                           Spoiled{"/load/tuples/used_more_than_once", 112927,
                                                   "only 112,927 of 112,928 tuples used more than once"}));

TEST(ViolationsTest, WhatWasNotCountedIsNotClean) {
  Leg leg = CleanLeg();
  leg.erase("stats");
  EXPECT_THAT(Violations(leg), ElementsAre("no count of SYNs refused"));
}

TEST(ViolationsTest, AnOverflowMustShow) {
  Leg leg = CleanLeg();
  leg["expect"] = "overflow";
  EXPECT_THAT(Violations(leg), ElementsAre("no SYN was refused", "no connection had to wait"));
  leg["stats"]["refused_syn"] = 100;
  leg["load"]["slow"] = 7;
  EXPECT_THAT(Violations(leg), IsEmpty());
}

TEST(ViolationsTest, ALegOfWhichNothingIsExpectedHasNone) {
  Leg leg = CleanLeg();
  leg["load"]["unfinished"] = 32;
  leg["expect"] = "any";
  EXPECT_THAT(Violations(leg), IsEmpty());
}

TEST(LoadLegsTest, AFileAtFaultIsNamed) {
  const std::string path = ::testing::TempDir() + "report_test_leg.json";
  std::ofstream(path) << "{\"name\": ";
  EXPECT_THAT(std::string(LoadLegs({path}).status().message()), HasSubstr(path + ": expected a JSON object"));
  std::ofstream(path) << CleanLeg();
  const auto legs = LoadLegs({path});
  ASSERT_TRUE(legs.ok());
  EXPECT_EQ(legs->at(0)["name"], "tidegate 65,536");
  std::remove(path.c_str());
  EXPECT_THAT(std::string(LoadLegs({path}).status().message()), HasSubstr(path + ": cannot be read"));
}

}  // namespace
}  // namespace tidegate::e2e
