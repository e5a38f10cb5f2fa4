// Runs bench_conntrack as its users do: names, figures and exit status are its contract.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <set>
#include <string>

#include "nlohmann/json.hpp"

namespace tidegate::bench {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct Outcome {
  int status = -1;
  std::string output;
};

// Standard output alone, or standard error alone.
enum class Stream { kOutput, kError };

Outcome RunProgram(const std::string& options, Stream stream) {
  const std::string redirect = stream == Stream::kOutput ? " 2>/dev/null" : " 2>&1 >/dev/null";
  std::FILE* pipe = popen((std::string(TIDEGATE_BENCH_CONNTRACK) + " " + options + redirect).c_str(), "r");
  Outcome outcome;
  char buffer[4096];
  for (std::size_t n; (n = std::fread(buffer, 1, sizeof(buffer), pipe)) > 0;) outcome.output.append(buffer, n);
  const int status = pclose(pipe);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

constexpr char kSmall[] = "--ports 40000-40255 --clients 4 --capacity 1280 --benchmark_min_time=0.001 ";

nlohmann::json RunForJson(const std::string& options) {
  const Outcome outcome = RunProgram(kSmall + options + " --benchmark_format=json", Stream::kOutput);
  EXPECT_EQ(outcome.status, 0) << options;
  return nlohmann::json::parse(outcome.output);
}

std::set<std::string> NamesOf(const nlohmann::json& report) {
  std::set<std::string> names;
  for (const auto& benchmark : report.at("benchmarks")) names.insert(benchmark.at("run_name"));
  return names;
}

TEST(BenchConntrack, ReportsEachWorkloadForEachTable) {
  const nlohmann::json report = RunForJson("--peers flat_hash_map,rte_hash_lf");
  for (const auto& benchmark : report.at("benchmarks")) {
    EXPECT_GT(benchmark.at("items_per_second"), 0.0) << benchmark;
    EXPECT_GT(benchmark.at("bytes_per_entry"), 64.0) << benchmark;
  }
  std::set<std::string> expected;
  for (const char* table : {"tidegate", "tidegate_owned", "rte_hash_lf", "flat_hash_map"}) {
    for (const char* workload : {"LookupHit", "LookupMiss", "Insert", "CrrChurn", "Overload"}) {
      expected.insert("BM_" + std::string(workload) + "<" + table + ">/1024");
    }
  }
  for (const char* table : {"tidegate", "rte_hash_lf"}) {
    for (const char* threads : {"1", "2"}) {
      expected.insert("BM_Shared<" + std::string(table) + ">/1024/real_time/threads:" + threads);
    }
  }
  for (const char* path : {"TrackKnown", "TrackShared", "TrackNew"}) {
    expected.insert("BM_" + std::string(path) + "<tidegate>/1024/manual_time");
  }
  EXPECT_EQ(NamesOf(report), expected);
  EXPECT_TRUE(report.at("context").contains("architecture"));
  EXPECT_EQ(report.at("context").at("concurrent_tables"), "tidegate rte_hash_lf");
}

TEST(BenchConntrack, RunsEveryTableAtEverySize) {
  const nlohmann::json report = RunForJson("--sizes base,2^13 --benchmark_filter=CrrChurn");
  const std::set<std::string> names = NamesOf(report);
  EXPECT_GE(names.size(), 8u);
  for (const char* size : {"1024", "6553"}) {
    for (const char* table : {"tidegate", "tidegate_owned", "rte_hash_lf", "flat_hash_map"}) {
      EXPECT_TRUE(names.contains("BM_CrrChurn<" + std::string(table) + ">/" + size)) << table << " " << size;
    }
  }
}

// A value that is no number, as of a ratio of zeros, would be no JSON either.
TEST(BenchConntrack, WritesJsonOfRepetitions) {
  const nlohmann::json report =
      RunForJson("--benchmark_repetitions=2 --benchmark_filter=Overload --peers rte_hash_lf,flat_hash_map");
  EXPECT_EQ(NamesOf(report).size(), 4u);
}

TEST(BenchConntrack, AFullTidegateAdmitsEveryConnection) {
  const nlohmann::json report = RunForJson("--peers none --benchmark_filter=Overload --benchmark_min_time=0.05");
  ASSERT_EQ(report.at("benchmarks").size(), 2u);
  for (const auto& benchmark : report.at("benchmarks")) {
    EXPECT_EQ(benchmark.at("admitted_share"), 1.0) << benchmark;
    EXPECT_GT(benchmark.at("p99_ns"), 1.0);
    EXPECT_GE(benchmark.at("p999_ns"), benchmark.at("p99_ns"));
    EXPECT_GE(benchmark.at("max_ns"), benchmark.at("p999_ns"));
    EXPECT_GE(benchmark.at("single_p999_ns"), benchmark.at("single_p50_ns"));
    EXPECT_GT(benchmark.at("control_p999_ns"), 1.0);
  }
}

TEST(BenchConntrack, EndsWithAComparison) {
  const Outcome outcome = RunProgram(std::string(kSmall) + "--peers flat_hash_map", Stream::kOutput);
  EXPECT_EQ(outcome.status, 0);
  const std::size_t begin = outcome.output.find("\nNanoseconds per operation");
  ASSERT_NE(begin, std::string::npos) << outcome.output;
  const std::string comparison = outcome.output.substr(begin);
  for (const char* word : {"with 1,024 connections", "\ntidegate_owned ", "\nflat_hash_map ", "LookupHit", "CrrChurn",
                           "Shared x2", "New connections at a full table", "targets met\n"}) {
    EXPECT_THAT(comparison, HasSubstr(word));
  }
  EXPECT_THAT(comparison, Not(HasSubstr("\nrte_hash_lf ")));
}

TEST(BenchConntrack, InterleavesRepetitions) {
  const Outcome outcome =
      RunProgram(std::string(kSmall) +
                     "--peers none --benchmark_enable_random_interleaving=true --benchmark_repetitions=3 "
                     "--benchmark_display_aggregates_only=true",
                 Stream::kOutput);
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.output, HasSubstr("BM_Insert<tidegate>/1024_median"));
  EXPECT_THAT(outcome.output, HasSubstr("\nNanoseconds per operation"));
}

TEST(BenchConntrack, RunsAtOddSizes) {
  for (const char* size :
       {"--ports 40000-40000 --clients 1 --capacity 1", "--ports 40000-40019 --clients 1 --capacity 24",
        "--ports 40000-40032 --clients 3 --capacity 128"}) {
    const Outcome outcome = RunProgram(std::string(size) + " --benchmark_min_time=0.001", Stream::kOutput);
    EXPECT_EQ(outcome.status, 0) << size << "\n" << outcome.output;
  }
}

TEST(BenchConntrack, AnswersMistakesWithOneLineAndStatus2) {
  for (const char* mistake :
       {"--ports 5-3", "--ports garbage", "--peers nobody", "--capacity 7", "--sizes tiny", "--nonsense",
        "--benchmark_nonsense=1", "--benchmark_format=yaml", "--benchmark_min_time=x",
        "--benchmark_filter=NoSuchWorkload", "--benchmark_filter=[", "stray"}) {
    const Outcome outcome = RunProgram(mistake, Stream::kError);
    EXPECT_EQ(outcome.status, 2) << mistake;
    EXPECT_EQ(std::count(outcome.output.begin(), outcome.output.end(), '\n'), 1) << mistake << ": " << outcome.output;
    EXPECT_THAT(RunProgram(mistake, Stream::kOutput).output, IsEmpty()) << mistake;
  }
}

TEST(BenchConntrack, HelpsOnRequest) {
  const Outcome outcome = RunProgram("--help", Stream::kOutput);
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.output, HasSubstr("--ports A-B"));
}

}  // namespace
}  // namespace tidegate::bench
