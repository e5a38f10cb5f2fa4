// Tests of the style sheets.
#include "testbed/report/style.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace tidegate::testbed {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// WCAG 2.1, relative luminance.
double Luminance(std::string_view colour) {
  constexpr std::array kWeights = {0.2126, 0.7152, 0.0722};
  double luminance = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) {
    const double part = std::stoi(std::string(colour.substr(1 + 2 * i, 2)), nullptr, 16) / 255.0;
    luminance += kWeights[i] * (part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
  }
  return luminance;
}

double Contrast(std::string_view a, std::string_view b) {
  const auto [dark, light] = std::minmax({Luminance(a), Luminance(b)});
  return (light + 0.05) / (dark + 0.05);
}

Colour Named(std::string_view name) { return *std::ranges::find(Colours(), name, &Colour::name); }

TEST(Colours, TextCanBeRead) {
  for (const char* ground : {"page", "card"}) {
    for (const char* text : {"ink", "soft", "faint", "accent", "bad", "band-ink"}) {
      EXPECT_GE(Contrast(Named(text).light, Named(ground).light), 4.5) << text << " on " << ground;
      EXPECT_GE(Contrast(Named(text).dark, Named(ground).dark), 4.5) << text << " on " << ground << ", dark";
    }
  }
}

Study OneContender() {
  Study study;
  study.contenders.push_back({"lru", "lru", false, StyleOf("lru", false)});
  return study;
}

TEST(PageStyle, KnowsEveryVariableThatItsRulesUse) {
  const std::string style = PageStyle(OneContender());
  for (std::size_t at = 0; (at = style.find("var(--", at)) != std::string::npos; ++at) {
    const std::string name = style.substr(at + 4, style.find_first_of("),", at) - at - 4);
    EXPECT_THAT(style, HasSubstr(name + ":"));
  }
}

TEST(SinglePlotStyle, NamesColoursOutright) {
  const std::string style = SinglePlotStyle(OneContender());
  EXPECT_THAT(style, Not(HasSubstr("var(")));
  EXPECT_THAT(style, Not(HasSubstr("--")));
  EXPECT_THAT(style, HasSubstr(".c0{color:#857c2b}"));
  const std::string dark = style.substr(style.find("@media (prefers-color-scheme:dark)"));
  EXPECT_THAT(dark, HasSubstr(".c0{color:#c3ba62}"));
  EXPECT_THAT(dark, HasSubstr("text { fill:#e6e9ed; }"));
  EXPECT_THAT(dark, Not(HasSubstr(".title"))) << "what has no colour is not said twice";
}

}  // namespace
}  // namespace tidegate::testbed
