#include "testbed/reference/hit_density.h"

#include <gtest/gtest.h>

namespace tidegate::testbed {
namespace {

constexpr std::uint32_t kAges = 4;

TEST(HitDensity, AtFirstFallsWithTheAge) {
  const HitDensity density(2, kAges);
  EXPECT_FLOAT_EQ(density.Of(1, 0), 1);
  EXPECT_FLOAT_EQ(density.Of(1, 3), 0.25F);
}

// Events at ages 0 to 3: hits 0 2 0 1, ends 1 0 1 1, so 1 2 1 2 in all. From each age on: hits 3 3 1 1; events 6 5 3 2;
// the time they stay, the sums of those: 16 10 5 2.
TEST(HitDensity, IsHitsForTheTimeTheyStay) {
  HitDensity density(2, kAges);
  density.Hit(1, 1);
  density.Hit(1, 1);
  density.Hit(1, 3);
  for (const std::uint32_t age : {0, 2, 3}) density.End(1, age);
  density.Learn();
  EXPECT_FLOAT_EQ(density.Of(1, 0), 3.0F / 16);
  EXPECT_FLOAT_EQ(density.Of(1, 1), 3.0F / 10);
  EXPECT_FLOAT_EQ(density.Of(1, 2), 1.0F / 5);
  EXPECT_FLOAT_EQ(density.Of(1, 3), 1.0F / 2);
  EXPECT_FLOAT_EQ(density.Of(0, 0), 0) << "a class that has shown nothing";
}

// A hit that was learned twice weighs 0.9 x 0.9 = 0.81 when an end joins it.
TEST(HitDensity, OldEventsFade) {
  HitDensity density(1, kAges);
  density.Hit(0, 0);
  density.Learn();
  density.Learn();
  density.End(0, 0);
  density.Learn();
  EXPECT_FLOAT_EQ(density.Of(0, 0), 0.81F / 1.81F);
}

}  // namespace
}  // namespace tidegate::testbed
