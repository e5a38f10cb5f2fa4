#include "testbed/optimum/overload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "testbed/optimum/moments.h"

namespace tidegate::testbed {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// One slot. Two are alive from 2 to 4, from 11 to 12 and from 13 to 14, and one of them at both of the latter.
//   0         1
//   01234567890123456
//   ----               0
//     ----             1
//          --          2
//             --       3
//              ---     4
//                ---   5
const Needs kNeeds = {{0, 4, 1, 0}, {2, 6, 1, 1}, {7, 9, 1, 2}, {10, 12, 1, 3}, {11, 14, 1, 4}, {13, 16, 1, 5}};

std::vector<std::vector<std::uint32_t>> Owners(const std::vector<Needs>& groups) {
  std::vector<std::vector<std::uint32_t>> owners;
  for (const Needs& group : groups) {
    owners.emplace_back();
    for (const Need& need : group) owners.back().push_back(need.owner);
  }
  return owners;
}

TEST(OverloadTest, GroupsThoseThatShareAnOverload) {
  EXPECT_THAT(Owners(OverloadedGroups(kNeeds, 1)), ElementsAre(ElementsAre(0, 1), ElementsAre(3, 4, 5)));
}

TEST(OverloadTest, NobodyIsInTheWayIfThereAreSlots) {
  EXPECT_THAT(OverloadedGroups(kNeeds, 2), IsEmpty());
  EXPECT_THAT(OverloadedGroups({}, 0), IsEmpty());
}

// The second begins when the first ends.
TEST(OverloadTest, WithoutSlotsEachIsInItsOwnWay) {
  EXPECT_THAT(Owners(OverloadedGroups({{0, 2, 1, 0}, {2, 4, 1, 1}}, 0)), ElementsAre(ElementsAre(0), ElementsAre(1)));
}

TEST(MomentsTest, AreTheTimesBetweenABeginAndAnEnd) {
  const Moments moments = MomentsOf(kNeeds, 1);
  EXPECT_THAT(moments.excess, ElementsAre(1, 1, 1));
  std::vector<std::pair<std::uint32_t, std::uint32_t>> spans;
  for (const Span& span : moments.spans) spans.emplace_back(span.begin, span.end);
  EXPECT_THAT(spans, ElementsAre(std::pair(0, 1), std::pair(0, 1), std::pair(1, 2), std::pair(1, 3), std::pair(2, 3)));
}

}  // namespace
}  // namespace tidegate::testbed
