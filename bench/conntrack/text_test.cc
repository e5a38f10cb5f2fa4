// Tests of numbers for people.
#include "conntrack/text.h"

#include <gtest/gtest.h>

namespace tidegate::bench {
namespace {

TEST(Text, GroupsThousands) {
  EXPECT_EQ(Grouped(0), "0");
  EXPECT_EQ(Grouped(999), "999");
  EXPECT_EQ(Grouped(1000), "1,000");
  EXPECT_EQ(Grouped(7227392), "7,227,392");
}

TEST(Text, FiguresHaveThreeDigitsAndMore) {
  EXPECT_EQ(Figure(8.526), "8.53");
  EXPECT_EQ(Figure(9.996), "10.0");
  EXPECT_EQ(Figure(30.06), "30.1");
  EXPECT_EQ(Figure(999.9), "999.9");
  EXPECT_EQ(Figure(999.96), "1,000");
  EXPECT_EQ(Figure(171234.4), "171,234");
}

TEST(Text, Ratios) {
  EXPECT_EQ(RatioOf(0.857), "0.86x");
  EXPECT_EQ(RatioOf(9.996), "10.0x");
  EXPECT_EQ(RatioOf(99.96), "100x");
  EXPECT_EQ(RatioOf(1234), "1234x");
}

TEST(Text, Percentages) {
  EXPECT_EQ(Percent(1), "100 %");
  EXPECT_EQ(Percent(0.1234), "12.3 %");
  EXPECT_EQ(Percent(0.0000123), "0.00123 %");
}

TEST(Text, Columns) {
  EXPECT_EQ(PadLeft("ab", 4), "  ab");
  EXPECT_EQ(PadLeft("abcde", 4), "abcde");
  EXPECT_EQ(PadRight("ab", 4), "ab  ");
  EXPECT_EQ(PadRight("abcd", 4), "abcd ") << "columns never touch";
  EXPECT_EQ(TrimRight("  ab  "), "  ab");
  EXPECT_EQ(TrimRight("   "), "");
}

}  // namespace
}  // namespace tidegate::bench
