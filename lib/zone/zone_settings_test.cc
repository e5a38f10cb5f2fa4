#include "zone/zone_settings.h"

#include <gtest/gtest.h>

namespace tidegate {
namespace {

TEST(ZoneSettings, EveryZoneHasTheDefaultsUntilItHasItsOwn) {
  TrackingOptions options;
  options.defaults.timeouts.Set(ConnState::kTimeWait, 7 * kSecond);
  options.defaults.tcp.pickup = true;
  const ZoneSettings settings(options, false, false, nullptr);
  for (const Zone zone : {Zone{0}, Zone{5}, kMaxZone}) {
    EXPECT_EQ(settings.Of(zone).timeouts.Of(ConnState::kTimeWait), 7 * kSecond);
    EXPECT_TRUE(settings.Of(zone).tcp.pickup);
  }
}

TEST(ZoneSettings, AZoneTakesNothingFromTheDefaults) {
  TrackingOptions options;
  options.defaults.tcp.pickup = true;
  options.zones[5].tcp.liberal = true;
  options.zones[kMaxZone].timeouts.Set(ConnState::kUdpStream, 9 * kSecond);
  const ZoneSettings settings(options, false, false, nullptr);
  EXPECT_TRUE(settings.Of(5).tcp.liberal);
  EXPECT_FALSE(settings.Of(5).tcp.pickup);
  EXPECT_FALSE(settings.Of(4).tcp.liberal);
  EXPECT_TRUE(settings.Of(4).tcp.pickup);
  EXPECT_EQ(settings.Of(kMaxZone).timeouts.Of(ConnState::kUdpStream), 9 * kSecond);
  EXPECT_EQ(settings.Of(5).timeouts.Of(ConnState::kUdpStream), 180 * kSecond);
}

TEST(ZoneSettings, ChecksumsAreVerifiedOnDemand) {
  EXPECT_FALSE(ZoneSettings(TrackingOptions{}, false, false, nullptr).verify_checksums());
  TrackingOptions options;
  options.verify_checksums = true;
  EXPECT_TRUE(ZoneSettings(options, false, false, nullptr).verify_checksums());
}

TEST(ZoneSettings, AdaptiveAgeingHasEveryZonesTimeouts) {
  TrackingOptions options;
  options.zones[7] = options.defaults;
  options.zones[7].timeouts.Set(ConnState::kTimeWait, 60 * kSecond);
  const ZoneSettings settings(options, false, true, nullptr);
  constexpr std::uint64_t kHalf = AdaptiveAgeing::kSteps / 2;
  EXPECT_EQ(settings.Of(3, AdaptiveAgeing::kSteps).timeouts, options.defaults.timeouts);
  EXPECT_EQ(settings.Of(3, kHalf).timeouts.Of(ConnState::kTimeWait), 60 * kSecond);
  EXPECT_EQ(settings.Of(7, kHalf).timeouts.Of(ConnState::kTimeWait), 30 * kSecond);
  EXPECT_EQ(settings.Of(7, 0).timeouts.Of(ConnState::kEstablished), 86400 * kSecond);
}

}  // namespace
}  // namespace tidegate
