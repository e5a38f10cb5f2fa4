// Tests of the colours.
#include "testbed/report/palette.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace tidegate::testbed {
namespace {

constexpr std::string_view kNames[] = {"state_first", "hazard_cost", "linux_early_drop",
                                       "vpp_acl",     "bpf_lru",     "ovs_none",
                                       "none",        "lru",         "fifo",
                                       "clock",       "random_k",    "sieve",
                                       "s3fifo",      "slru",        "two_q",
                                       "arc",         "lirs",        "w_tinylfu",
                                       "gdsf",        "hyperbolic",  "lhd",
                                       "my_own",      "another"};

// Relative luminance of "#rrggbb" (WCAG 2).
double LuminanceOf(std::string_view colour) {
  double luminance = 0;
  constexpr double kWeights[] = {0.2126, 0.7152, 0.0722};
  for (int i = 0; i < 3; ++i) {
    const double value = std::stoi(std::string(colour.substr(1 + 2 * i, 2)), nullptr, 16) / 255.0;
    luminance += kWeights[i] * (value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4));
  }
  return luminance;
}

double Contrast(std::string_view a, std::string_view b) {
  const double x = LuminanceOf(a) + 0.05;
  const double y = LuminanceOf(b) + 0.05;
  return x > y ? x / y : y / x;
}

// 3:1 is what WCAG wants of lines in a graphic.
TEST(Palette, EveryColourCanBeSeen) {
  for (const std::string_view name : kNames) {
    EXPECT_GE(Contrast(StyleOf(name, false).light, "#ffffff"), 3) << name;
    EXPECT_GE(Contrast(StyleOf(name, false).dark, "#0f1318"), 3) << name;
  }
}

TEST(Palette, OursStandOut) {
  EXPECT_EQ(StyleOf("state_first", false).family, Family::kOurs);
  EXPECT_EQ(StyleOf("vpp_acl", false).family, Family::kPeer);
  EXPECT_EQ(StyleOf("lru", false).family, Family::kClassic);
  EXPECT_EQ(StyleOf("lru", true).family, Family::kReference);
  EXPECT_EQ(StyleOf("my_own", false).family, Family::kOther);
}

TEST(Palette, APolicyKeepsItsColour) {
  EXPECT_EQ(StyleOf("lru", true).light, StyleOf("lru", false).light);
  EXPECT_EQ(StyleOf("w_tinylfu", true).light, StyleOf("TinyLFU", true).light);
  EXPECT_EQ(StyleOf("2q", true).light, StyleOf("two_q", true).light);
  EXPECT_EQ(StyleOf("my_own", false).light, StyleOf("my_own", true).light);
}

}  // namespace
}  // namespace tidegate::testbed
