// The page.
#include "e2e/compare/page.h"

#include "e2e/compare/test_support/results.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tidegate::e2e {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string PageOf(const nlohmann::json& comparison) { return ComparisonPage(*ParseResults(comparison.dump())); }

TEST(PageTest, ShowsTargetsFiguresPlotsAndSetUp) {
  const std::string page = PageOf(Comparison());
  for (const char* part : {"<section id=\"targets\">", "<section id=\"figures\">", "<section id=\"rate\">",
                           "<section id=\"percentiles\">", "<section id=\"tails\">", "<section id=\"set-up\">",
                           "at least 0.95", "Some &lt;processor&gt;", "left out: no /dev/net/tun"}) {
    EXPECT_THAT(page, HasSubstr(part));
  }
  EXPECT_THAT(page, Not(HasSubstr("nan")));
}

TEST(PageTest, OpensWithoutANetwork) {
  const std::string page = PageOf(Comparison());
  for (const char* outside : {"http://", "https://", "<script", "<link", "@import", "src="}) {
    EXPECT_THAT(page, Not(HasSubstr(outside)));
  }
}

TEST(PageTest, WithoutTestpmdThereAreNoTargets) {
  nlohmann::json comparison = Comparison();
  comparison["engines"] = {comparison["engines"][0]};
  for (const int run : {7, 5, 3, 1}) comparison["runs"].erase(run);
  const std::string page = PageOf(comparison);
  EXPECT_THAT(page, Not(HasSubstr("<section id=\"targets\">")));
  EXPECT_THAT(page, HasSubstr("<section id=\"figures\">"));
}

}  // namespace
}  // namespace tidegate::e2e
