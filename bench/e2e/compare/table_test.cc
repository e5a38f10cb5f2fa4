// The table for terminals.
#include "e2e/compare/table.h"

#include "e2e/compare/test_support/results.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tidegate::e2e {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

std::string TableOf(const nlohmann::json& comparison) { return FormatComparison(*ParseResults(comparison.dump())); }

TEST(TableTest, ALineForEachEngineInTheBlockOfEachWorkload) {
  const std::string table = TableOf(Comparison());
  EXPECT_THAT(table, HasSubstr("\nTCP_CRR, 4 clients "));
  EXPECT_THAT(table, ContainsRegex("  Tidegate +14,500 +9,000-20,000 +75.0 us +650 us +650 us +0.95 .0.90-1.00."));
  EXPECT_THAT(table, ContainsRegex("  DPDK testpmd +15,000 +10,000-20,000 .* - +-\n"));
  EXPECT_THAT(table, Not(HasSubstr("TCP_CRR, 1 client ")));
}

TEST(TableTest, TargetsAndWhatWasLeftOut) {
  const std::string table = TableOf(Comparison());
  EXPECT_THAT(table, ContainsRegex("\n  ok +Tidegate / testpmd, TCP_CRR, 4 clients.* 0.95 .*at least 0.95\n"));
  EXPECT_THAT(table, ContainsRegex("\n  missed +Tidegate / testpmd, TCP_RR, 1 client: p99.* 1.40 .*at most 1.10\n"));
  EXPECT_THAT(table, HasSubstr("left out: ovs: no /dev/net/tun\n"));
}

TEST(TableTest, FailedConnectionsAreCalledOut) {
  nlohmann::json comparison = Comparison();
  EXPECT_THAT(TableOf(comparison), Not(HasSubstr("never ended")));
  comparison["runs"][0]["load"]["failed"] = 1234;
  EXPECT_THAT(TableOf(comparison), HasSubstr("  tidegate: 1,234 connections failed or never ended\n"));
}

}  // namespace
}  // namespace tidegate::e2e
