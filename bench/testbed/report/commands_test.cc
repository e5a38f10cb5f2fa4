// Tests of the verbs' arguments.
#include "testbed/report/commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "testbed/report/test_support/synthetic.h"

namespace tidegate::testbed {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class CommandsTest : public ::testing::Test {
 protected:
  CommandsTest() {
    std::filesystem::create_directories(folder_);
    std::ofstream lines(folder_ / "cells.jsonl");
    for (const Json& result : SyntheticResults({.policies = {"lru", "none"},
                              .scenarios = {"web"},
                              .capacities = {65536},
                              .seeds = {1},
                              .modes = {"strict"},
                              .seconds = 3})) {
      lines << result.dump() << "\n";
    }
  }
  ~CommandsTest() override { std::filesystem::remove_all(folder_); }

  // The exit status; what was said on standard error is kept.
  int Run(int (*command)(Args), const std::vector<std::string>& words) {
    const std::vector<std::string_view> args(words.begin(), words.end());
    ::testing::internal::CaptureStderr();
    ::testing::internal::CaptureStdout();
    const int status = command(args);
    out_ = ::testing::internal::GetCapturedStdout();
    errors_ = ::testing::internal::GetCapturedStderr();
    return status;
  }

  std::filesystem::path folder_ =
      std::filesystem::path(::testing::TempDir()) / ::testing::UnitTest::GetInstance()->current_test_info()->name();
  std::string out_;
  std::string errors_;
};

TEST_F(CommandsTest, ReportWritesThePage) {
  const std::string page = (folder_ / "page.html").string();
  EXPECT_EQ(Run(ReportCommand, {folder_.string(), "-o", page}), 0) << errors_;
  std::ifstream in(page);
  std::string line;
  std::getline(in, line);
  EXPECT_EQ(line, "<!DOCTYPE html>");
}

TEST_F(CommandsTest, ReportWritesPlotsAlone) {
  const std::filesystem::path plots = folder_ / "new" / "plots";
  const std::filesystem::path page = folder_ / "page.html";
  EXPECT_EQ(Run(ReportCommand, {folder_.string(), "--plots", plots.string()}), 0) << errors_;
  EXPECT_TRUE(std::filesystem::exists(plots / "ranking.svg"));
  EXPECT_TRUE(std::filesystem::exists(plots / "loss_web.svg"));
  EXPECT_EQ(Run(ReportCommand, {folder_.string(), "--plots", plots.string(), "-o", page.string()}), 0) << errors_;
  EXPECT_TRUE(std::filesystem::exists(page));
  EXPECT_EQ(Run(ReportCommand, {folder_.string(), "--plots", (folder_ / "cells.jsonl").string()}), 1);
  EXPECT_THAT(errors_, StartsWith("tidegate-testbed: report: " + (folder_ / "cells.jsonl").string()));
}

TEST_F(CommandsTest, ReportComplainsInOneLine) {
  EXPECT_EQ(Run(ReportCommand, {"/nonexistent"}), 2);
  EXPECT_EQ(errors_, "tidegate-testbed: report: /nonexistent: cannot be read\n");
  EXPECT_EQ(Run(ReportCommand, {folder_.string(), "--speed", "/nonexistent"}), 2);
  EXPECT_EQ(errors_, "tidegate-testbed: report: /nonexistent: cannot be read\n");
  EXPECT_EQ(Run(ReportCommand, {folder_.string(), "-o", "/nonexistent/page.html"}), 1);
  EXPECT_THAT(errors_, StartsWith("tidegate-testbed: report: /nonexistent/page.html"));
}

TEST_F(CommandsTest, CompareEndsWithItsOutcome) {
  const std::string folder = folder_.string();
  EXPECT_EQ(Run(CompareCommand, {folder, folder, "--max-regress", "2%"}), 0) << errors_;
  EXPECT_THAT(out_, HasSubstr("2 cells compared"));
  EXPECT_EQ(Run(CompareCommand, {folder, folder, "--max-regress=0.5"}), 0) << errors_;
  EXPECT_EQ(Run(CompareCommand, {folder, "/nonexistent", "--max-regress", "2%"}), 2);
  EXPECT_EQ(errors_, "tidegate-testbed: compare: /nonexistent: cannot be read\n");
}

TEST_F(CommandsTest, CompareWantsAPercentage) {
  const std::string folder = folder_.string();
  EXPECT_EQ(Run(CompareCommand, {folder, folder}), 2);
  EXPECT_EQ(errors_, "tidegate-testbed: compare: found no --max-regress, expected --max-regress P\n");
  for (const char* wrong : {"", "two", "-1", "2%%", "nan"}) {
    EXPECT_EQ(Run(CompareCommand, {folder, folder, "--max-regress", wrong}), 2) << wrong;
    EXPECT_THAT(errors_, HasSubstr("expected a percentage such as 2%"));
  }
}

}  // namespace
}  // namespace tidegate::testbed
