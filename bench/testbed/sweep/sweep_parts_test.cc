// The small parts of a sweep: the order of cells, the progress line, parallel's job log, words for a shell.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "testbed/sweep/cost_guess.h"
#include "testbed/sweep/job_log.h"
#include "testbed/sweep/process_pool.h"
#include "testbed/sweep/progress.h"
#include "testbed/sweep/slurm_script.h"

namespace tidegate::testbed {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Cell CellOf(const std::string& workload, std::uint64_t length, std::uint64_t sample) {
  Cell cell;
  cell.workload = {"w", Json::parse(workload)};
  cell.seconds = length;
  cell.sample = sample;
  return cell;
}

TEST(CostGuess, SecondsTimesRateOverSample) {
  EXPECT_DOUBLE_EQ(CostGuess(CellOf(R"({"rate": 200})", 10, 1)), 2000);
  EXPECT_DOUBLE_EQ(CostGuess(CellOf(R"({"rate": 200})", 10, 8)), 250);
  EXPECT_DOUBLE_EQ(CostGuess(CellOf(R"({"connections": 500})", 10, 1)), 20500);
  Cell cell = CellOf(R"({"rate": 200})", 10, 1);
  cell.overlay.push_back({"flood", Json::parse(R"({"rate": 1000, "begin_s": 4, "end_s": 6})")});
  EXPECT_DOUBLE_EQ(CostGuess(cell), 2200);
}

TEST(CostGuess, TheLongestFirstEqualOnesInOrder) {
  std::vector<SweepCell> cells = {{"a", CellOf(R"({"rate": 1})", 5, 1)},
                                  {"b", CellOf(R"({"rate": 9})", 5, 1)},
                                  {"c", CellOf(R"({"rate": 1})", 5, 1)},
                                  {"d", CellOf(R"({"rate": 9})", 6, 1)}};
  SortLongestFirst(cells);
  std::string order;
  for (const SweepCell& cell : cells) order += cell.id;
  EXPECT_EQ(order, "dbac");
}

TEST(Progress, APlainLineEveryTenSeconds) {
  const Progress::Time begin{};
  std::ostringstream out;
  Progress progress(out, /*terminal=*/false, 4, 100, begin);
  progress.Tick(begin + milliseconds(9999));
  EXPECT_EQ(out.str(), "");
  progress.Ended(20, true);
  progress.Tick(begin + seconds(10));
  progress.Tick(begin + seconds(11));
  EXPECT_EQ(out.str(), "1 of 4 cells, 0 failed, 0.1 cells/s, 0:35 left\n");
  progress.Ended(30, false);
  progress.Tick(begin + seconds(20));
  EXPECT_THAT(out.str(), HasSubstr("\n2 of 4 cells, 1 failed, 0.1 cells/s, 0:20 left\n"));
}

TEST(Progress, ABarOnATerminal) {
  const Progress::Time begin{};
  std::ostringstream out;
  Progress progress(out, /*terminal=*/true, 3, 3, begin);
  progress.Ended(1, true);
  progress.Tick(begin + milliseconds(500));
  EXPECT_EQ(out.str(), "\r[##########--------------------]  1 of 3 cells, 0 failed, 2.0 cells/s, 0:01 left\x1b[K");
  progress.Ended(1, true);
  progress.Ended(1, true);
  out.str("");
  progress.Finish(begin + seconds(1));
  EXPECT_EQ(out.str(), "\r[##############################]  3 of 3 cells, 0 failed, 3.0 cells/s\x1b[K\n");
}

TEST(Progress, Clocks) {
  EXPECT_EQ(ClockText(seconds(7)), "0:07");
  EXPECT_EQ(ClockText(seconds(754)), "12:34");
  EXPECT_EQ(ClockText(seconds(3 * 3600 + 62)), "3:01:02");
}

TEST(JobLog, Lines) {
  const auto end = ParseJobLine("3\thost1\t1700000000.1\t2.3\t4\t5\t0\t0\tcd x && ./program");
  ASSERT_TRUE(end.has_value());
  EXPECT_EQ(end->job, 2u);
  EXPECT_EQ(end->how, "");
  EXPECT_EQ(ParseJobLine("1\th\t0\t0\t0\t0\t1\t0\tc")->how, "exit status 1 on h");
  EXPECT_EQ(ParseJobLine("1\th\t0\t0\t0\t0\t139\t0\tc")->how, "killed by signal 11 (Segmentation fault) on h");
  EXPECT_EQ(ParseJobLine("1\th\t0\t0\t0\t0\t0\t9\tc")->how, "killed by signal 9 (Killed) on h");
  EXPECT_THAT(ParseJobLine("1\th\t0\t0\t0\t0\t255\t0\tc")->how, HasSubstr("255 on h, as ssh has"));
  for (const char* none : {"", "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand", "1\th",
                           "0\th\t0\t0\t0\t0\t0\t0\tc"}) {
    EXPECT_FALSE(ParseJobLine(none).has_value()) << none;
  }
}

TEST(JobLog, IsReadWhileItGrows) {
  const std::string path = ::testing::TempDir() + "/job_log_test." + std::to_string(::getpid());
  ASSERT_TRUE(WriteJobLog(path, {true, false, true, false}).ok());
  std::vector<std::size_t> jobs;
  const auto note = [&](const JobEnd& end) { jobs.push_back(end.job); };
  JobLogReader all(path);
  all.ReadNew(note);
  EXPECT_THAT(jobs, ElementsAre(0, 2));
  JobLogReader rest(path);
  rest.SkipToEnd();
  jobs.clear();
  std::ofstream log(path, std::ios::app);
  log << "4\th\t0\t0\t0\t0\t0\t0\tc\n2\th\t0\t0" << std::flush;
  rest.ReadNew(note);
  EXPECT_THAT(jobs, ElementsAre(3));
  log << "\t0\t0\t0\t0\tc\n" << std::flush;
  rest.ReadNew(note);
  EXPECT_THAT(jobs, ElementsAre(3, 1));
  std::filesystem::remove(path);
}

TEST(ProcessPool, TellsHowEachEnded) {
  std::vector<std::string> ends(3);
  const std::vector<std::string> scripts = {"exit 0", "exit 3", "kill -SEGV $$"};
  int running = 0;
  const absl::Status status = RunProcesses(
      scripts.size(), 2,
      [&](std::size_t i) {
        EXPECT_LE(++running, 2);
        return ProcessSpec{.argv = {"sh", "-c", scripts[i]}, .input = "", .output = "/dev/null", .folder = ""};
      },
      [&](std::size_t i, int end) {
        --running;
        ends[i] = DescribeEnd(end);
      },
      [] {});
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(ends, ElementsAre("", "exit status 3", "killed by signal 11 (Segmentation fault)"));
}

TEST(ShellWord, IsOneWordWhateverItHolds) {
  EXPECT_EQ(ShellWord("/a b/c"), "'/a b/c'");
  EXPECT_EQ(ShellWord("it's $HOME"), R"('it'\''s $HOME')");
}

}  // namespace
}  // namespace tidegate::testbed
