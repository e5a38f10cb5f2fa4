// Whole sweeps, as users start them: what they leave behind, resuming, crashes, and that nothing depends on the order.
// The program is tidegate-testbed with a RunCell() for tests (fake_run_cell.cc).
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace tidegate::testbed {
namespace {

namespace fs = std::filesystem;

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kProgram[] = TIDEGATE_TESTBED_PROGRAM;

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Outcome {
  int status = -1;
  std::string out;
  std::string err;
};

class SweepTest : public ::testing::Test {
 protected:
  SweepTest() {
    std::string path = ::testing::TempDir() + "/testbed_sweep.XXXXXX";
    folder_ = ::mkdtemp(path.data());
  }
  ~SweepTest() override { fs::remove_all(folder_); }

  std::string Path(const std::string& name) const { return folder_ / name; }

  std::string WriteManifest(const std::string& text) const {
    std::ofstream(Path("m.json")) << text;
    return Path("m.json");
  }

  Outcome Run(const std::string& arguments) const {
    const std::string command = "cd " + folder_.string() + " && " + kProgram + " " + arguments + " </dev/null >" +
                                Path("out") + " 2>" + Path("err");
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, ReadAll(Path("out")), ReadAll(Path("err"))};
  }

  // What a sweep's merged files hold.
  std::map<std::string, std::string> MergedIn(const std::string& name) const {
    std::map<std::string, std::string> merged;
    for (const char* file : {"cells.jsonl", "cells.csv", "timeline.csv"}) {
      merged[file] = ReadAll(fs::path(Path(name)) / file);
      EXPECT_FALSE(merged[file].empty()) << name << "/" << file;
    }
    return merged;
  }

  static std::size_t FilesIn(const fs::path& path) {
    std::error_code ignored;
    const fs::directory_iterator files(path, ignored);
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
  }

  static void WaitForFiles(const fs::path& path, std::size_t count) {
    for (int tries = 0; tries < 4000 && FilesIn(path) < count; ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_GE(FilesIn(path), count) << path;
  }

  fs::path folder_;
};

constexpr char kTwelve[] = R"({"base": {"workload": {"name": "port_exhaustion"}, "seconds": 1},
                               "vary": {"capacity": [64, 32], "eviction": ["lru", "fifo"], "seed": [1, 2, 3]}})";

TEST_F(SweepTest, ListsItsCells) {
  const Outcome outcome = Run("sweep --list " + WriteManifest(kTwelve));
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(std::ranges::count(outcome.out, '\n'), 12);
  EXPECT_EQ(outcome.out.substr(16, 40), R"( {"workload":{"name":"port_exhaustion"},)");
  EXPECT_FALSE(fs::exists(Path("m")));
}

TEST_F(SweepTest, GivesTheSameBytesWhateverTheOrder) {
  const std::string manifest = WriteManifest(kTwelve);
  for (const char* jobs : {"1", "2", "5"}) {
    const Outcome outcome = Run("sweep " + manifest + " -j " + jobs + " -o with" + jobs);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, StartsWith("12 cells in "));
  }
  EXPECT_EQ(MergedIn("with1"), MergedIn("with2"));
  EXPECT_EQ(MergedIn("with1"), MergedIn("with5"));
  const std::string lines = MergedIn("with1")["cells.jsonl"];
  EXPECT_EQ(std::ranges::count(lines, '\n'), 12);
  EXPECT_EQ(FilesIn(Path("with1/errors")), 0u);
}

TEST_F(SweepTest, TheFolderIsNamedAfterTheManifest) {
  EXPECT_EQ(Run("sweep " + WriteManifest(kTwelve)).status, 0);
  EXPECT_TRUE(fs::exists(Path("m/cells.csv")));
}

// Killed in the middle, its cells with it, it goes on where it was.
TEST_F(SweepTest, GoesOnWhereItWasKilled) {
  const std::string manifest = WriteManifest(R"({"base": {"workload": {"name": "port_exhaustion"}, "seconds": 150},
                                                 "vary": {"seed": [1, 2, 3, 4, 5, 6, 7, 8]}})");
  const pid_t sweep = ::fork();
  if (sweep == 0) {
    ::execl(kProgram, kProgram, "sweep", manifest.c_str(), "-j", "2", "-o", Path("killed").c_str(), nullptr);
    ::_exit(127);
  }
  WaitForFiles(Path("killed/results"), 3);
  ::kill(sweep, SIGKILL);
  ::waitpid(sweep, nullptr, 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(300));  // longer than a cell would need to end
  const std::size_t left = FilesIn(Path("killed/results"));
  EXPECT_LT(left, 8u);
  EXPECT_FALSE(fs::exists(Path("killed/cells.csv")));

  std::map<std::string, fs::file_time_type> times;
  for (const auto& entry : fs::directory_iterator(Path("killed/results"))) {
    // On a busy machine a cell that outlives its sweep may still be writing.
    if (entry.path().extension() == ".json") times[entry.path()] = entry.last_write_time();
  }
  const Outcome outcome = Run("sweep " + manifest + " -j 2 -o killed");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  for (const auto& [path, time] : times) EXPECT_EQ(fs::last_write_time(path), time) << path;
  EXPECT_EQ(Run("sweep " + manifest + " -j 2 -o whole").status, 0);
  EXPECT_EQ(MergedIn("killed"), MergedIn("whole"));
}

TEST_F(SweepTest, WhatIsNoResultIsPlayedAgain) {
  const std::string manifest = WriteManifest(kTwelve);
  ASSERT_EQ(Run("sweep " + manifest + " -o whole").status, 0);
  ASSERT_EQ(Run("sweep " + manifest + " -o dir").status, 0);
  fs::directory_iterator results(Path("dir/results"));
  const fs::path cut = results->path(), emptied = (++results)->path(), another = (++results)->path();
  const fs::path like = (++results)->path();
  fs::resize_file(cut, fs::file_size(cut) / 2);
  fs::resize_file(emptied, 0);
  fs::copy_file(like, another, fs::copy_options::overwrite_existing);
  std::ofstream(Path("dir/results/0123.json.AbCdEf")) << "{";
  EXPECT_EQ(Run("sweep " + manifest + " -o dir --merge").status, 1);
  EXPECT_EQ(Run("sweep " + manifest + " -o dir").status, 0);
  EXPECT_EQ(MergedIn("dir"), MergedIn("whole"));
  EXPECT_EQ(FilesIn(Path("dir/results")), 12u);
}

TEST_F(SweepTest, ResultsOfAFileThatHasChangedAreMentioned) {
  std::ofstream(Path("policy.so")) << "1";
  const std::string manifest = WriteManifest(R"({"base": {"workload": {"name": "tcp_crr"}, "plugin": "policy.so"},
      "vary": {"seed": [1, 2]}})");
  ASSERT_EQ(Run("sweep " + manifest + " -o dir").status, 0);
  EXPECT_EQ(Run("sweep " + manifest + " -o dir").err.find("older than"), std::string::npos);
  fs::last_write_time(Path("policy.so"), fs::file_time_type::clock::now() + std::chrono::hours(1));
  EXPECT_THAT(
      Run("sweep " + manifest + " -o dir").err,
      HasSubstr("dir are older than the plug-in or the trace of their cells; --fresh plays their cells again\n"));
}

TEST_F(SweepTest, FreshPlaysAllAgain) {
  const std::string manifest = WriteManifest(kTwelve);
  ASSERT_EQ(Run("sweep " + manifest + " -o dir").status, 0);
  const fs::path result = fs::directory_iterator(Path("dir/results"))->path();
  fs::last_write_time(result, fs::file_time_type::clock::now() - std::chrono::hours(100000));
  const auto old = fs::last_write_time(result);
  const Outcome outcome = Run("sweep " + manifest + " -o dir");
  EXPECT_THAT(outcome.err, HasSubstr("1 results in "));
  EXPECT_THAT(outcome.err, HasSubstr("older than this program; --fresh plays their cells again\n"));
  EXPECT_EQ(fs::last_write_time(result), old);
  EXPECT_THAT(Run("sweep " + manifest + " -o dir --fresh").err, StartsWith("12 of 12 cells, 0 failed, "));
  EXPECT_GT(fs::last_write_time(result), old);
}

TEST_F(SweepTest, ACrashTakesNoOtherCellWithIt) {
  const std::string manifest = WriteManifest(R"({
      "base": {"workload": {"name": "port_exhaustion"}, "seconds": 20, "capacity": 64},
      "vary": {"policy": [{"eviction": "lru"}, {"plugin": "crash"}, {"plugin": "fail"}, {"eviction": "fifo"}],
               "seed": [1, 2]}})");
  const Outcome outcome = Run("sweep " + manifest + " -j 2 -o dir");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.out, StartsWith("4 cells in "));
  EXPECT_THAT(outcome.err, HasSubstr(" (port_exhaustion crash 64 seed 1): killed by signal 6 (Aborted)\n"));
  EXPECT_THAT(outcome.err, HasSubstr(" (port_exhaustion crash 64 seed 2): killed by signal 6 (Aborted)\n"));
  EXPECT_THAT(outcome.err,
              HasSubstr(" (port_exhaustion fail 64 seed 1): tidegate-testbed: run: fail: cannot be opened\n"));
  EXPECT_THAT(outcome.err, HasSubstr("8 of 8 cells, 4 failed, "));
  EXPECT_THAT(outcome.err, HasSubstr("\ntidegate-testbed: sweep: 4 cells have no result; "));
  EXPECT_EQ(FilesIn(Path("dir/results")), 4u);
  EXPECT_EQ(FilesIn(Path("dir/errors")), 4u);
  EXPECT_THAT(Run("sweep " + manifest + " -o dir").err, HasSubstr("4 of 4 cells, 4 failed, "));
}

TEST_F(SweepTest, TwoSweepsDoNotShareAFolder) {
  const std::string manifest = WriteManifest(R"({"base": {"workload": {"name": "port_exhaustion"}, "seconds": 5000},
                                                 "vary": {}})");
  const pid_t first = ::fork();
  if (first == 0) {
    ::execl(kProgram, kProgram, "sweep", manifest.c_str(), "-o", Path("dir").c_str(), nullptr);
    ::_exit(127);
  }
  WaitForFiles(Path("dir/errors"), 1);
  const Outcome second = Run("sweep " + manifest + " -o dir");
  EXPECT_EQ(second.status, 1);
  EXPECT_THAT(second.err, EndsWith("/dir: found another sweep at work in it, expected to be alone\n"));
  ::kill(first, SIGKILL);
  ::waitpid(first, nullptr, 0);
}

TEST_F(SweepTest, MistakesAreOneLineAndStatus2) {
  const std::string manifest = WriteManifest(R"({"base": {"workload": {"name": "nothing"}}, "vary": {}})");
  for (const std::string& mistake : std::vector<std::string>{
           "", "swep", "sweep", "sweep a b", "sweep /nowhere.json", "sweep --nonsense " + manifest, "sweep " + manifest,
           "sweep -j 0 " + manifest, "sweep -j", "sweep --list --merge " + manifest, "sweep --slurm=1 " + manifest,
           "sweep --hosts /nowhere " + manifest, "run", "run /nowhere.json", "run " + manifest, "list all"}) {
    const Outcome outcome = Run(mistake);
    EXPECT_EQ(outcome.status, 2) << mistake;
    EXPECT_EQ(outcome.out, "") << mistake;
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << mistake << ": " << outcome.err;
    EXPECT_THAT(outcome.err, StartsWith("tidegate-testbed: ")) << mistake;
  }
  EXPECT_THAT(Run("sweep " + manifest).err,
              HasSubstr(R"(/m.json: $.base.workload.name: found "nothing", expected one of port_exhaustion, )"));
}

TEST_F(SweepTest, RunsOneCell) {
  std::ofstream(Path("c.json")) << R"({"workload": {"name": "port_exhaustion"}, "seconds": 1})";
  const Outcome printed = Run("run c.json");
  EXPECT_EQ(printed.status, 0) << printed.err;
  EXPECT_THAT(printed.out, StartsWith(R"({"id":")"));
  const Outcome written = Run("run c.json -o result.json");
  EXPECT_EQ(written.status, 0);
  EXPECT_EQ(written.out, "");
  EXPECT_EQ(ReadAll(Path("result.json")), printed.out);
  EXPECT_THAT(Run("run c.json --plugin fail").err, "tidegate-testbed: run: fail: cannot be opened\n");
  EXPECT_EQ(Run("run c.json -o /nowhere/result.json").status, 1);
}

TEST_F(SweepTest, HelpsOnRequest) {
  for (const char* verb : {"list", "run", "sweep"}) {
    const Outcome outcome = Run(std::string(verb) + " --help");
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, StartsWith("tidegate-testbed " + std::string(verb)));
  }
  EXPECT_EQ(Run("help").out, Run("--help").out);
}

TEST_F(SweepTest, ListsNamesWithALineEach) {
  const Outcome outcome = Run("list");
  EXPECT_EQ(outcome.status, 0);
  for (const char* name : {"port_exhaustion", "syn_flood", "state_first", "lru", "arc", "always", "adaptive"}) {
    EXPECT_THAT(outcome.out, ::testing::ContainsRegex("\n  " + std::string(name) + " +[A-Za-z]")) << name;
  }
}

}  // namespace
}  // namespace tidegate::testbed
