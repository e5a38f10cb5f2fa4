#include "zone/zone_index.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace tidegate {
namespace {

TEST(ZoneIndex, NumbersNothingWithoutZones) {
  const ZoneIndex index;
  EXPECT_TRUE(index.empty());
  EXPECT_EQ(index.Of(0), ZoneIndex::kNone);
  EXPECT_EQ(index.Of(kMaxZone), ZoneIndex::kNone);
}

TEST(ZoneIndex, FindsBothEndsOfTheRange) {
  const std::vector<Zone> zones = {0, kMaxZone};
  const ZoneIndex index(zones);
  EXPECT_EQ(index.Of(0), 0u);
  EXPECT_EQ(index.Of(kMaxZone), 1u);
  EXPECT_EQ(index.Of(1), ZoneIndex::kNone);
}

TEST(ZoneIndex, FindsASingleZone) {
  const std::vector<Zone> zones = {7};
  const ZoneIndex index(zones);
  EXPECT_EQ(index.Of(7), 0u);
  for (Zone zone = 0; zone < 7; ++zone) EXPECT_EQ(index.Of(zone), ZoneIndex::kNone) << zone;
}

// Neighbours, multiples of a power of two and random zones: each of them, and no other.
TEST(ZoneIndex, FindsEachOfManyAndNoOther) {
  std::mt19937 random(1);
  std::set<Zone> wanted;
  for (Zone i = 0; i < 2000; ++i) wanted.insert({i, i << 12 & kMaxZone, static_cast<Zone>(random() & kMaxZone)});
  const std::vector<Zone> zones(wanted.begin(), wanted.end());
  const ZoneIndex index(zones);
  for (std::uint32_t i = 0; i < zones.size(); ++i) EXPECT_EQ(index.Of(zones[i]), i) << zones[i];
  for (Zone zone = 0; zone <= kMaxZone; zone += 101) {
    EXPECT_EQ(index.Of(zone) == ZoneIndex::kNone, !wanted.contains(zone)) << zone;
  }
}

}  // namespace
}  // namespace tidegate
