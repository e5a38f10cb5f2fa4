// The same cell gives the same bytes; another seed gives others; plug-ins that are none are named.
#include "testbed/cell/run_cell.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tidegate::testbed {
namespace {

using ::testing::HasSubstr;

absl::StatusOr<Json> Run(const std::string& workload, const std::string& fields) {
  const std::string text = R"({"workload": {"name": ")" + workload + R"("}, "capacity": 65536, "seconds": 130, )" +
                           R"("sample": 64, )" + fields + "}";
  const auto cell = CellFromJson(Json::parse(text), "x.json");
  if (!cell.ok()) return cell.status();
  return RunCell(*cell);
}

std::string ResultOf(const std::string& workload, const std::string& fields) {
  const absl::StatusOr<Json> result = Run(workload, fields);
  return result.ok() ? result->dump() : result.status().ToString();
}

// Policies that draw lots, learn, keep tables of their own, and one that is fully associative; with the optimum.
constexpr const char* kCells[] = {
    R"("eviction": "hazard_cost")",
    R"("eviction": "random_k", "admission": "random_half_open_drop")",
    R"("eviction": "s3fifo", "admission": "sketch_gate", "ageing": "adaptive")",
    R"("eviction": "lhd", "table": "full")",
    R"("eviction": "state_first", "mode": "loose", "optimum": true)",
};

TEST(RunCell, TheSameCellGivesTheSameBytes) {
  for (const char* fields : kCells) {
    const std::string result = ResultOf("tcp_mix", fields);
    ASSERT_THAT(result, HasSubstr("\"events\":")) << fields;
    EXPECT_EQ(ResultOf("tcp_mix", fields), result) << fields;
  }
}

TEST(RunCell, AnotherSeedGivesOthers) {
  for (const char* fields : kCells) {
    const std::string with_seed = std::string(fields) + R"(, "seed": )";
    EXPECT_NE(ResultOf("tcp_mix", with_seed + "1"), ResultOf("tcp_mix", with_seed + "2")) << fields;
  }
}

std::string PluginError(const std::string& path) { return ResultOf("tcp_mix", R"("plugin": ")" + path + R"(")"); }

TEST(RunCell, APluginThatIsNoneIsNamed) {
  EXPECT_THAT(PluginError("/nowhere/mine.so"), HasSubstr("/nowhere/mine.so: cannot open shared object file"));
  EXPECT_THAT(PluginError(TIDEGATE_PLUGIN_WITHOUT_POLICY),
              HasSubstr("exports no policy, expected the functions TidegatePluginVersion and TidegatePluginMake"));
  EXPECT_THAT(PluginError(TIDEGATE_PLUGIN_OF_ANOTHER_VERSION),
              HasSubstr("is built for version 999 of the plug-in interface, expected 1"));
  EXPECT_THAT(PluginError(TIDEGATE_PLUGIN_THAT_MAKES_NONE), HasSubstr("made no policy"));
}

}  // namespace
}  // namespace tidegate::testbed
