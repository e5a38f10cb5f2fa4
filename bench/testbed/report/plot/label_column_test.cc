// Tests of placing labels.
#include "testbed/report/plot/label_column.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidegate::testbed {
namespace {

using ::testing::ElementsAre;

std::vector<double> Placed(std::vector<ColumnLabel> labels) {
  PlaceLabels(labels, 0, 100);
  std::vector<double> placed;
  for (const ColumnLabel& label : labels) placed.push_back(label.placed);
  return placed;
}

TEST(PlaceLabels, LeavesThoseThatHaveRoom) { EXPECT_THAT(Placed({{20, 10, 0}, {60, 10, 0}}), ElementsAre(20, 60)); }

TEST(PlaceLabels, MovesNeighboursApartByEqualShares) {
  EXPECT_THAT(Placed({{50, 10, 0}, {50, 10, 0}}), ElementsAre(45, 55));
  EXPECT_THAT(Placed({{52, 10, 0}, {50, 10, 0}}), ElementsAre(56, 46)) << "in the order of what they want";
}

TEST(PlaceLabels, ABlockMayPushAnother) {
  // Two at 50 become a block from 40 to 60, which the third at 62 (from 57) runs into: they share the shift.
  EXPECT_THAT(Placed({{50, 10, 0}, {50, 10, 0}, {62, 10, 0}}), ElementsAre(44, 54, 64));
}

TEST(PlaceLabels, StaysInside) { EXPECT_THAT(Placed({{2, 10, 0}, {3, 10, 0}, {99, 10, 0}}), ElementsAre(5, 15, 95)); }

TEST(PlaceLabels, HeightsMayDiffer) { EXPECT_THAT(Placed({{50, 30, 0}, {50, 10, 0}}), ElementsAre(40, 60)); }

TEST(JoinedLines, WrapsBetweenNames) {
  EXPECT_THAT(JoinedLines({"lru"}, 10), ElementsAre("lru"));
  EXPECT_THAT(JoinedLines({"lru", "clock", "sieve"}, 11), ElementsAre("lru = clock", "= sieve"));
}

}  // namespace
}  // namespace tidegate::testbed
