// The command line of tidegate-replay.
#include "options.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tidegate::replay {
namespace {

absl::StatusOr<Options> Parse(std::vector<std::string> words) {
  words.insert(words.begin(), "tidegate-replay");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return ParseOptions(static_cast<int>(words.size()), argv.data());
}

TEST(ReplayOptions, AreReadInAnyOrder) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"--config", "c.json", "--json", "x.pcap"}, {"x.pcap", "--json", "--config=c.json"}}) {
    const absl::StatusOr<Options> options = Parse(words);
    ASSERT_TRUE(options.ok()) << options.status();
    EXPECT_EQ(options->config, "c.json");
    EXPECT_EQ(options->capture, "x.pcap");
    EXPECT_TRUE(options->json);
    EXPECT_FALSE(options->summary);
  }
}

TEST(ReplayOptions, StandardInputIsACapture) { EXPECT_EQ(Parse({"--config", "c", "-"})->capture, "-"); }

TEST(ReplayOptions, SummaryHelpAndVersion) {
  EXPECT_TRUE(Parse({"--config", "c", "--summary", "x"})->summary);
  EXPECT_TRUE(Parse({"--help"})->help);
  EXPECT_TRUE(Parse({"-h"})->help);
  EXPECT_TRUE(Parse({"--version"})->version);
}

TEST(ReplayOptions, WrongOnesAreNamed) {
  const std::string expected = R"("; expected --config FILE, --json, --summary, --help or --version)";
  const struct {
    std::vector<std::string> words;
    std::string message;
  } kRows[] = {
      {{}, "expected --config FILE; --help shows all options"},
      {{"x.pcap"}, "expected --config FILE; --help shows all options"},
      {{"--config", "c"}, "expected a capture file, or - for the standard input"},
      {{"--config", "c", "x", "y"}, R"(unexpected "y"; expected only one capture file)"},
      {{"x", "--config"}, "--config: expected a file name behind it"},
      {{"--config", "c", "--yaml", "x"}, R"(unknown option "--yaml)" + expected},
      {{"--config", "c", "--json=1", "x"}, R"(unknown option "--json=1)" + expected},
      {{"--config", "c", "-x", "y"}, R"(unknown option "-x)" + expected},
  };
  for (const auto& row : kRows) {
    const absl::StatusOr<Options> options = Parse(row.words);
    ASSERT_FALSE(options.ok()) << row.message;
    EXPECT_EQ(std::string(options.status().message()), row.message);
  }
}

}  // namespace
}  // namespace tidegate::replay
