// Tests of tables: what is written, and that it can be read again.
#include "testbed/report/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "testbed/report/csv_reader.h"
#include "testbed/report/test_support/synthetic.h"

namespace tidegate::testbed {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

std::string Csv(const std::vector<Json>& results) {
  std::ostringstream out;
  WriteCsv(results, out);
  return out.str();
}

CsvTable TableOf(const std::string& text) {
  std::istringstream in(text);
  absl::StatusOr<CsvTable> table = CsvTable::Read(in, "cells.csv");
  EXPECT_TRUE(table.ok()) << table.status();
  return *std::move(table);
}

Json Tiny() {
  return {{"id", "01"},
          {"cell", {{"workload", {{"name", "web, fast"}, {"rate", 100}}}, {"overlay", {{{"name", "flood"}}}}}},
          {"policy", "lru"},
          {"capacity", 64},
          {"seed", 1},
          {"cost", {{"strict", 1500}, {"refused", 0.1}}},
          {"optimum", nullptr},
          {"setup", {{"p50_us", 1}, {"bins", {{1, 2}}}}},
          {"timeline",
           {{"step_s", 2},
            {"occupancy", {{"established", {7, 8}}}},
            {"connections", {1, 2}},
            {"refused", {0, 1}},
            {"broken", {0, 0}},
            {"attack", {0}}}}};
}

TEST(WriteCsv, ARowHasEveryScalarUnderItsDottedName) {
  const CsvTable table = TableOf(Csv({Tiny()}));
  ASSERT_EQ(table.rows().size(), 1u);
  const CsvTable::Row& row = table.rows()[0];
  EXPECT_EQ(table.Field(row, "id"), "01");
  EXPECT_EQ(table.Field(row, "cost.strict"), "1500");
  EXPECT_EQ(table.Field(row, "cost.refused"), "0.1");
  EXPECT_EQ(table.Field(row, "cell.workload.name"), "web, fast") << "quoted";
  EXPECT_EQ(table.Field(row, "cell.overlay.0.name"), "flood");
  EXPECT_EQ(table.Field(row, "legit.connections"), "") << "always a column";
  EXPECT_FALSE(table.HasColumn("setup.bins.0.0"));
  EXPECT_FALSE(table.HasColumn("timeline.step_s"));
}

TEST(WriteCsv, KnownColumnsComeFirstAndAlways) {
  const std::string text = Csv({Tiny()});
  EXPECT_THAT(text,
              StartsWith("id,workload,policy,table,admission,ageing,capacity,mode,syn_backoff,seed,sample,events,slots,"
                         "legit.connections,"));
  Json other = Tiny();
  other["refused_by"] = {{"table_full", 3}};
  const std::string head = text.substr(0, text.find('\n'));
  EXPECT_THAT(Csv({other}), StartsWith(head)) << "what not all have comes behind, by name";
}

TEST(WriteCsv, KeepsNumbersExactly) {
  Json json = Tiny();
  json["cost"]["strict"] = 9007199254740993;
  json["cost"]["refused"] = 0.1 + 0.2;
  const CsvTable table = TableOf(Csv({json}));
  EXPECT_EQ(table.Field(table.rows()[0], "cost.strict"), "9007199254740993");
  EXPECT_EQ(table.Field(table.rows()[0], "cost.refused"), "0.30000000000000004");
}

TEST(WriteTimelineCsv, HasARowForEachStep) {
  std::ostringstream out;
  WriteTimelineCsv(std::vector<Json>{Tiny()}, out);
  EXPECT_EQ(out.str(),
            "id,workload,policy,table,admission,ageing,capacity,mode,syn_backoff,seed,sample,at_s,occupancy.half_open,"
            "occupancy.established,occupancy.closing,occupancy.time_wait,occupancy.datagram,connections,refused,broken,"
            "attack\n"
            "01,,lru,,,,64,,,1,,0,,7,,,,1,0,0,0\n"
            "01,,lru,,,,64,,,1,,2,,8,,,,2,1,0,\n");
}

TEST(WriteCsv, OfNothingIsAHead) {
  EXPECT_TRUE(TableOf(Csv({})).rows().empty());
  std::ostringstream out;
  WriteTimelineCsv({}, out);
  EXPECT_TRUE(TableOf(out.str()).rows().empty());
}

TEST(CsvField, QuotesWhatNeedsIt) {
  EXPECT_EQ(CsvField("plain text"), "plain text");
  EXPECT_EQ(CsvField("a,b"), "\"a,b\"");
  EXPECT_EQ(CsvField("say \"no\""), "\"say \"\"no\"\"\"");
  EXPECT_EQ(CsvField("two\nlines"), "\"two\nlines\"");
}

TEST(CsvTable, ReadsQuotationsAndBothLineEnds) {
  const CsvTable table = TableOf("a,b\r\n\"x,\"\"y\"\"\",\"1\n2\"\n,3\n");
  ASSERT_EQ(table.rows().size(), 2u);
  EXPECT_THAT(table.rows()[0].fields, ElementsAre("x,\"y\"", "1\n2"));
  EXPECT_THAT(table.rows()[1].fields, ElementsAre("", "3"));
  EXPECT_EQ(table.rows()[1].line, 4u);
}

TEST(CsvTable, NamesTheLineThatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "cells.csv: is empty"},
      {"a,b\n1,2\n3\n", "cells.csv:3: 1 fields, expected 2 as in the head"},
      {"a,b\n1,\"2\n", "cells.csv:2: a quotation does not end"},
  };
  for (const auto& [text, error] : cases) {
    std::istringstream in(text);
    EXPECT_EQ(CsvTable::Read(in, "cells.csv").status().message(), error);
  }
}

}  // namespace
}  // namespace tidegate::testbed
