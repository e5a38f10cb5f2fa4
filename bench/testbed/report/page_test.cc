// Tests of the whole page.
#include "testbed/report/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "testbed/report/report.h"
#include "testbed/report/test_support/synthetic.h"

namespace tidegate::testbed {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
  return count;
}

std::vector<Json> Results() {
  return SyntheticResults({.policies = {"state_first", "lru", "lru/full", "none", "ovs_none"},
                           .scenarios = {"web", "web+syn_flood"},
                           .capacities = {32768, 65536},
                           .seeds = {1, 2},
                           .seconds = 60});
}

// A directory with these results, which goes away.
class Folder {
 public:
  explicit Folder(const std::vector<Json>& results)
      : path_(std::filesystem::path(::testing::TempDir()) /
              ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::create_directories(path_);
    std::ofstream lines(path_ / "cells.jsonl");
    for (const Json& result : results) lines << result.dump() << "\n";
    std::ofstream(path_ / "speed.json") << SyntheticSpeeds().dump();
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

std::string PageOf(const std::vector<Json>& results, bool with_speed = false) {
  const Folder folder(results);
  const absl::StatusOr<Report> report = Report::Load({folder.path(), with_speed ? folder.path() + "/speed.json" : ""});
  EXPECT_TRUE(report.ok()) << report.status();
  return report.ok() ? report->Page() : "";
}

std::string SectionOf(const std::string& page, const std::string& id) {
  const std::size_t begin = page.find("<section id=\"" + id + "\">");
  return begin == std::string::npos ? "" : page.substr(begin, page.find("</section>", begin) - begin);
}

TEST(Report, StandsAlone) {
  const std::string page = PageOf(Results(), true);
  for (const char* outside : {"http:", "https:", "//", "url(", "@import", "<img", "<image", "<link", " src="}) {
    EXPECT_THAT(page, Not(HasSubstr(outside)));
  }
  EXPECT_THAT(page, HasSubstr("prefers-color-scheme:dark"));
  EXPECT_THAT(page, HasSubstr("@media print"));
  for (const char* wrong : {"\"nan", "\"-nan", "\"inf", "Mnan", "Lnan", ">nan", ">inf"}) {
    EXPECT_THAT(page, Not(HasSubstr(wrong)));
  }
}

TEST(Report, HasAllSections) {
  const std::string page = PageOf(Results(), true);
  for (const char* id :
       {"summary", "loss", "wrongful", "occupancy", "latency", "timeline", "speed", "iso", "explain", "run"}) {
    EXPECT_EQ(Count(page, std::string("<section id=\"") + id + "\">"), 1u) << id;
    EXPECT_EQ(Count(page, std::string("href=\"#") + id + "\""), 1u) << id;
  }
  EXPECT_THAT(PageOf(Results()), Not(HasSubstr("id=\"speed\""))) << "without a file of speeds";
}

TEST(Report, IsTheSameToTheByte) {
  std::vector<Json> results = Results();
  const std::string page = PageOf(results);
  EXPECT_EQ(PageOf(results), page);
  std::ranges::reverse(results);
  EXPECT_EQ(PageOf(results), page) << "whatever the order of the lines";
}

TEST(Report, DrawsALineForEachPolicyAndBound) {
  const std::vector<Json> results = Results();
  const std::string page = PageOf(results);
  const std::string loss = SectionOf(page, "loss");
  // Of 2 scenarios in 3 modes: 5 policies and O1; 5 policies, O2 and O5.
  EXPECT_EQ(Count(loss, "<g class=\"series "), 2u * 3 * (6 + 7));
  EXPECT_EQ(Count(loss, "class=\"block\""), 2u * 3);
  EXPECT_THAT(loss, HasSubstr("ovs_none = none</text>")) << "copies of one policy coincide";
}

TEST(Report, WorksWithoutTheOptionalParts) {
  std::vector<Json> results = Results();
  for (Json& result : results) {
    for (const char* part : {"optimum", "setup", "timeline", "explain"}) result.erase(part);
  }
  const std::string page = PageOf(results);
  for (const char* id : {"occupancy", "latency", "timeline", "explain"}) {
    EXPECT_THAT(page, Not(HasSubstr(std::string("<section id=\"") + id)));
  }
  EXPECT_THAT(page, HasSubstr("what the best policy of each run costs"));
}

TEST(Report, WorksWithASingleCell) {
  const std::string page = PageOf(SyntheticResults(
      {.policies = {"lru"}, .scenarios = {"web"}, .capacities = {65536}, .seeds = {1}, .modes = {"strict"}}));
  EXPECT_THAT(page, HasSubstr("A single seed: there is no interval"));
  for (const char* wrong : {"\"nan", "\"-nan", "Mnan", "Lnan", ">nan"}) EXPECT_THAT(page, Not(HasSubstr(wrong)));
}

// Results of a workload of datagrams alone, a tenth of whose flows are refused.
std::vector<Json> WithoutSyns() {
  std::vector<Json> results = Results();
  for (Json& result : results) {
    result["legit"]["syn_attempts"] = 0;
    result["legit"]["syn_refused"] = 0;
    result["legit"]["datagrams_refused"] = result["legit"]["connections"].get<double>() / 10;
    result.erase("setup");
  }
  return results;
}

TEST(Report, AWorkloadWithoutSynsHasTheLossOfItsFlows) {
  const std::string page = PageOf(WithoutSyns());
  EXPECT_THAT(SectionOf(page, "summary"), HasSubstr("<b>10.0 %</b><span>of UDP flows refused*</span>"));
  EXPECT_THAT(SectionOf(page, "summary"), Not(HasSubstr("SYNs refused*")));
  EXPECT_THAT(SectionOf(page, "loss"), HasSubstr(">web: UDP flows refused</text>"));
  EXPECT_THAT(SectionOf(page, "iso"), HasSubstr("&gt; 65,536")) << "no capacity is enough";
  EXPECT_THAT(SectionOf(page, "iso"), Not(HasSubstr("\u2264 32,768")));
  EXPECT_THAT(SectionOf(page, "latency"), HasSubstr("Datagrams need no handshake"));
}

TEST(Report, WhereRefusedDatagramsAreNotCountedThereIsNoLoss) {
  std::vector<Json> results = WithoutSyns();
  for (Json& result : results) result["legit"].erase("datagrams_refused");
  const std::string page = PageOf(results);
  EXPECT_THAT(page, HasSubstr("This workload sends no SYNs"));
  EXPECT_THAT(page, Not(HasSubstr(" refused*")));
  EXPECT_THAT(page, Not(HasSubstr("\u2264 32,768"))) << "no capacity is enough for what is not there";
}

TEST(Report, OneSeedHasNoErrorBarsAndThreeDo) {
  SyntheticSweep sweep{.policies = {"lru", "none"}, .scenarios = {"web"}, .capacities = {65536}, .seconds = 60};
  const std::string three = SectionOf(PageOf(SyntheticResults(sweep)), "summary");
  EXPECT_THAT(three, HasSubstr("95\u00a0% interval</th>"));
  EXPECT_THAT(three, HasSubstr("class=\"error-bar\""));
  sweep.seeds = {1};
  const std::string one = SectionOf(PageOf(SyntheticResults(sweep)), "summary");
  EXPECT_THAT(one, Not(HasSubstr("interval</th>")));
  EXPECT_THAT(one, Not(HasSubstr("error-bar")));
  EXPECT_THAT(one, HasSubstr("A single seed"));
}

TEST(Report, ParametersHaveSeparatorsToo) {
  EXPECT_THAT(SectionOf(PageOf(Results()), "run"), HasSubstr(">32,768, 65,536<"));
}

TEST(Report, EscapesNames) {
  std::vector<Json> results = Results();
  for (Json& result : results) {
    if (result["policy"] == "lru") result["policy"] = "<b>&\"";
    result["workload"] = "web<script>";
    result["cell"]["workload"]["name"] = "web<script>";
  }
  const std::string page = PageOf(results);
  EXPECT_THAT(page, Not(HasSubstr("<b>&\"")));
  EXPECT_THAT(page, Not(HasSubstr("web<script>")));
  EXPECT_THAT(page, HasSubstr("web&lt;script&gt;"));
}

TEST(Report, AnErrorIsOneLineWithTheFileAndItsLine) {
  std::vector<Json> results = Results();
  results[2]["legit"].erase("syn_refused");
  const Folder folder(results);
  EXPECT_EQ(Report::Load({folder.path(), ""}).status().message(),
            folder.path() + "/cells.jsonl:3: legit.syn_refused: expected a number");
}

}  // namespace
}  // namespace tidegate::testbed
