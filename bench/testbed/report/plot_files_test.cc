// Tests of plots as files.
#include "testbed/report/plot_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testbed/report/test_support/synthetic.h"

namespace tidegate::testbed {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Study StudyOf(const std::vector<Json>& results) {
  std::vector<CellResult> cells;
  cells.reserve(results.size());
  for (const Json& json : results) cells.push_back(*CellResultFromJson(json, "x"));
  return MakeStudy(std::move(cells));
}

SyntheticSweep Small() {
  return {.policies = {"lru", "none"}, .scenarios = {"web+syn_flood"}, .capacities = {32768, 65536}, .seconds = 3};
}

std::vector<std::string> Names(const std::vector<PlotFile>& files) {
  std::vector<std::string> names;
  names.reserve(files.size());
  for (const PlotFile& file : files) names.push_back(file.name);
  return names;
}

TEST(PlotFiles, AreNamedAfterWhatTheyShow) {
  const Study study = StudyOf(SyntheticResults(Small()));
  EXPECT_THAT(
      Names(PlotFiles({study})),
      ElementsAre("ranking.svg", "ranking_loose.svg", "ranking_nat.svg", "cost_web_syn_flood.svg",
                  "loss_web_syn_flood.svg", "setup_web_syn_flood.svg", "cost_web_syn_flood_loose.svg",
                  "loss_web_syn_flood_loose.svg", "setup_web_syn_flood_loose.svg", "cost_web_syn_flood_nat.svg"));
}

TEST(PlotFiles, StandAlone) {
  const Study study = StudyOf(SyntheticResults(Small()));
  for (const PlotFile& file : PlotFiles({study})) {
    EXPECT_THAT(file.svg, StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-18 -18 ")) << file.name;
    EXPECT_THAT(file.svg, HasSubstr("<title>")) << file.name;
    EXPECT_THAT(file.svg, HasSubstr("class=\"page\"")) << "without its own ground it would vanish on another";
    EXPECT_THAT(file.svg, HasSubstr("prefers-color-scheme:dark")) << file.name;
    for (const char* outside : {"var(", "url(", "@import", "https:", "href", "nan\""}) {
      EXPECT_THAT(file.svg, Not(HasSubstr(outside))) << file.name;
    }
  }
}

TEST(PlotFiles, LeaveOutWhatHasNothingToShow) {
  std::vector<Json> results = SyntheticResults(Small());
  for (Json& result : results) result.erase("setup");
  const Study study = StudyOf(results);
  for (const std::string& name : Names(PlotFiles({study}))) EXPECT_THAT(name, Not(StartsWith("setup")));
}

TEST(FileStem, IsWhatAnyFileSystemTakes) {
  EXPECT_EQ(FileStem("idle_iot + syn_flood"), "idle_iot_syn_flood");
  EXPECT_EQ(FileStem("web, rate=17000"), "web_rate_17000");
  EXPECT_EQ(FileStem("../../etc"), ".._.._etc");
  EXPECT_EQ(FileStem("\u00fc"), "plot");
}

}  // namespace
}  // namespace tidegate::testbed
