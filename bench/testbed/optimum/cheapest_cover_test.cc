#include "testbed/optimum/cheapest_cover.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testbed/optimum/greedy_cover.h"

namespace tidegate::testbed {
namespace {

using testing::ElementsAre;
using testing::Le;

// Three moments; one span is asked for at each, and the middle one costs too much beside the long one.
//   012
//   -     2
//    -    9
//     -   2
//   ---   7
constexpr Span kShort[] = {{0, 1, 2}, {1, 2, 9}, {2, 3, 2}};
constexpr Span kLong = {0, 3, 7};

TEST(CheapestCoverTest, TakesTheLongOneIfTheShortOnesCostMore) {
  EXPECT_EQ(CheapestCover({{1, 1, 1}, {kShort[0], kShort[1], kShort[2], kLong}}).cost, 7);
  EXPECT_EQ(CheapestCover({{1, 1, 1}, {kShort[0], {1, 2, 1}, kShort[2], kLong}}).cost, 5);
}

// The long one is taken and spares what it costs; none that is not taken would spare more than it costs.
TEST(CheapestCoverTest, KnowsWhatAMomentIsWorth) {
  const Cover cover = CheapestCover({{1, 1, 1}, {kShort[0], kShort[1], kShort[2], kLong}});
  ASSERT_THAT(cover.worth, ElementsAre(Le(2), Le(9), Le(2)));
  EXPECT_EQ(cover.worth[0] + cover.worth[1] + cover.worth[2], 7);
}

TEST(CheapestCoverTest, TakesAsManyAsAreAskedFor) {
  EXPECT_EQ(CheapestCover({{1, 2, 1}, {kShort[0], kShort[1], kShort[2], kLong}}).cost, 16);
}

TEST(GreedyCoverTest, GoesThroughTheMomentsInItsOrder) {
  const Moments moments = {{1, 1, 1}, {kShort[0], kShort[1], kShort[2], kLong}};
  EXPECT_THAT(GreedyCover(moments, EndsLater), ElementsAre(false, false, false, true));
  EXPECT_THAT(GreedyCover(moments, CostsLess), ElementsAre(true, false, false, true));
  EXPECT_THAT(GreedyCover(moments, CostsLessForItsLength), ElementsAre(true, false, false, true));
}

}  // namespace
}  // namespace tidegate::testbed
