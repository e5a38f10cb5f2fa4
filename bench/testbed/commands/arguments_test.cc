// Words behind a verb: how they are read, and what is said of those that are wrong.
#include "testbed/commands/arguments.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tidegate::testbed {
namespace {

using Words = std::vector<std::string_view>;

Arguments Some() {
  return Arguments({{"-o", "FILE", "write FILE"}, {"-j", "N", "many"}, {"--list", "", "list"}}, {"IN"});
}

TEST(Arguments, InAnyOrder) {
  for (const Words& words : {Words{"in", "-o", "out", "--list"}, Words{"--list", "-o", "out", "in"},
                             Words{"--list", "-o", "out", "--", "in"}}) {
    Arguments arguments = Some();
    ASSERT_TRUE(arguments.Parse(words).ok());
    EXPECT_EQ(arguments.operand(0), "in");
    EXPECT_EQ(arguments.Value("-o"), "out");
    EXPECT_TRUE(arguments.Has("--list"));
    EXPECT_FALSE(arguments.Has("-j"));
  }
}

TEST(Arguments, ADashIsAnOperandAndSoIsWhatFollowsTwo) {
  Arguments dash = Some();
  ASSERT_TRUE(dash.Parse(Words{"-"}).ok());
  EXPECT_EQ(dash.operand(0), "-");
  Arguments dashes = Some();
  ASSERT_TRUE(dashes.Parse(Words{"--", "--list"}).ok());
  EXPECT_EQ(dashes.operand(0), "--list");
}

TEST(Arguments, Counts) {
  Arguments arguments = Some();
  ASSERT_TRUE(arguments.Parse(Words{"in", "-j", "7"}).ok());
  EXPECT_EQ(*arguments.Count("-j", 1, 1, 7), 7u);
  EXPECT_EQ(*arguments.Count("-o", 5, 1, 7), 5u);
  EXPECT_EQ(arguments.Count("-j", 1, 1, 6).status().message(), "-j: found \"7\", expected a whole number from 1 to 6");
}

TEST(Arguments, Mistakes) {
  const struct {
    Words words;
    std::string message;
  } rows[] = {
      {{}, "found no IN, expected IN [OPTION...]"},
      {{"a", "b"}, "b: found one operand too many, expected IN [OPTION...]"},
      {{"a", "--lst"}, "--lst: no such option; --help lists them"},
      {{"a", "-o"}, "-o: found nothing after it, expected FILE"},
      {{"a", "--list=1"}, "--list: found a value, expected none"},
      {{"a", "-j", "1", "-j", "1"}, "-j: found twice, expected once"},
  };
  for (const auto& [words, message] : rows) {
    Arguments arguments = Some();
    EXPECT_EQ(arguments.Parse(words).message(), message);
  }
}

}  // namespace
}  // namespace tidegate::testbed
