// The limits of zones: what a tenant may have, and that it takes nothing from the others.
#include <gtest/gtest.h>

#include "firewall/zone_test_util.h"

namespace tidegate::test {
namespace {

constexpr Zone kTenant = 5;
constexpr Zone kOther = 0x012345;  // more than 16 bits

// `tenant` is limited in a table of 1024 entries a family.
FirewallOptions WithLimits(std::uint64_t max_entries, std::uint64_t max_half_open = ZoneOptions::kNoLimit) {
  FirewallOptions options = FirewallHarness::SmallOptions();
  options.tracking.zones[kTenant].max_entries = max_entries;
  options.tracking.zones[kTenant].max_half_open = max_half_open;
  return options;
}

TEST(ZoneLimits, AFullZoneIsRefusedByName) {
  FirewallHarness harness(WithLimits(10));
  ZoneTraffic tenant(harness, kTenant);
  for (std::uint32_t i = 0; i < 5; ++i) EXPECT_EQ(tenant.Open(i, kStart).reason, DropReason::kNone) << i;
  for (std::uint32_t i = 5; i < 10; ++i) EXPECT_EQ(tenant.Udp(i, kStart).reason, DropReason::kNone) << i;
  EXPECT_EQ(tenant.Syn(10, kStart).reason, DropReason::kZoneFull);
  EXPECT_EQ(tenant.Udp(10, kStart).reason, DropReason::kZoneFull);
  EXPECT_EQ(tenant.Udp(9, kStart).reason, DropReason::kNone) << "what is there goes on";
  const FirewallCounters counters = harness.firewall->Counters();
  EXPECT_EQ(counters.drops[static_cast<std::size_t>(DropReason::kZoneFull)], 2u);
  EXPECT_EQ(counters.refused, 2u);
  const ZoneUsage usage = UsageOf(*harness.firewall, kTenant, kStart);
  EXPECT_EQ(usage.families[0].zone_full, 2u);
  EXPECT_EQ(usage.families[0].zone_half_open, 0u);
  EXPECT_EQ(usage.families[0].counted, 10u);
  EXPECT_EQ(usage.families[0].live, 10u);
}

TEST(ZoneLimits, TheFamiliesAreCountedApart) {
  FirewallHarness harness(WithLimits(3));
  ZoneTraffic v4(harness, kTenant);
  ZoneTraffic v6(harness, kTenant, /*v6=*/true);
  for (std::uint32_t i = 0; i < 3; ++i) v4.Open(i, kStart);
  EXPECT_EQ(v4.Syn(3, kStart).reason, DropReason::kZoneFull);
  for (std::uint32_t i = 0; i < 3; ++i) EXPECT_EQ(v6.Open(i, kStart).reason, DropReason::kNone) << i;
  EXPECT_EQ(v6.Syn(3, kStart).reason, DropReason::kZoneFull);
}

// 20,000 addresses against a table of 1024: the flooded zone keeps its 200, the other one opens 600 and loses none.
TEST(ZoneLimits, AFloodedZoneTakesNothingFromAnother) {
  for (const std::uint64_t max_half_open : {ZoneOptions::kNoLimit, std::uint64_t{50}}) {
    FirewallHarness harness(WithLimits(200, max_half_open));
    ZoneTraffic tenant(harness, kTenant);
    ZoneTraffic other(harness, kOther);
    TimeNs at = kStart;
    for (std::uint32_t i = 0; i < 300; ++i) ASSERT_EQ(other.Open(i, at).reason, DropReason::kNone) << i;
    for (std::uint32_t i = 0; i < 20'000; ++i) {
      at += kMillisecond;
      tenant.Syn(i, at);
      if (i % 64 == 0) {
        ASSERT_EQ(other.Open(300 + i / 64, at).reason, DropReason::kNone) << i;
      }
    }
    for (std::uint32_t i = 0; i < 300 + 20'000 / 64; ++i) {
      ASSERT_EQ(other.Ack(i, at).reason, DropReason::kNone) << i;
    }
    const ZoneUsage usage = UsageOf(*harness.firewall, kTenant, at);
    EXPECT_EQ(usage.families[0].live, std::min<std::uint64_t>(200, max_half_open));
    const FirewallCounters counters = harness.firewall->Counters();
    EXPECT_EQ(counters.drops[static_cast<std::size_t>(DropReason::kTableFull)], 0u);
    for (const std::uint64_t evicted : counters.evicted) EXPECT_EQ(evicted, 0u);
  }
}

TEST(ZoneLimits, HalfOpenOnesAreRefusedByNameWhileOthersMayBegin) {
  FirewallHarness harness(WithLimits(ZoneOptions::kNoLimit, 4));
  ZoneTraffic tenant(harness, kTenant);
  EXPECT_EQ(tenant.Open(100, kStart).reason, DropReason::kNone);
  for (std::uint32_t i = 0; i < 4; ++i) EXPECT_EQ(tenant.Syn(i, kStart).reason, DropReason::kNone) << i;
  EXPECT_EQ(tenant.Syn(4, kStart).reason, DropReason::kZoneHalfOpen);
  EXPECT_EQ(tenant.Syn(3, kStart).reason, DropReason::kNone) << "a retransmission is of a connection that is there";
  EXPECT_EQ(tenant.Udp(5, kStart).reason, DropReason::kNone);
  EXPECT_EQ(tenant.Ack(100, kStart).reason, DropReason::kNone);
  const ZoneUsage usage = UsageOf(*harness.firewall, kTenant, kStart);
  EXPECT_EQ(usage.families[0].zone_half_open, 1u);
  EXPECT_EQ(usage.families[0].counted_half_open, 4u);
  EXPECT_EQ(usage.families[0].half_open, 4u);
}

TEST(ZoneLimits, AHandshakeThatCompletesMakesRoomForTheNext) {
  FirewallHarness harness(WithLimits(ZoneOptions::kNoLimit, 1));
  ZoneTraffic tenant(harness, kTenant);
  for (std::uint32_t i = 0; i < 100; ++i) ASSERT_EQ(tenant.Open(i, kStart).reason, DropReason::kNone) << i;
  EXPECT_EQ(UsageOf(*harness.firewall, kTenant, kStart).families[0].counted_half_open, 0u);
}

TEST(ZoneLimits, RoomComesBackWhenEntriesEnd) {
  FirewallHarness harness(WithLimits(10));
  ZoneTraffic tenant(harness, kTenant);
  for (std::uint32_t i = 0; i < 10; ++i) tenant.Syn(i, kStart);
  EXPECT_EQ(tenant.Syn(10, kStart + 29 * kSecond).reason, DropReason::kZoneFull);
  // All have ended after 30 s, which is seen 1.1 s later.
  for (std::uint32_t i = 20; i < 30; ++i) {
    EXPECT_EQ(tenant.Syn(i, kStart + 31'100 * kMillisecond).reason, DropReason::kNone) << i;
  }
  EXPECT_EQ(tenant.Syn(30, kStart + 31'100 * kMillisecond).reason, DropReason::kZoneFull);
}

TEST(ZoneLimits, EntriesInTimeWaitDoNotCount) {
  FirewallHarness harness(WithLimits(10));
  ZoneTraffic tenant(harness, kTenant);
  for (std::uint32_t i = 0; i < 100; ++i) {
    ASSERT_EQ(tenant.Open(i, kStart).reason, DropReason::kNone) << i;
    ASSERT_EQ(tenant.Close(i, kStart).state, ConnState::kTimeWait) << i;
  }
  const ZoneUsage usage = UsageOf(*harness.firewall, kTenant, kStart);
  EXPECT_EQ(usage.families[0].live, 100u);
  EXPECT_EQ(usage.families[0].time_wait, 100u);
  EXPECT_EQ(usage.families[0].counted, 0u);
}

// Nobody evicts them, so they are what fills the table.
TEST(ZoneLimits, EntriesInTimeWaitCountWhereNothingIsEvicted) {
  FirewallOptions options = WithLimits(10);
  options.eviction = "none";
  FirewallHarness harness(options);
  ZoneTraffic tenant(harness, kTenant);
  for (std::uint32_t i = 0; i < 10; ++i) {
    ASSERT_EQ(tenant.Open(i, kStart).reason, DropReason::kNone) << i;
    ASSERT_EQ(tenant.Close(i, kStart).state, ConnState::kTimeWait) << i;
  }
  EXPECT_EQ(tenant.Syn(10, kStart).reason, DropReason::kZoneFull);
  EXPECT_EQ(tenant.Open(3, kStart, 1'000'000).reason, DropReason::kNone) << "reopening changes no count";
  EXPECT_EQ(UsageOf(*harness.firewall, kTenant, kStart).families[0].counted, 10u);
}

TEST(ZoneLimits, ReopeningInPlaceIsNotRefusedByAFullZone) {
  FirewallHarness harness(WithLimits(10));
  ZoneTraffic tenant(harness, kTenant);
  tenant.Open(100, kStart);
  ASSERT_EQ(tenant.Close(100, kStart).state, ConnState::kTimeWait);
  for (std::uint32_t i = 0; i < 10; ++i) tenant.Open(i, kStart);
  EXPECT_EQ(tenant.Syn(10, kStart).reason, DropReason::kZoneFull);
  EXPECT_EQ(tenant.Open(100, kStart, 1'000'000).reason, DropReason::kNone);
  EXPECT_EQ(harness.firewall->Counters().reopened, 1u);
}

// A tenant gathers TIME-WAIT entries, which do not count, and reopens them all at once.
TEST(ZoneLimits, ReopeningIsNoWayAroundTheLimit) {
  FirewallHarness harness(WithLimits(80));
  ZoneTraffic tenant(harness, kTenant);
  for (std::uint32_t i = 0; i < 500; ++i) {
    tenant.Open(i, kStart);
    ASSERT_EQ(tenant.Close(i, kStart).state, ConnState::kTimeWait) << i;
  }
  std::uint64_t opened = 0;
  for (std::uint32_t i = 0; i < 500; ++i) opened += tenant.Open(i, kStart, 1'000'000).verdict == Verdict::kPass;
  EXPECT_EQ(opened, 80u + 80 / 8 + 1);
}

TEST(ZoneLimits, AFlushMakesRoomAtOnce) {
  FirewallHarness harness(WithLimits(10, 5));
  ZoneTraffic tenant(harness, kTenant);
  for (std::uint32_t i = 0; i < 5; ++i) tenant.Open(i, kStart);
  for (std::uint32_t i = 5; i < 10; ++i) tenant.Syn(i, kStart);
  EXPECT_EQ(tenant.Syn(10, kStart).reason, DropReason::kZoneFull);
  EXPECT_EQ(harness.firewall->Flush(kStart), 10u);
  EXPECT_EQ(UsageOf(*harness.firewall, kTenant, kStart).families[0].counted, 0u);
  for (std::uint32_t i = 20; i < 25; ++i) EXPECT_EQ(tenant.Syn(i, kStart).reason, DropReason::kNone) << i;
}

// What others evict of a zone's entries is taken from its count.
TEST(ZoneLimits, EvictedEntriesDoNotCount) {
  FirewallHarness harness(WithLimits(900));
  ZoneTraffic tenant(harness, kTenant);
  ZoneTraffic other(harness, kOther);
  for (std::uint32_t i = 0; i < 900; ++i) tenant.Udp(i, kStart);  // the first that state_first gives up
  for (std::uint32_t i = 0; i < 2000; ++i) other.Open(i, kStart);
  const ZoneUsage usage = UsageOf(*harness.firewall, kTenant, kStart);
  EXPECT_LT(usage.families[0].live, 400u);
  EXPECT_EQ(usage.families[0].counted, usage.families[0].live);
}

TEST(ZoneLimits, EveryZoneWithEntriesOrOptionsIsShown) {
  FirewallHarness harness(WithLimits(10));
  ZoneTraffic(harness, kOther).Open(1, kStart);
  ZoneTraffic(harness, 0, /*v6=*/true).Syn(1, kStart);
  const std::vector<ZoneUsage> zones = harness.firewall->Zones(kStart);
  ASSERT_EQ(zones.size(), 3u);
  EXPECT_EQ(zones[0].zone, 0u);
  EXPECT_EQ(zones[0].families[1].half_open, 1u);
  EXPECT_EQ(zones[0].max_entries, ZoneOptions::kNoLimit);
  EXPECT_EQ(zones[1].zone, kTenant);
  EXPECT_EQ(zones[1].max_entries, 10u);
  EXPECT_EQ(zones[2].zone, kOther);
  EXPECT_EQ(zones[2].families[0].live, 1u);
  EXPECT_EQ(zones[2].families[0].counted, 0u) << "nobody counts where there is no limit";
}

}  // namespace
}  // namespace tidegate::test
