// Tests of reading cells.jsonl: an error is one line with the file and its line.
#include "testbed/report/result_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace tidegate::testbed {
namespace {

using ::testing::ElementsAre;

// What is visited, or the error.
std::vector<std::string> Visited(const std::string& text) {
  std::istringstream lines(text);
  std::vector<std::string> visited;
  const absl::Status status = VisitResults(lines, "cells.jsonl", [&](const Json& json, const std::string& where) {
    visited.push_back(where + " " + json["id"].get<std::string>());
    return absl::OkStatus();
  });
  if (!status.ok()) visited = {std::string(status.message())};
  return visited;
}

TEST(VisitResults, GoesLineByLineOverEmptyOnes) {
  EXPECT_THAT(Visited("{\"id\":\"a\"}\n\n  \r\n{\"id\":\"b\"}"), ElementsAre("cells.jsonl:1 a", "cells.jsonl:4 b"));
}

TEST(VisitResults, NamesTheLineThatIsWrong) {
  EXPECT_THAT(Visited(""), ElementsAre("cells.jsonl: has no results"));
  EXPECT_THAT(Visited("{\"id\":\"a\"}\n{\"id\":"), ElementsAre("cells.jsonl:2: expected a JSON object"));
  EXPECT_THAT(Visited("[]"), ElementsAre("cells.jsonl:1: expected a JSON object"));
  EXPECT_THAT(Visited("{}"), ElementsAre("cells.jsonl:1: id: expected a text"));
  EXPECT_THAT(Visited("{\"id\":7}"), ElementsAre("cells.jsonl:1: id: expected a text"));
  EXPECT_THAT(Visited("{\"id\":\"a\"}\n\n{\"id\":\"a\"}"), ElementsAre("cells.jsonl:3: cell a is in line 1 too"));
}

TEST(VisitResults, StopsAtTheVisitorsError) {
  std::istringstream lines("{\"id\":\"a\"}\n{\"id\":\"b\"}");
  int visits = 0;
  const absl::Status status = VisitResults(lines, "x", [&](const Json& /*json*/, const std::string& /*where*/) {
    ++visits;
    return absl::InvalidArgumentError("enough");
  });
  EXPECT_EQ(status.message(), "enough");
  EXPECT_EQ(visits, 1);
}

TEST(ReadResults, TakesADirectoryOrItsFile) {
  const std::filesystem::path directory = std::filesystem::path(::testing::TempDir()) / "result_file_test";
  std::filesystem::create_directories(directory);
  std::ofstream(directory / "cells.jsonl") << "{\"id\":\"a\"}\n";
  EXPECT_EQ(ReadResults(directory.string())->size(), 1u);
  EXPECT_EQ(ReadResults((directory / "cells.jsonl").string())->size(), 1u);
  EXPECT_EQ(ReadResults("/nonexistent").status().message(), "/nonexistent: cannot be read");
  std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace tidegate::testbed
