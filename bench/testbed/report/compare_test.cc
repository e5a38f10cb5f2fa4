// Tests of comparing two sweeps.
#include "testbed/report/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "testbed/report/csv.h"
#include "testbed/report/test_support/synthetic.h"

namespace tidegate::testbed {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<Json> Results() {
  std::vector<Json> results = SyntheticResults({.policies = {"lru", "none"},
                                                .scenarios = {"web"},
                                                .capacities = {65536},
                                                .seeds = {1},
                                                .modes = {"strict"},
                                                .seconds = 3});
  for (Json& result : results) {
    result["legit"] = {{"connections", 100000}, {"syn_attempts", 100000}, {"syn_refused", 1000}};
    result["cost"] = {{"strict", 50000000}, {"nat", 90000000}};
  }
  return results;
}

// Files of a test, which go away with it.
class CompareTest : public ::testing::Test {
 protected:
  ~CompareTest() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }

  std::string Jsonl(const std::string& name, const std::vector<Json>& results) {
    std::filesystem::create_directories(folder_);
    std::ofstream out(Path(name));
    for (const Json& result : results) out << result.dump() << "\n";
    return Path(name);
  }

  std::string CsvFile(const std::string& name, const std::vector<Json>& results) {
    std::filesystem::create_directories(folder_);
    std::ofstream out(Path(name));
    WriteCsv(results, out);
    return Path(name);
  }

  int Run(const std::string& before, const std::string& after, double percent) {
    out_.str("");
    errors_.str("");
    return Compare({before, after, percent}, out_, errors_);
  }

  std::filesystem::path folder_ =
      std::filesystem::path(::testing::TempDir()) / ::testing::UnitTest::GetInstance()->current_test_info()->name();
  std::ostringstream out_;
  std::ostringstream errors_;
};

TEST_F(CompareTest, EqualResultsAreNotWorse) {
  EXPECT_EQ(Run(Jsonl("a.jsonl", Results()), Jsonl("b.jsonl", Results()), 0), kNotWorse);
  EXPECT_THAT(out_.str(), HasSubstr("2 cells compared, 0 figures worse by more than 0 %\n"));
  EXPECT_THAT(errors_.str(), IsEmpty());
}

TEST_F(CompareTest, MoreThanPercentIsWorse) {
  std::vector<Json> results = Results();
  const std::string before = Jsonl("a.jsonl", results);
  results[0]["legit"]["syn_refused"] = 1030;  // 3 % more
  const std::string after = Jsonl("b.jsonl", results);
  EXPECT_EQ(Run(before, after, 3), kNotWorse);
  EXPECT_EQ(Run(before, after, 2), kWorse);
  EXPECT_THAT(out_.str(), HasSubstr("worse: " + results[0]["id"].get<std::string>() +
                                    "  web, none, 65,536 slots, strict, seed 1: loss 1.00 % -> 1.03 % (+3.00 %)\n"));
  EXPECT_EQ(Run(after, before, 0), kNotWorse) << "better is not worse";
}

TEST_F(CompareTest, CostsCountToo) {
  std::vector<Json> results = Results();
  const std::string before = Jsonl("a.jsonl", results);
  results[1]["cost"]["nat"] = 95000000;
  EXPECT_EQ(Run(before, Jsonl("b.jsonl", results), 2), kWorse);
  EXPECT_THAT(out_.str(), HasSubstr("cost.nat 900 s -> 950 s (+5.56 %)"));
  EXPECT_THAT(out_.str(), HasSubstr("1 figure worse by more than 2 %"));
}

TEST_F(CompareTest, OneConnectionMoreIsNone) {
  std::vector<Json> results = Results();
  results[0]["legit"]["syn_refused"] = 0;
  results[0]["cost"]["strict"] = 0;
  const std::string before = Jsonl("a.jsonl", results);
  results[0]["legit"]["syn_refused"] = 1;
  results[0]["cost"]["strict"] = 30000;  // an established one broken
  EXPECT_EQ(Run(before, Jsonl("b.jsonl", results), 0), kNotWorse);
  results[0]["legit"]["syn_refused"] = 2;
  EXPECT_EQ(Run(before, Jsonl("b.jsonl", results), 1000), kWorse) << "from nothing to two is more than any percentage";
  EXPECT_THAT(out_.str(), HasSubstr("(from 0)"));
}

TEST_F(CompareTest, NamesMissingCells) {
  const std::vector<Json> results = Results();
  const std::string both = Jsonl("a.jsonl", results);
  const std::string one = Jsonl("b.jsonl", {results[0]});
  EXPECT_EQ(Run(both, one, 2), kNotWorse);
  EXPECT_THAT(out_.str(), HasSubstr("missing in " + one + ": " + results[1]["id"].get<std::string>() + "  web, lru,"));
  EXPECT_EQ(Run(one, both, 2), kNotWorse);
  EXPECT_THAT(out_.str(), HasSubstr("missing in " + one));
}

TEST_F(CompareTest, NothingInCommonIsAnError) {
  const std::vector<Json> results = Results();
  EXPECT_EQ(Run(Jsonl("a.jsonl", {results[0]}), Jsonl("b.jsonl", {results[1]}), 2), kNotCompared);
  EXPECT_THAT(errors_.str(), HasSubstr("have no cell in common\n"));
}

TEST_F(CompareTest, ReadsCsvAsWell) {
  std::vector<Json> results = Results();
  const std::string before = CsvFile("a.csv", results);
  EXPECT_EQ(Run(before, Jsonl("b.jsonl", results), 0), kNotWorse);
  results[0]["legit"]["syn_refused"] = 2000;
  EXPECT_EQ(Run(before, CsvFile("c.csv", results), 2), kWorse);
  CsvFile("cells.csv", results);
  EXPECT_EQ(Run(before, folder_.string(), 2), kWorse) << "of a directory that has no cells.jsonl";
}

TEST_F(CompareTest, ErrorsNameTheFileAndLine) {
  std::vector<Json> results = Results();
  const std::string good = Jsonl("a.jsonl", results);
  EXPECT_EQ(Run(good, "/nonexistent", 2), kNotCompared);
  EXPECT_EQ(errors_.str(), "/nonexistent: cannot be read\n");
  results[1]["capacity"] = "large";
  EXPECT_EQ(Run(Jsonl("b.jsonl", results), good, 2), kNotCompared);
  EXPECT_EQ(errors_.str(), Path("b.jsonl") + ":2: capacity: expected a whole number\n");
  EXPECT_EQ(Run(good, CsvFile("c.csv", results), 2), kNotCompared);
  EXPECT_EQ(errors_.str(), Path("c.csv") + ":3: capacity: expected a number\n");
  EXPECT_THAT(out_.str(), Not(HasSubstr("compared")));
}

TEST_F(CompareTest, OverlaysAndAdmissionAreNamedInBothForms) {
  std::vector<Json> results = SyntheticResults({.policies = {"lru/full"},
                                                .scenarios = {"web+syn_flood"},
                                                .capacities = {65536},
                                                .seeds = {1},
                                                .modes = {"strict"},
                                                .seconds = 3});
  results[0]["admission"] = "half_open_quota";
  for (const std::string& path : {Jsonl("a.jsonl", results), CsvFile("a.csv", results)}) {
    const ComparedCells cells = *LoadComparedCells(path);
    EXPECT_EQ(cells.begin()->second.workload, "web + syn_flood");
    EXPECT_EQ(cells.begin()->second.policy, "lru/full + half_open_quota");
  }
}

TEST_F(CompareTest, CountsBetterAndWorseForEachPolicy) {
  std::vector<Json> results = Results();
  const std::string before = Jsonl("a.jsonl", results);
  results[0]["legit"]["syn_refused"] = 500;
  results[1]["legit"]["syn_refused"] = 1500;
  EXPECT_EQ(Run(before, Jsonl("b.jsonl", results), 100), kNotWorse);
  EXPECT_THAT(out_.str(), HasSubstr("web                   lru                   loss              1.00 %      1.50 %"
                                    "    +50.00 %           0           1    +50.00 %\n"));
  EXPECT_THAT(out_.str(), HasSubstr("web                   none                  loss              1.00 %      0.50 %"
                                    "    -50.00 %           1           0\n"));
}

}  // namespace
}  // namespace tidegate::testbed
