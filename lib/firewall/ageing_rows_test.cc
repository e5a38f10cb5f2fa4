// Adaptive ageing in the packet path: what a fuller table does to those who come then.
#include <gtest/gtest.h>

#include <cstdint>

#include "firewall/firewall_test_util.h"

namespace tidegate::test {
namespace {

Bytes Syn(int number) {
  return BuildTcp({.src = Ip4(0x0a000001 + static_cast<std::uint32_t>(number)),
                   .src_port = static_cast<std::uint16_t>(1024 + number)});
}

// How long the newest entry still has, where this many half-open ones came before it, a millisecond apart.
TimeNs TimeLeft(const std::string& ageing, int before) {
  FirewallOptions options = FirewallHarness::SmallOptions();
  options.ageing = ageing;
  FirewallHarness harness(options);
  for (int i = 0; i <= before; ++i) harness.Send(Syn(i), true, kStart + static_cast<TimeNs>(i) * kMillisecond);
  TimeNs left = 0;
  const TimeNs now = kStart + static_cast<TimeNs>(before) * kMillisecond;
  harness.firewall->ForEach(now, 0, 5000, [&](const ConnInfo& info) {
    if (info.tuple.source.port == 1024 + before) left = info.expires_in;
  });
  return left;
}

constexpr TimeNs kSlack = kSecond / 10;

TEST(Ageing, FixedTimeoutsDoNotMindHowFullTheTableIs) {
  EXPECT_NEAR(static_cast<double>(TimeLeft("fixed", 1000)), 30.0 * kSecond, kSlack);
}

// Half-open ones are waited for 30 s; between 614 and 1,228 entries for less and less of it.
TEST(Ageing, AdaptiveTimeoutsShrinkAsTheTableFills) {
  EXPECT_NEAR(static_cast<double>(TimeLeft("adaptive", 600)), 30.0 * kSecond, kSlack);
  EXPECT_NEAR(static_cast<double>(TimeLeft("adaptive", 922)), 15.0 * kSecond, 2.0 * kSecond);
  EXPECT_LT(TimeLeft("adaptive", 1150), 6 * kSecond);
}

TEST(Ageing, AnEstablishedConnectionKeepsItsTime) {
  FirewallOptions options = FirewallHarness::SmallOptions();
  options.ageing = "adaptive";
  FirewallHarness harness(options);
  for (int i = 0; i < 1100; ++i) harness.Send(Syn(i), true, kStart + static_cast<TimeNs>(i) * kMillisecond);
  const TimeNs now = kStart + 2 * kSecond;
  harness.Send(BuildTcp({.dst_port = 8000, .flags = kTcpSyn, .seq = 1}), true, now);
  harness.Send(BuildTcp({.src = Ip("192.168.0.4"),
                         .dst = Ip("10.0.0.1"),
                         .src_port = 8000,
                         .dst_port = 40000,
                         .flags = kTcpSyn | kTcpAck,
                         .seq = 100,
                         .ack = 2}),
               false, now);
  const PacketResult result =
      harness.Send(BuildTcp({.dst_port = 8000, .flags = kTcpAck, .seq = 2, .ack = 101}), true, now);
  ASSERT_EQ(result.state, ConnState::kEstablished);
  TimeNs left = 0;
  harness.firewall->ForEach(now, 0, 5000, [&](const ConnInfo& info) {
    if (info.state == ConnState::kEstablished) left = info.expires_in;
  });
  EXPECT_NEAR(static_cast<double>(left), 86400.0 * kSecond, kSecond);
}

TEST(Ageing, AnUnknownOneIsAnError) {
  FirewallOptions options = FirewallHarness::SmallOptions();
  options.ageing = "slow";
  EXPECT_EQ(Firewall::Create(options, TestPolicy()).status().message(),
            "unknown ageing 'slow', expected one of fixed, adaptive");
}

}  // namespace
}  // namespace tidegate::test
