// Tests of names that tell things apart.
#include "testbed/report/labels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidegate::testbed {
namespace {

using ::testing::ElementsAre;

TEST(DistinctLabels, ANameOfItsOwnIsEnough) {
  EXPECT_THAT(DistinctLabels({{"web", {{"rate", 1}}}, {"dns", {{"rate", 2}}}}), ElementsAre("web", "dns"));
}

TEST(DistinctLabels, EqualNamesShowWhatTheyDifferIn) {
  EXPECT_THAT(DistinctLabels({{"web", {{"workload", {{"rate", 1000}, {"clients", 4}}}}},
                              {"web", {{"workload", {{"rate", 17000}, {"clients", 4}}}}},
                              {"dns", {}}}),
              ElementsAre("web, rate=1000", "web, rate=17000", "dns"));
}

TEST(DistinctLabels, AFieldThatOneLacksTellsThemApart) {
  EXPECT_THAT(DistinctLabels({{"lru", Json::object()}, {"lru", {{"bits", 2}}}}), ElementsAre("lru", "lru, bits=2"));
}

}  // namespace
}  // namespace tidegate::testbed
