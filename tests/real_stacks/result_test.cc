#include "real_stacks/result.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <vector>

namespace tidegate::real_stacks {
namespace {

constexpr std::uint32_t kConnections = 1000;

RunResult Result(const std::vector<std::uint32_t>& failed) {
  const Plan plan{.seed = 5, .connections = kConnections};
  RunResult result;
  result.seed = plan.seed;
  result.connections = plan.connections;
  result.restarts = 2;
  result.strays = 3;
  for (std::uint32_t i = 0; i < kConnections; ++i) {
    KindCount& count = result.kinds[static_cast<std::size_t>(plan.At(i).kind)];
    ++count.planned;
    ++count.completed;
  }
  for (const std::uint32_t index : failed) {
    --result.kinds[static_cast<std::size_t>(plan.At(index).kind)].completed;
    result.failed.push_back(MakeFailure(plan.At(index), "recv: ECONNRESET"));
  }
  return result;
}

TEST(Compare, AllCompleteIsGood) { EXPECT_TRUE(Compare(Result({}), Result({}))); }

TEST(Compare, WhatFailsOnTheWireMayFailThroughTheFirewall) {
  EXPECT_TRUE(Compare(Result({7, 8}), Result({8})));
  EXPECT_TRUE(Compare(Result({7}), Result({})));
}

TEST(Compare, WhatFailsOnlyThroughTheFirewallIsAnError) {
  EXPECT_FALSE(Compare(Result({}), Result({7})));
  EXPECT_FALSE(Compare(Result({8}), Result({7})));
}

TEST(Compare, SoManyMayWaitForALostReset) {
  RunResult waiting = Result({7, 8});
  for (FailedConnection& failed : waiting.failed) {
    failed.error = "time is over; client: done, server: step 3 (expect_reset, 0 sent, 0 received)";
  }
  EXPECT_FALSE(Compare(Result({}), waiting));
  EXPECT_FALSE(Compare(Result({}), waiting, 1));
  EXPECT_TRUE(Compare(Result({}), waiting, 2));
  EXPECT_FALSE(Compare(Result({}), Result({7}), 1));
}

TEST(Compare, WireThatFailsTooOftenProvesNothing) {
  std::vector<std::uint32_t> many;
  for (std::uint32_t i = 0; i < 11; ++i) many.push_back(i);
  EXPECT_FALSE(Compare(Result(many), Result({})));
  many.pop_back();
  EXPECT_TRUE(Compare(Result(many), Result({})));
}

TEST(Compare, OtherPlanIsAnError) {
  RunResult other = Result({});
  other.seed = 6;
  EXPECT_FALSE(Compare(Result({}), other));
}

TEST(ResultFile, KeepsEverything) {
  const std::string path = (std::filesystem::path(testing::TempDir()) / "real-stacks-result-test.json").string();
  const RunResult written = Result({7, 900});
  WriteResult(written, path);
  const RunResult read = ReadResult(path);
  std::remove(path.c_str());
  EXPECT_EQ(read.seed, written.seed);
  EXPECT_EQ(read.connections, written.connections);
  EXPECT_EQ(read.restarts, written.restarts);
  EXPECT_EQ(read.strays, written.strays);
  EXPECT_EQ(read.Planned(), kConnections);
  EXPECT_EQ(read.Completed(), kConnections - 2);
  ASSERT_EQ(read.failed.size(), 2u);
  EXPECT_EQ(read.failed[1].index, 900u);
  EXPECT_EQ(read.failed[1].error, "recv: ECONNRESET");
  EXPECT_EQ(read.failed[1].client, written.failed[1].client);
}

TEST(ResultFile, MissingFileIsNamed) {
  try {
    ReadResult("/nonexistent/result.json");
    FAIL() << "nothing thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "/nonexistent/result.json: cannot be read");
  }
}

}  // namespace
}  // namespace tidegate::real_stacks
