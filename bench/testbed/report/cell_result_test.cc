// Tests of reading a cell's result.
#include "testbed/report/cell_result.h"

#include <gtest/gtest.h>

#include "testbed/report/test_support/synthetic.h"

namespace tidegate::testbed {
namespace {

Json Valid() {
  return SyntheticResults({.policies = {"lru"},
                           .scenarios = {"web+syn_flood"},
                           .capacities = {65536},
                           .seeds = {1},
                           .modes = {"strict"},
                           .seconds = 50})
      .front();
}

std::string ErrorOf(const Json& json) {
  return std::string(CellResultFromJson(json, "cells.jsonl:7").status().message());
}

TEST(CellResultFromJson, ReadsWhatTheReportNeeds) {
  const auto result = CellResultFromJson(Valid(), "x");
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->policy, "lru");
  EXPECT_EQ(result->workload, "web");
  EXPECT_EQ(result->capacity, 65536u);
  EXPECT_EQ(result->slots, 8192);
  EXPECT_FALSE(result->loose);
  EXPECT_GT(result->wrongful[0], 0) << "established";
  EXPECT_EQ(result->timeline.attack.size(), 50u);
  EXPECT_EQ(result->explain.size(), 20u);
  EXPECT_EQ(result->explain[0].candidates.size(), 28u);
  EXPECT_TRUE(result->optimum.has_value());
}

TEST(CellResultFromJson, CostsAreForAThousandConnections) {
  Json json = Valid();
  json["legit"]["connections"] = 500;
  json["cost"]["strict"] = 2000;  // milliseconds: 4 s for 1000
  EXPECT_DOUBLE_EQ(CellResultFromJson(json, "x")->cost(CostMode::kStrict), 4);
}

TEST(CellResultFromJson, LossIsOfAllSyns) {
  Json json = Valid();
  json["legit"]["syn_attempts"] = 400;
  json["legit"]["syn_refused"] = 100;
  EXPECT_DOUBLE_EQ(CellResultFromJson(json, "x")->syn_loss(), 0.25);
  json["legit"]["syn_attempts"] = 0;
  EXPECT_DOUBLE_EQ(CellResultFromJson(json, "x")->syn_loss(), 0) << "datagrams alone have none";
}

TEST(CellResultFromJson, SomePartsMayBeMissing) {
  Json json = Valid();
  for (const char* part : {"optimum", "setup", "timeline", "explain", "slots", "sample", "admission", "ageing"}) {
    json.erase(part);
  }
  EXPECT_TRUE(CellResultFromJson(json, "x").ok());
}

struct Wrong {
  const char* path;
  Json value;  // null: is missing
  const char* error;
};

TEST(CellResultFromJson, NamesTheFieldThatIsWrong) {
  const Wrong cases[] = {
      {"/policy", 7, "cells.jsonl:7: policy: expected a text"},
      {"/cell", "x", "cells.jsonl:7: cell: expected an object"},
      {"/capacity", -1, "cells.jsonl:7: capacity: expected a whole number"},
      {"/seed", 1.5, "cells.jsonl:7: seed: expected a whole number"},
      {"/mode", "lenient", "cells.jsonl:7: mode: expected strict, nat or loose"},
      {"/legit/connections", nullptr, "cells.jsonl:7: legit.connections: expected a number"},
      {"/legit/wrongful/closing", "many", "cells.jsonl:7: legit.wrongful.closing: expected a number"},
      {"/cost/nat", nullptr, "cells.jsonl:7: cost.nat: expected a number"},
      {"/setup/bins", Json::array({1, 2}), "cells.jsonl:7: setup.bins: expected pairs of numbers"},
      {"/timeline/refused", "none", "cells.jsonl:7: timeline.refused: expected an array"},
      {"/timeline/refused", Json::array({"x"}), "cells.jsonl:7: timeline.refused: expected an array of numbers"},
      {"/explain/0/at_s", "noon", "cells.jsonl:7: explain: at_s: expected a number"},
      {"/explain/0/candidates/3/useful", 1,
       "cells.jsonl:7: explain: candidates: expected class, idle_s, left_s, useful and victim of each"},
  };
  for (const Wrong& c : cases) {
    Json json = Valid();
    json[Json::json_pointer(c.path)] = c.value;
    EXPECT_EQ(ErrorOf(json), c.error);
  }
}

}  // namespace
}  // namespace tidegate::testbed
