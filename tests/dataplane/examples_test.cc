// The configurations in examples/ run, on devices that every machine has, and the operations guide speaks of each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "running_dataplane.h"

namespace tidegate::test {
namespace {

using ::testing::HasSubstr;

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Files of other programs have no ports.
std::vector<std::filesystem::path> Examples() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(TIDEGATE_SOURCE_DIR "/examples")) {
    if (entry.path().extension() == ".json" && json::parse(ReadAll(entry.path())).contains("ports")) {
      paths.push_back(entry.path());
    }
  }
  std::ranges::sort(paths);
  return paths;
}

class Example : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(Example, Runs) {
  json config = json::parse(ReadAll(GetParam()));
  for (std::size_t i = 0; i < config["ports"].size(); ++i) {
    config["ports"][i]["device"] = "net_null" + std::to_string(i);
  }
  config["dataplane"]["huge_pages"] = "off";
  RunningDataplane dataplane(config);
  EXPECT_EQ(dataplane.CtlJson({"ports"}).size(), config["ports"].size());
}

TEST_P(Example, IsInTheOperationsGuide) {
  EXPECT_THAT(ReadAll(TIDEGATE_SOURCE_DIR "/docs/operations.md"),
              HasSubstr("](../examples/" + GetParam().filename().string() + ")"));
}

INSTANTIATE_TEST_SUITE_P(Configurations, Example, ::testing::ValuesIn(Examples()),
                         [](const auto& row) { return row.param.stem().string(); });

}  // namespace
}  // namespace tidegate::test
