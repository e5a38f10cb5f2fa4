// Tests of reading speeds.
#include "testbed/report/speed_file.h"

#include <gtest/gtest.h>

namespace tidegate::testbed {
namespace {

TEST(ParseSpeeds, TakesTheMedianOfRepetitionsInNanoseconds) {
  const auto speeds = ParseSpeeds(R"({"context": {}, "benchmarks": [
    {"name": "BM_Evict<lru>/8", "run_name": "BM_Evict<lru>/8", "run_type": "iteration", "real_time": 30, "time_unit": "ns"},
    {"name": "BM_Evict<lru>/8", "run_name": "BM_Evict<lru>/8", "run_type": "iteration", "real_time": 10, "time_unit": "ns"},
    {"name": "BM_Evict<lru>/8", "run_name": "BM_Evict<lru>/8", "run_type": "iteration", "real_time": 0.02, "time_unit": "us"},
    {"name": "BM_Evict<lru>/8_mean", "run_name": "BM_Evict<lru>/8", "run_type": "aggregate", "real_time": 99},
    {"name": "BM_Evict<lru>/64", "run_name": "BM_Evict<lru>/64", "run_type": "iteration", "real_time": 1},
    {"name": "BM_Evict<sieve>", "error_occurred": true},
    {"name": "BM_Other<lru>", "real_time": 5},
    {"name": "BM_Hit<lru>", "real_time": 5}]})",
                                  "speed.json");
  ASSERT_TRUE(speeds.ok()) << speeds.status();
  EXPECT_EQ(speeds->evict_ns.size(), 1u);
  EXPECT_DOUBLE_EQ(speeds->evict_ns.at("lru"), 20) << "of the first size";
  EXPECT_DOUBLE_EQ(speeds->hit_ns.at("lru"), 5);
}

// An iteration of 1024 insertions took 0.12 ms: that was shown as the time of one.
TEST(ParseSpeeds, AnIterationMayBeABatch) {
  const auto speeds = ParseSpeeds(R"({"benchmarks": [
    {"name": "BM_Evict<lru>", "real_time": 122880, "time_unit": "ns", "items_per_second": 8e6}]})",
                                  "speed.json");
  ASSERT_TRUE(speeds.ok()) << speeds.status();
  EXPECT_DOUBLE_EQ(speeds->evict_ns.at("lru"), 125);
}

TEST(ParseSpeeds, TheMedianAloneWillDo) {
  const auto speeds = ParseSpeeds(R"({"benchmarks": [
    {"name": "BM_Hit<lru>_mean", "run_name": "BM_Hit<lru>", "run_type": "aggregate", "aggregate_name": "mean", "real_time": 99},
    {"name": "BM_Hit<lru>_median", "run_name": "BM_Hit<lru>", "run_type": "aggregate", "aggregate_name": "median", "real_time": 7}]})",
                                  "speed.json");
  ASSERT_TRUE(speeds.ok()) << speeds.status();
  EXPECT_DOUBLE_EQ(speeds->hit_ns.at("lru"), 7);
}

TEST(ParseSpeeds, AnythingElseIsRefusedInOneLine) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "s.json: expected Google Benchmark's JSON"},
      {"{\"benchmarks\": 7}", "s.json: expected Google Benchmark's JSON"},
      {"{\"benchmarks\": []}", "s.json: has neither BM_Evict<POLICY> nor BM_Hit<POLICY>"},
      {"{\"benchmarks\": [{\"name\": \"BM_Hit<a>\"}]}", "s.json: benchmark 1: real_time: expected a number"},
      {"{\"benchmarks\": [{\"name\": \"BM_Hit<a>\", \"real_time\": 1, \"time_unit\": \"h\"}]}",
       "s.json: benchmark 1: time_unit: expected ns, us, ms or s"},
  };
  for (const auto& [text, error] : cases) EXPECT_EQ(ParseSpeeds(text, "s.json").status().message(), error) << text;
  EXPECT_EQ(LoadSpeeds("/nonexistent").status().message(), "/nonexistent: cannot be read");
}

}  // namespace
}  // namespace tidegate::testbed
