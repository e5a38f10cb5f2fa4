// Port ranges: what is one, what is none, and what the message says.
#include "e2e/port_range.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tidegate::e2e {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(PortRangeTest, BothEndsBelongToTheRange) {
  const auto range = ParsePortRange("32768-60999");
  ASSERT_TRUE(range.ok());
  EXPECT_EQ(*range, (PortRange{32768, 60999}));
  EXPECT_EQ(range->size(), 28232u);
}

TEST(PortRangeTest, OnePortIsARangeOfOne) {
  const auto range = ParsePortRange("22");
  ASSERT_TRUE(range.ok());
  EXPECT_EQ(*range, (PortRange{22, 22}));
  EXPECT_EQ(range->size(), 1u);
}

TEST(PortRangeTest, TheWidestRangeIsAccepted) {
  const auto range = ParsePortRange("1-65535");
  ASSERT_TRUE(range.ok());
  EXPECT_EQ(range->size(), 65535u);
}

class NoPortRangeTest : public ::testing::TestWithParam<std::string> {};

TEST_P(NoPortRangeTest, IsRefusedWithTheTextAndTheExpectation) {
  const auto range = ParsePortRange(GetParam());
  ASSERT_FALSE(range.ok());
  EXPECT_THAT(std::string(range.status().message()), HasSubstr("\"" + GetParam() + "\""));
  EXPECT_THAT(std::string(range.status().message()), HasSubstr("expected FIRST-LAST"));
}

INSTANTIATE_TEST_SUITE_P(All, NoPortRangeTest,
                         ::testing::Values("", "5-3", "abc", "-", "5-", "-5", "0-5", "1-65536", "1-2-3", "1 - 2",
                                           "+1-2", "22,23"));

TEST(PortListTest, KeepsTheOrderGiven) {
  const auto ports = ParsePortList("443,22-24,80");
  ASSERT_TRUE(ports.ok());
  EXPECT_THAT(*ports, ElementsAre(443, 22, 23, 24, 80));
}

TEST(PortListTest, EndsAtTheLastPort) {
  const auto ports = ParsePortList("65534-65535");
  ASSERT_TRUE(ports.ok());
  EXPECT_THAT(*ports, ElementsAre(65534, 65535));
}

TEST(PortListTest, AnEmptyPlaceIsAnError) {
  EXPECT_FALSE(ParsePortList("").ok());
  EXPECT_FALSE(ParsePortList("22,").ok());
  EXPECT_FALSE(ParsePortList(",22").ok());
}

}  // namespace
}  // namespace tidegate::e2e
