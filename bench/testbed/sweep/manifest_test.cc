// What manifests expand to, checked by hand, and every line about what is wrong with one.
#include "testbed/sweep/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tidegate::testbed {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::vector<SweepCell> Expand(const std::string& text) {
  auto cells = ExpandManifest(Json::parse(text), "m.json", nullptr);
  EXPECT_TRUE(cells.ok()) << text << ": " << cells.status();
  return cells.ok() ? *std::move(cells) : std::vector<SweepCell>();
}

// "web 64 lru 1": workload, capacity, policy and seed of each cell.
std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  for (const auto& [id, cell] : Expand(text)) {
    lines.push_back(cell.workload.name + " " + std::to_string(cell.capacity) + " " + cell.PolicyLabel() + " " +
                    std::to_string(cell.seed));
  }
  return lines;
}

TEST(Manifest, CrossProductTheLastAxisFastest) {
  EXPECT_THAT(
      LinesOf(R"({"base": {"workload": {"name": "web"}, "eviction": "lru"},
                          "vary": {"capacity": [64, 32], "seed": [1, 2, 3]}})"),
      ElementsAre("web 64 lru 1", "web 64 lru 2", "web 64 lru 3", "web 32 lru 1", "web 32 lru 2", "web 32 lru 3"));
}

TEST(Manifest, NoAxesAreTheBaseAlone) {
  EXPECT_THAT(LinesOf(R"({"base": {"workload": {"name": "web"}, "seed": 5}, "vary": {}})"),
              ElementsAre("web 131072 state_first 5"));
}

TEST(Manifest, AnAxisOfSeveralFields) {
  EXPECT_THAT(LinesOf(R"({"base": {"workload": {"name": "web"}, "capacity": 64},
                          "vary": {"policy": [{"eviction": "arc", "table": "full"}, {"eviction": "lru"}, {}],
                                   "seed": [1, 2]}})"),
              ElementsAre("web 64 arc/full 1", "web 64 arc/full 2", "web 64 lru 1", "web 64 lru 2",
                          "web 64 state_first 1", "web 64 state_first 2"));
}

TEST(Manifest, DotsReachIntoFields) {
  const auto cells = Expand(R"({
      "base": {"workload": {"name": "web", "rate": 5}, "overlay": [{"name": "flood", "begin_s": 1}]},
      "vary": {"workload.rate": [7], "overlay.0.begin_s": [2], "options.timeouts.tcp_time_wait": [60]}})");
  ASSERT_EQ(cells.size(), 1u);
  EXPECT_EQ(cells[0].cell.workload.parameters, Json::parse(R"({"rate": 7})"));
  EXPECT_EQ(cells[0].cell.overlay[0].parameters, Json::parse(R"({"begin_s": 2})"));
  EXPECT_EQ(cells[0].cell.options.timeouts.Of(ConnState::kTimeWait), 60 * kSecond);
}

TEST(Manifest, AFieldIsReplacedWholeAndMayThenBeReachedInto) {
  std::vector<std::string> workloads;
  for (const auto& [id, cell] : Expand(R"({"base": {"workload": {"name": "web", "clients": 3}},
                                           "vary": {"workload": [{"name": "a"}, {"name": "b", "x": 1}],
                                                    "workload.rate": [1, 2]}})")) {
    workloads.push_back(ToJson(cell)["workload"].dump());
  }
  EXPECT_THAT(workloads, ElementsAre(R"({"name":"a","rate":1})", R"({"name":"a","rate":2})",
                                     R"({"name":"b","rate":1,"x":1})", R"({"name":"b","rate":2,"x":1})"));
}

TEST(Manifest, SingleCellsStandOnTheBase) {
  EXPECT_THAT(LinesOf(R"({"base": {"workload": {"name": "web"}, "capacity": 64},
                          "cells": [{"seed": 9}, {"workload": {"name": "dns"}, "capacity": 32}]})"),
              ElementsAre("web 64 state_first 9", "dns 32 state_first 1"));
}

TEST(Manifest, FurtherManifestsInheritTheBase) {
  EXPECT_THAT(
      LinesOf(R"({"base": {"workload": {"name": "web"}, "capacity": 64}, "vary": {"seed": [1]},
                          "also": [{"base": {"capacity": 32}, "vary": {"seed": [2]},
                                    "also": [{"cells": [{"seed": 3}]}]},
                                   {"vary": {"seed": [4]}}]})"),
      ElementsAre("web 64 state_first 1", "web 32 state_first 2", "web 32 state_first 3", "web 64 state_first 4"));
}

TEST(Manifest, EqualCellsAreOne) {
  EXPECT_THAT(LinesOf(R"({"base": {"workload": {"name": "web"}}, "vary": {"seed": [1, 2, 1]},
                          "cells": [{"seed": 2, "mode": "strict"}, {"seed": 3}]})"),
              ElementsAre("web 131072 state_first 1", "web 131072 state_first 2", "web 131072 state_first 3"));
}

TEST(Manifest, IdsAreThoseOfTheCells) {
  const auto cells = Expand(R"({"base": {"workload": {"name": "web"}}, "vary": {}})");
  EXPECT_EQ(cells.at(0).id, CellId(cells.at(0).cell));
}

struct Row {
  std::string json;
  std::string message;
};

std::string MessageOf(const std::string& text, const CellCheck& check = nullptr) {
  const auto cells = ExpandManifest(Json::parse(text), "m.json", check);
  return cells.ok() ? "no error" : std::string(cells.status().message());
}

TEST(ManifestError, Shape) {
  const std::vector<Row> rows = {
      {"[]", "$: found an array, expected an object"},
      {"{}", "$: found nothing, expected at least one of vary, cells, also"},
      {R"({"base": {}})", "$: found nothing, expected at least one of vary, cells, also"},
      {R"({"vray": {}})", "$.vray: found an unknown field, expected one of base, vary, cells, also"},
      {R"({"vary": []})", "$.vary: found an array, expected an object of lists"},
      {R"({"vary": {"seed": 1}})", "$.vary.seed: found 1, expected a list with at least one value"},
      {R"({"vary": {"seed": []}})", "$.vary.seed: found nothing, expected a list with at least one value"},
      {R"({"cells": {}})", "$.cells: found an object, expected a list"},
      {R"({"also": [{}]})", "$.also[0]: found nothing, expected at least one of vary, cells, also"},
  };
  for (const Row& row : rows) EXPECT_EQ(MessageOf(row.json), "m.json: " + row.message) << row.json;
}

TEST(ManifestError, NamesOfFields) {
  const std::string expected = ", expected one of workload, overlay, capacity, table, plugin, eviction, ";
  EXPECT_THAT(MessageOf(R"({"base": {"sede": 1}, "vary": {}})"),
              StartsWith("m.json: $.base.sede: found an unknown field" + expected));
  EXPECT_THAT(MessageOf(R"({"vary": {"policy": [{"seed": 1}, {"evict": "lru"}]}})"),
              StartsWith("m.json: $.vary.policy[1].evict: found an unknown field" + expected));
  EXPECT_THAT(MessageOf(R"({"vary": {"sede": [1]}})"),
              StartsWith("m.json: $.vary.sede[0]: found 1, expected an object of fields: workload, overlay, "));
  EXPECT_THAT(
      MessageOf(R"({"cells": [{"seed": 1, "overlay.0.rate": 2}]})"),
      StartsWith(R"(m.json: $.cells[0]["overlay.0.rate"]: found "overlay.0.rate", expected a field that can be )"
                 "set: no such member in $.overlay"));
}

TEST(ManifestError, OneFieldInTwoAxes) {
  EXPECT_EQ(MessageOf(R"({"vary": {"seed": [1], "also_seed": [{"mode": "nat"}, {"seed": 2}]}})"),
            R"(m.json: $.vary.also_seed[1].seed: found "seed", expected each field once: $.vary.seed[0] sets it too)");
  EXPECT_EQ(MessageOf(R"({"vary": {"workload.rate": [1], "workload": [{"name": "web"}]}})"),
            R"(m.json: $.vary.workload[0]: found "workload", expected each field once: )"
            R"($.vary["workload.rate"][0] sets it too)");
}

// The place is the manifest's, not the cell's.
TEST(ManifestError, CellsThatAreWrong) {
  const std::string tail = "found 0, expected a whole number from 1 to 604800";
  EXPECT_EQ(MessageOf(R"({"base": {"workload": {"name": "w"}, "seconds": 0}, "vary": {}})"),
            "m.json: $.base.seconds: " + tail);
  EXPECT_EQ(MessageOf(R"({"base": {"workload": {"name": "w"}}, "vary": {"seed": [1], "seconds": [5, 0]}})"),
            "m.json: $.vary.seconds[1]: " + tail);
  EXPECT_EQ(MessageOf(R"({"base": {"workload": {"name": "w"}}, "vary": {"time": [{"seed": 1, "seconds": 0}]}})"),
            "m.json: $.vary.time[0].seconds: " + tail);
  EXPECT_EQ(MessageOf(R"({"also": [{"cells": [{"workload": {"name": "w"}, "seconds": 0}]}]})"),
            "m.json: $.also[0].cells[0].seconds: " + tail);
  EXPECT_EQ(MessageOf(R"({"base": {"seed": 1}, "vary": {}})"),
            "m.json: $.base.workload: found nothing, expected an object with the name of a workload");
  EXPECT_EQ(MessageOf(R"({"cells": [{"seed": 1}]})"),
            "m.json: $.cells[0].workload: found nothing, expected an object with the name of a workload");
  EXPECT_EQ(MessageOf(R"({"base": {"workload": {"name": "w"}, "options": {"timeouts": {"other": 60}}},
                          "vary": {"options.timeouts.udp_single": [0]}})"),
            R"(m.json: $.vary["options.timeouts.udp_single"][0]: found 0, expected a whole number from 1 to 86400)");
}

TEST(ManifestError, WhatTheCheckFindsHasItsPlaceToo) {
  const CellCheck check = [](const Cell& cell) -> std::optional<Problem> {
    if (cell.workload.name == "web") return std::nullopt;
    return Problem{"$.workload.name", "found another, expected web"};
  };
  EXPECT_EQ(MessageOf(R"({"vary": {"workload": [{"name": "web"}, {"name": "dns"}]}})", check),
            "m.json: $.vary.workload[1].name: found another, expected web");
  EXPECT_EQ(MessageOf(R"({"vary": {"workload": [{"name": "web"}]}})", check), "no error");
}

TEST(ManifestError, TooManyManifestsInOneAnother) {
  std::string nested = R"({"cells": []})";
  for (int i = 0; i < 8; ++i) nested = R"({"also": [)" + nested + "]}";
  EXPECT_THAT(LinesOf(nested), IsEmpty());
  EXPECT_THAT(MessageOf(R"({"also": [)" + nested + "]}"),
              ::testing::EndsWith(": found too many manifests in one another, expected at most 8"));
}

}  // namespace
}  // namespace tidegate::testbed
