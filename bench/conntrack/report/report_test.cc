// Tests of results that were kept: what is read, what is drawn.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "conntrack/report/chart.h"
#include "conntrack/report/panel.h"
#include "conntrack/report/results_file.h"
#include "conntrack/report/svg.h"

namespace tidegate::bench {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kRun[] = R"({
  "context": {"date": "2026-11-23T01:58:57+00:00", "num_cpus": 2, "mhz_per_cpu": 2596, "machine": "epyc <4>",
              "architecture": "-march=native, AVX-512", "concurrent_tables": "tidegate rte_hash_lf"},
  "benchmarks": [
    {"run_name": "BM_LookupHit<rte_hash_lf>/1000", "run_type": "iteration", "repetitions": 2, "items_per_second": 5e7},
    {"run_name": "BM_LookupHit<tidegate>/1000", "run_type": "iteration", "repetitions": 2, "items_per_second": 1e8},
    {"run_name": "BM_LookupHit<tidegate>/1000", "run_type": "iteration", "repetitions": 2, "items_per_second": 1e8},
    {"run_name": "BM_LookupHit<tidegate>/9000", "run_type": "iteration", "repetitions": 2, "items_per_second": 4e7},
    {"run_name": "BM_LookupHit<tidegate>/1000", "run_type": "aggregate", "aggregate_name": "mean",
     "items_per_second": 1},
    {"run_name": "BM_LookupHit<broken>/1000", "run_type": "iteration", "error_occurred": true, "items_per_second": 1},
    {"run_name": "BM_Overload<tidegate>/1000", "run_type": "iteration", "items_per_second": 2e7, "p999_ns": 80,
     "admitted_share": 1},
    {"run_name": "BM_Overload<rte_hash_lf>/1000", "run_type": "iteration", "items_per_second": 5e7, "p999_ns": 40}
  ]})";

Results Read() {
  auto results = ParseResults(kRun, "run.json");
  EXPECT_TRUE(results.ok()) << results.status();
  return *std::move(results);
}

TEST(ParseResults, TakesMeasurementsAndContext) {
  const Results results = Read();
  EXPECT_EQ(results.date, "2026-11-23");
  EXPECT_EQ(results.machine, "epyc <4>");
  EXPECT_EQ(results.cores, "2 x 2596 MHz");
  EXPECT_EQ(results.memory, "");
  EXPECT_EQ(results.repetitions, 2u);
  EXPECT_DOUBLE_EQ(results.measurements.Nanoseconds(1000, "LookupHit", "tidegate"), 10);
  EXPECT_TRUE(results.measurements.concurrent("rte_hash_lf"));
  EXPECT_THAT(results.measurements.tables(), ElementsAre("tidegate", "rte_hash_lf")) << "without the broken one";
}

TEST(ParseResults, AnythingElseIsRefusedInOneLine) {
  for (const char* text :
       {"", "{", "[]", "{}", R"({"context": {}, "benchmarks": []})",
        R"({"context": {"num_cpus": "two", "mhz_per_cpu": 1}, "benchmarks": []})",
        R"({"context": {}, "benchmarks": [{"repetitions": "many"}]})", R"({"context": {}, "benchmarks": 7})"}) {
    EXPECT_EQ(ParseResults(text, "run.json").status().message(),
              "run.json: expected results of bench_conntrack, as --benchmark_format=json writes")
        << text;
  }
}

TEST(LoadResults, NamesAFileThatCannotBeRead) {
  EXPECT_EQ(LoadResults("/nonexistent/run.json").status().message(), "/nonexistent/run.json: cannot be read");
  const std::string path = ::testing::TempDir() + "report_test_run.json";
  std::ofstream(path) << kRun;
  EXPECT_TRUE(LoadResults(path).ok());
  std::remove(path.c_str());
}

TEST(Panels, AreSortedByTheFirstSize) {
  const std::vector<Panel> panels = MakePanels(Read().measurements);
  ASSERT_EQ(panels.size(), 2u);
  EXPECT_EQ(panels[0].title, "LookupHit");
  EXPECT_THAT(panels[0].headings, ElementsAre("1,000", "9,000"));
  ASSERT_EQ(panels[0].rows.size(), 2u);
  EXPECT_EQ(panels[0].rows[0].table, "tidegate");
  EXPECT_EQ(panels[0].rows[0].style, "own");
  EXPECT_THAT(panels[0].rows[0].values, ElementsAre("10.0", "25.0"));
  EXPECT_EQ(panels[0].rows[1].style, "many");
  EXPECT_THAT(panels[0].rows[1].values, ElementsAre("20.0", ""));
  EXPECT_DOUBLE_EQ(panels[0].reference, 10);
}

TEST(Panels, WhoRefusesStandsBelowAtOverload) {
  const Panel panel = MakePanels(Read().measurements)[1];
  ASSERT_EQ(panel.rows.size(), 2u);
  EXPECT_THAT(panel.rows[0].values, ElementsAre("50.0", "80.0", "none"));
  EXPECT_EQ(panel.rows[1].table, "rte_hash_lf") << "which is faster";
  EXPECT_THAT(panel.rows[1].values, ElementsAre("20.0", "40.0", "100 %"));
}

TEST(ShortCount, HasThreeDigits) {
  EXPECT_EQ(ShortCount(1024), "1,024");
  EXPECT_EQ(ShortCount(112928), "113 k");
  EXPECT_EQ(ShortCount(999'600), "1.00 M");
  EXPECT_EQ(ShortCount(7227392), "7.23 M");
  EXPECT_EQ(ShortCount(57819136), "57.8 M");
}

TEST(ShortTime, HasAUnitWhenItIsLong) {
  EXPECT_EQ(ShortTime(8.526), "8.53");
  EXPECT_EQ(ShortTime(9999), "9,999");
  EXPECT_EQ(ShortTime(125'952), "126 us");
  EXPECT_EQ(ShortTime(2'449'000), "2.4 ms");
}

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
  return count;
}

// No position is a failed division.
void ExpectNumbers(const std::string& svg) {
  for (const char* wrong : {"\"nan", "\"-nan", "\"inf", "\"-inf"}) EXPECT_THAT(svg, Not(HasSubstr(wrong)));
}

TEST(Chart, ShowsEachMeasurementOnce) {
  const std::string svg = ChartSvg(Read());
  EXPECT_EQ(Count(svg, "<title>tidegate, 1,000: 10.0 ns</title>"), 1u);
  EXPECT_EQ(Count(svg, "<title>tidegate, 9,000: 25.0 ns</title>"), 1u);
  EXPECT_EQ(Count(svg, "<title>rte_hash_lf, 1,000: 20.0 ns</title>"), 1u);
  EXPECT_THAT(svg, HasSubstr(">LookupHit</text>"));
  EXPECT_THAT(svg, HasSubstr("2.00 of 2.0</text>")) << "a target";
}

TEST(Chart, StandsAloneInLightAndDark) {
  const std::string svg = ChartSvg(Read());
  EXPECT_THAT(svg, HasSubstr("@media (prefers-color-scheme: dark)"));
  EXPECT_THAT(svg, HasSubstr("epyc &lt;4&gt;"));
  for (const char* outside : {"href", "url(", "@import", "<image", "<script"})
    EXPECT_THAT(svg, Not(HasSubstr(outside)));
  ExpectNumbers(svg);
}

TEST(Chart, DrawsASingleMeasurement) {
  const auto results = ParseResults(
      R"({"context": {}, "benchmarks": [{"run_name": "BM_New<peer>/8", "run_type": "iteration",
          "items_per_second": 1e9}]})",
      "run.json");
  ASSERT_TRUE(results.ok());
  const std::string svg = ChartSvg(*results);
  EXPECT_THAT(svg, HasSubstr("<title>peer, 8: 1.00 ns</title>"));
  ExpectNumbers(svg);
}

TEST(Svg, Escapes) {
  Svg svg;
  svg.Text(1, 2, "a<b>&\"", "s");
  EXPECT_THAT(svg.Finish(10, 20, "<t>", ""), HasSubstr(">a&lt;b&gt;&amp;&quot;</text>"));
  EXPECT_THAT(svg.Finish(10, 20, "<t>", ""), HasSubstr("<title>&lt;t&gt;</title>"));
}

TEST(Svg, DrawsPathsInGroups) {
  Svg svg;
  svg.BeginGroup("g", "a & b");
  svg.Path(SvgPath().MoveTo(1, 2).LineTo(3.04, 4).Close(), "s");
  svg.EndGroup();
  EXPECT_EQ(svg.Embed(10, 20, "t"),
            "<svg viewBox=\"0 0 10 20\" width=\"10\" height=\"20\" role=\"img\" aria-label=\"t\">\n"
            "<g class=\"g\"><title>a &amp; b</title>\n<path d=\"M1.0 2.0L3.0 4.0Z\" class=\"s\"/>\n</g>\n</svg>\n");
}

}  // namespace
}  // namespace tidegate::bench
