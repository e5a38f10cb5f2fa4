// Options of zones, and their change while connections live.
#include <gtest/gtest.h>

#include "firewall/zone_test_util.h"

namespace tidegate::test {
namespace {

constexpr Zone kTenant = 5;
constexpr Zone kOther = 6;

TrackingOptions UdpFor(TimeNs timeout) {
  TrackingOptions options;
  options.defaults.timeouts.Set(ConnState::kUdpSingle, timeout);
  return options;
}

std::uint64_t Live(const FirewallHarness& harness, TimeNs now) { return harness.firewall->CountLive(now).live; }

TEST(ZoneOptions, AZoneHasTimeoutsOfItsOwn) {
  FirewallOptions options = FirewallHarness::SmallOptions();
  options.tracking.zones[kTenant].timeouts.Set(ConnState::kUdpSingle, 5 * kSecond);
  FirewallHarness harness(options);
  ZoneTraffic(harness, kTenant).Udp(1, kStart);
  ZoneTraffic(harness, kOther).Udp(1, kStart);
  EXPECT_EQ(Live(harness, kStart + 4 * kSecond), 2u);
  EXPECT_EQ(Live(harness, kStart + 6 * kSecond), 1u);
  EXPECT_EQ(Live(harness, kStart + 31 * kSecond), 0u);
}

// What plain ACKs are judged by differs where zones have timeouts of their own.
TEST(ZoneOptions, PlainAcksKeepConnectionsAliveByTheZonesTimeout) {
  for (const bool zones : {false, true}) {
    FirewallOptions options = FirewallHarness::SmallOptions();
    options.tracking.defaults.timeouts.Set(ConnState::kEstablished, 200 * kSecond);
    if (zones) options.tracking.zones[kTenant].timeouts.Set(ConnState::kEstablished, 60 * kSecond);
    const TimeNs timeout = (zones ? 60 : 200) * kSecond;
    FirewallHarness harness(options);
    ZoneTraffic traffic(harness, kTenant);
    traffic.Open(1, kStart);
    TimeNs now = kStart;
    for (int i = 0; i < 10; ++i) {
      now += timeout * 9 / 10;
      const PacketResult result = traffic.Ack(1, now);
      EXPECT_EQ(result.verdict, Verdict::kPass);
      EXPECT_EQ(result.state, ConnState::kEstablished);
      EXPECT_EQ(result.ct_bits, ct::kTrk | ct::kEst);
      EXPECT_EQ(Live(harness, now + timeout * 9 / 10), 1u) << "packet " << i;
    }
    EXPECT_EQ(Live(harness, now + timeout + kSecond), 0u);
  }
}

TEST(ZoneOptions, WrongOnesAreNamed) {
  FirewallOptions options = FirewallHarness::SmallOptions();
  options.tracking.zones[kTenant].max_entries = 0;
  EXPECT_EQ(Firewall::Create(options, TestPolicy()).status().message(),
            "zone 5: max_entries is 0, expected 1 to 134217728");
}

TEST(SetTracking, ShorterTimeoutsApplyAtTheNextPacket) {
  FirewallHarness harness;
  ZoneTraffic traffic(harness, kTenant);
  traffic.Udp(1, kStart);
  ASSERT_TRUE(harness.firewall->SetTracking(UdpFor(5 * kSecond), kStart).ok());
  // The old end is 29 s away, far more than a sixteenth of the new timeout: the packet moves it.
  traffic.Udp(1, kStart + kSecond);
  EXPECT_EQ(Live(harness, kStart + 5900 * kMillisecond), 1u);
  EXPECT_EQ(Live(harness, kStart + 6100 * kMillisecond), 0u);
}

// Also by less than what is left: 30 s to 29 s moves nothing before the old end is a sixteenth off.
TEST(SetTracking, ASmallChangeAppliesWhenItIsMoreThanASixteenth) {
  FirewallHarness harness;
  ZoneTraffic traffic(harness, kTenant);
  traffic.Udp(1, kStart);
  ASSERT_TRUE(harness.firewall->SetTracking(UdpFor(29 * kSecond), kStart).ok());
  traffic.Udp(1, kStart);  // 1 s of 29
  EXPECT_EQ(Live(harness, kStart + 29'900 * kMillisecond), 1u);
  traffic.Udp(1, kStart + 3 * kSecond);  // 2 s, the other way
  EXPECT_EQ(Live(harness, kStart + 31'900 * kMillisecond), 1u);
  EXPECT_EQ(Live(harness, kStart + 32'100 * kMillisecond), 0u);
}

TEST(SetTracking, LongerTimeoutsApplyAtTheNextPacket) {
  FirewallHarness harness;
  ZoneTraffic traffic(harness, kTenant);
  traffic.Udp(1, kStart);
  traffic.Udp(2, kStart);
  ASSERT_TRUE(harness.firewall->SetTracking(UdpFor(300 * kSecond), kStart).ok());
  traffic.Udp(1, kStart);
  EXPECT_EQ(Live(harness, kStart + 31 * kSecond), 1u);
  EXPECT_EQ(Live(harness, kStart + 299 * kSecond), 1u);
  EXPECT_EQ(Live(harness, kStart + 301 * kSecond), 0u);
}

TEST(SetTracking, AnEntryWithoutAPacketLivesUntilItsOldEnd) {
  FirewallHarness harness;
  ZoneTraffic traffic(harness, kTenant);
  traffic.Udp(1, kStart);
  ASSERT_TRUE(harness.firewall->SetTracking(UdpFor(5 * kSecond), kStart).ok());
  EXPECT_EQ(Live(harness, kStart + 29 * kSecond), 1u) << "by the new timeouts it would have ended";
  // It is still its connection: a packet continues it and brings the new timeout.
  EXPECT_EQ(traffic.Udp(1, kStart + 29 * kSecond).ct_bits, ct::kTrk | ct::kNew);
  EXPECT_EQ(harness.firewall->Counters().created, 1u);
  EXPECT_EQ(Live(harness, kStart + 33 * kSecond), 1u);
  EXPECT_EQ(Live(harness, kStart + 35 * kSecond), 0u);
}

TEST(SetTracking, EstablishedConnectionsFollowAsWell) {
  FirewallHarness harness;
  ZoneTraffic traffic(harness, kTenant);
  traffic.Open(1, kStart);
  TrackingOptions options;
  options.zones[kTenant].timeouts.Set(ConnState::kEstablished, 60 * kSecond);
  ASSERT_TRUE(harness.firewall->SetTracking(options, kStart).ok());
  EXPECT_EQ(traffic.Ack(1, kStart + kSecond).state, ConnState::kEstablished);
  EXPECT_EQ(Live(harness, kStart + 60 * kSecond), 1u);
  EXPECT_EQ(Live(harness, kStart + 62 * kSecond), 0u);
}

TEST(SetTracking, WrongValuesChangeNothing) {
  FirewallHarness harness;
  TrackingOptions options = UdpFor(5 * kSecond);
  options.zones[kTenant].max_entries = 0;
  EXPECT_EQ(harness.firewall->SetTracking(options, kStart).message(),
            "zone 5: max_entries is 0, expected 1 to 134217728");
  ZoneTraffic(harness, kTenant).Udp(1, kStart);
  EXPECT_EQ(Live(harness, kStart + 29 * kSecond), 1u);
}

TEST(SetTracking, NewRulesKeepTheOptionsAndNewOptionsTheRules) {
  FirewallHarness harness;
  ASSERT_TRUE(harness.firewall->SetTracking(UdpFor(5 * kSecond), kStart).ok());
  harness.firewall->SetPolicy(TestPolicy());
  ZoneTraffic(harness, kTenant).Udp(1, kStart);
  EXPECT_EQ(Live(harness, kStart + 6 * kSecond), 0u);
  ASSERT_TRUE(harness.firewall->SetTracking({}, kStart).ok());
  EXPECT_EQ(harness.Send(BuildTcp({.dst_port = 23}), true, kStart).reason, DropReason::kRuleDeniedInbound);
}

TEST(SetTracking, ALimitCountsWhatIsThereAlready) {
  FirewallHarness harness;
  ZoneTraffic tenant(harness, kTenant);
  ZoneTraffic tenant6(harness, kTenant, /*v6=*/true);
  for (std::uint32_t i = 0; i < 100; ++i) tenant.Open(i, kStart);
  for (std::uint32_t i = 100; i < 120; ++i) tenant.Syn(i, kStart);
  for (std::uint32_t i = 0; i < 7; ++i) tenant6.Udp(i, kStart);
  for (std::uint32_t i = 0; i < 50; ++i) ZoneTraffic(harness, kOther).Open(i, kStart);
  TrackingOptions options;
  options.zones[kTenant].max_entries = 100;
  ASSERT_TRUE(harness.firewall->SetTracking(options, kStart).ok());
  ZoneUsage usage = UsageOf(*harness.firewall, kTenant, kStart);
  EXPECT_EQ(usage.families[0].counted, 120u);
  EXPECT_EQ(usage.families[0].counted_half_open, 20u);
  EXPECT_EQ(usage.families[1].counted, 7u);
  EXPECT_EQ(tenant.Syn(200, kStart).reason, DropReason::kZoneFull);
  // Each of them is taken out when it goes, as one that was counted from its beginning.
  for (std::uint32_t i = 0; i < 100; ++i) tenant.Close(i, kStart);
  EXPECT_EQ(UsageOf(*harness.firewall, kTenant, kStart).families[0].counted, 20u);
  usage = UsageOf(*harness.firewall, kTenant, kStart + 40 * kSecond);
  EXPECT_EQ(usage.families[0].counted, 0u);
  EXPECT_EQ(usage.families[1].counted, 0u);
}

TEST(SetTracking, AZoneThatStaysLimitedKeepsItsCounts) {
  FirewallHarness harness;
  ZoneTraffic tenant(harness, kTenant);
  TrackingOptions options;
  options.zones[kTenant].max_entries = 5;
  ASSERT_TRUE(harness.firewall->SetTracking(options, kStart).ok());
  for (std::uint32_t i = 0; i < 7; ++i) tenant.Open(i, kStart);
  options.zones[kTenant].max_entries = 6;
  options.zones[kOther].max_entries = 6;
  ASSERT_TRUE(harness.firewall->SetTracking(options, kStart).ok());
  ZoneUsage usage = UsageOf(*harness.firewall, kTenant, kStart);
  EXPECT_EQ(usage.families[0].counted, 5u);
  EXPECT_EQ(usage.families[0].zone_full, 2u);
  EXPECT_EQ(tenant.Open(5, kStart).reason, DropReason::kNone);
  EXPECT_EQ(tenant.Syn(6, kStart).reason, DropReason::kZoneFull);
}

TEST(SetTracking, ALimitThatIsTakenAwayIsNoLimit) {
  FirewallHarness harness;
  ZoneTraffic tenant(harness, kTenant);
  TrackingOptions options;
  options.zones[kTenant].max_entries = 5;
  ASSERT_TRUE(harness.firewall->SetTracking(options, kStart).ok());
  for (std::uint32_t i = 0; i < 7; ++i) tenant.Open(i, kStart);
  ASSERT_TRUE(harness.firewall->SetTracking({}, kStart).ok());
  for (std::uint32_t i = 7; i < 20; ++i) EXPECT_EQ(tenant.Open(i, kStart).reason, DropReason::kNone) << i;
  // And back: all of them are counted by the walk.
  ASSERT_TRUE(harness.firewall->SetTracking(options, kStart).ok());
  EXPECT_EQ(UsageOf(*harness.firewall, kTenant, kStart).families[0].counted, 18u);
}

}  // namespace
}  // namespace tidegate::test
