// What a cell may say, every line about what it may not, and what its name is made of.
#include "testbed/cell/cell.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tidegate::testbed {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

Cell Read(const std::string& text) {
  const auto cell = CellFromJson(Json::parse(text), "x.json");
  EXPECT_TRUE(cell.ok()) << text << ": " << cell.status();
  return cell.ok() ? *cell : Cell{};
}

std::string MessageOf(const std::string& text) {
  const auto cell = CellFromJson(Json::parse(text), "x.json");
  return cell.ok() ? "no error" : std::string(cell.status().message());
}

// With a workload, which every cell needs.
std::string With(const std::string& fields) { return R"({"workload": {"name": "web"})" + fields + "}"; }

TEST(Cell, AWorkloadIsEnough) {
  const Cell cell = Read(With(""));
  EXPECT_EQ(cell.workload.name, "web");
  EXPECT_EQ(cell.workload.parameters, Json::object());
  EXPECT_EQ(cell.capacity, 131072u);
  EXPECT_EQ(cell.PolicyLabel(), "state_first");
  EXPECT_EQ(cell.options.half_open_max, 32768u);
}

TEST(Cell, EveryFieldIsRead) {
  const Cell cell = Read(R"({
      "workload": {"name": "port_exhaustion", "clients": 4, "rate": 17000},
      "overlay": [{"name": "syn_flood", "begin": 60}], "capacity": 65536, "table": "full", "eviction": "lru",
      "admission": "half_open_quota", "ageing": "adaptive", "mode": "nat", "syn_backoff": "linear", "seconds": 9,
      "sample": 8, "seed": 18446744073709551615, "optimum": true,
      "options": {"half_open_max": 5, "half_open_per_source": 8, "syn_rate": 6, "syn_burst": 7, "timeouts": {"tcp_time_wait": 60}}})");
  EXPECT_EQ(cell.workload.parameters, Json::parse(R"({"clients": 4, "rate": 17000})"));
  ASSERT_EQ(cell.overlay.size(), 1u);
  EXPECT_EQ(cell.overlay[0].name, "syn_flood");
  EXPECT_EQ(cell.capacity, 65536u);
  EXPECT_EQ(cell.PolicyLabel(), "lru/full");
  EXPECT_EQ(cell.admission, "half_open_quota");
  EXPECT_EQ(cell.ageing, "adaptive");
  EXPECT_EQ(cell.mode, CostMode::kNat);
  EXPECT_EQ(cell.syn_backoff, SynBackoff::kLinear);
  EXPECT_EQ(cell.seconds, 9u);
  EXPECT_EQ(cell.sample, 8u);
  EXPECT_EQ(cell.seed, ~std::uint64_t{0});
  EXPECT_TRUE(cell.optimum);
  EXPECT_EQ(cell.options.half_open_max, 5u);
  EXPECT_EQ(cell.options.half_open_per_source, 8u);
  EXPECT_EQ(cell.options.syn_rate, 6u);
  EXPECT_EQ(cell.options.syn_burst, 7u);
  EXPECT_EQ(cell.options.timeouts.Of(ConnState::kTimeWait), 60 * kSecond);
  EXPECT_EQ(cell.options.timeouts.Of(ConnState::kSynSent), 30 * kSecond);
}

TEST(Cell, TheHalfOpenQuotaFollowsTheCapacity) {
  EXPECT_EQ(Read(With(R"(, "capacity": 4096)")).options.half_open_max, 1024u);
  EXPECT_EQ(Read(With(R"(, "capacity": 4096, "options": {"half_open_max": 9})")).options.half_open_max, 9u);
}

TEST(Cell, APluginsPolicyHasItsFilesName) {
  EXPECT_EQ(Read(With(R"(, "plugin": "./own/mine.so")")).eviction, "mine");
  EXPECT_EQ(Read(With(R"(, "plugin": "./mine.so", "eviction": "second_try")")).eviction, "second_try");
}

TEST(Cell, TheCanonicalFormReadsBackAsItself) {
  for (const char* fields : {"", R"(, "plugin": "./mine.so")", R"(, "table": "full", "eviction": "lru", "seed": 7)",
                             R"(, "overlay": [{"name": "b", "z": 1, "a": [2.0, {"y": 0.5, "x": true}]}])"}) {
    const Json canonical = ToJson(Read(With(fields)));
    EXPECT_EQ(ToJson(Read(canonical.dump())).dump(), canonical.dump()) << fields;
  }
}

TEST(Cell, TheCanonicalFormNamesEveryField) {
  const std::string text = ToJson(Read(With(R"(, "seconds": 1)"))).dump();
  EXPECT_THAT(
      text,
      StartsWith(
          R"({"workload":{"name":"web"},"overlay":[],"capacity":131072,"table":"set",)"
          R"("eviction":"state_first","plugin":"","admission":"always","ageing":"fixed",)"
          R"("mode":"strict","syn_backoff":"classic","seconds":1,"sample":1,"seed":1,)"
          R"("optimum":false,"options":{"half_open_max":32768,"half_open_per_source":0,"syn_rate":100,"syn_burst":200,)"
          R"("timeouts":{"tcp_syn_sent":30,)"));
  EXPECT_THAT(text, HasSubstr(R"("tcp_time_wait":120)"));
}

TEST(Cell, EqualCellsHaveEqualIds) {
  const std::string id = CellId(Read(R"({"workload": {"name": "w", "a": 1, "b": {"c": 2, "d": 3}}, "seed": 5})"));
  EXPECT_EQ(id.size(), 16u);
  EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos) << id;
  for (const char* same :
       {R"({"seed": 5, "workload": {"b": {"d": 3, "c": 2}, "a": 1, "name": "w"}})",
        R"({"workload": {"name": "w", "a": 1.0, "b": {"c": 2, "d": 3e0}}, "seed": 5})",
        R"({"workload": {"name": "w", "a": 1, "b": {"c": 2, "d": 3}}, "seed": 5, "mode": "strict"})"}) {
    EXPECT_EQ(CellId(Read(same)), id) << same;
  }
  for (const char* other : {R"({"workload": {"name": "w", "a": 1, "b": {"c": 2, "d": 3}}, "seed": 6})",
                            R"({"workload": {"name": "w", "a": 1.5, "b": {"c": 2, "d": 3}}, "seed": 5})"}) {
    EXPECT_NE(CellId(Read(other)), id) << other;
  }
}

// The names of results that people keep: a change here makes all of them strangers.
TEST(Cell, TheIdIsTheHashOfTheCanonicalForm) { EXPECT_EQ(CellId(Read(With(""))), "54d59a047495e039"); }

struct Row {
  std::string json;
  std::string message;
};

void ExpectMessages(const std::vector<Row>& rows) {
  for (const Row& row : rows) EXPECT_EQ(MessageOf(row.json), "x.json: " + row.message) << row.json;
}

TEST(CellError, Workloads) {
  ExpectMessages({
      {"[]", "$: found an array, expected an object"},
      {"{}", "$.workload: found nothing, expected an object with the name of a workload"},
      {R"({"workload": "web"})", R"($.workload: found "web", expected an object)"},
      {R"({"workload": {}})", "$.workload.name: found nothing, expected the name of a workload"},
      {R"({"workload": {"name": 7}})", "$.workload.name: found 7, expected a text"},
      {With(R"(, "overlay": {})"), "$.overlay: found an object, expected a list of at most 16 workloads"},
      {With(R"(, "overlay": [{"name": "a"}, {"rate": 1}])"),
       "$.overlay[1].name: found nothing, expected the name of a workload"},
  });
}

TEST(CellError, Fields) {
  ExpectMessages({
      {With(R"(, "capacity": 15)"), "$.capacity: found 15, expected a whole number from 16 to 134217728"},
      {With(R"(, "capacity": -1)"), "$.capacity: found -1, expected a whole number from 16 to 134217728"},
      {With(R"(, "capacity": 64.5)"), "$.capacity: found 64.5, expected a whole number from 16 to 134217728"},
      {With(R"(, "capacity": "64")"), R"($.capacity: found "64", expected a whole number from 16 to 134217728)"},
      {With(R"(, "table": "half")"), R"($.table: found "half", expected one of set, full)"},
      {With(R"(, "table": "full", "plugin": "a.so")"),
       R"($.table: found "full", expected set, which plug-ins are for)"},
      {With(R"(, "plugin": "a.so", "eviction": "")"),
       R"($.eviction: found "", expected a name for the plug-in's policy)"},
      {With(R"(, "ageing": "fast")"), R"($.ageing: found "fast", expected one of fixed, adaptive)"},
      {With(R"(, "mode": 1)"), "$.mode: found 1, expected one of strict, loose, nat"},
      {With(R"(, "syn_backoff": null)"), "$.syn_backoff: found null, expected one of classic, linear"},
      {With(R"(, "seconds": 0)"), "$.seconds: found 0, expected a whole number from 1 to 604800"},
      {With(R"(, "seed": 18446744073709551616)"),
       "$.seed: found 1.8446744073709552e+19, expected a whole number from 0 to 18446744073709551615"},
      {With(R"(, "optimum": 1)"), "$.optimum: found 1, expected true or false"},
      {With(R"(, "capacity": 1024, "sample": 65)"),
       "$.sample: found 65, expected at most 64, which leaves a table of 16"},
      {With(R"(, "evction": "lru")"),
       "$.evction: found an unknown field, expected one of workload, overlay, capacity, table, plugin, eviction, "
       "admission, ageing, mode, syn_backoff, seconds, sample, seed, optimum, options"},
  });
  EXPECT_THAT(MessageOf(With(R"(, "a\nb": 1)")), StartsWith(R"(x.json: $["a\nb"]: found an unknown field, expected)"));
  EXPECT_THAT(MessageOf(With(R"(, "eviction": "no\u007fne")")),
              StartsWith(R"(x.json: $.eviction: found "no\u007fne", expected one of state_first, )"));
  EXPECT_THAT(MessageOf(With(R"(, "admission": "nobody")")),
              StartsWith(R"(x.json: $.admission: found "nobody", expected one of always, )"));
}

// Which table it is decides which policies there are.
TEST(CellError, PoliciesOfTheOtherTable) {
  EXPECT_THAT(MessageOf(With(R"(, "eviction": "arc")")), StartsWith(R"(x.json: $.eviction: found "arc")"));
  EXPECT_THAT(MessageOf(With(R"(, "table": "full", "eviction": "linux_early_drop")")),
              StartsWith(R"(x.json: $.eviction: found "linux_early_drop")"));
}

TEST(CellError, Options) {
  ExpectMessages({
      {With(R"(, "options": 3)"), "$.options: found 3, expected an object"},
      {With(R"(, "options": {"half_open_max": 0})"),
       "$.options.half_open_max: found 0, expected a whole number from 1 to 134217728"},
      {With(R"(, "options": {"syn_rate": 0})"),
       "$.options.syn_rate: found 0, expected a whole number from 1 to 1000000"},
      {With(R"(, "options": {"rate": 1})"),
       "$.options.rate: found an unknown field, expected one of half_open_max, half_open_per_source, syn_rate, "
       "syn_burst, timeouts"},
      {With(R"(, "options": {"timeouts": {"tcp_time_wait": 0}})"),
       "$.options.timeouts.tcp_time_wait: found 0, expected a whole number from 1 to 3600"},
  });
}

}  // namespace
}  // namespace tidegate::testbed
