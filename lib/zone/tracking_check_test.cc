#include "zone/tracking_check.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace tidegate {
namespace {

std::string ErrorAfter(const std::function<void(TrackingOptions&)>& change) {
  TrackingOptions options;
  change(options);
  return std::string(CheckTracking(options).message());
}

TEST(TrackingCheck, TheDefaultsAreInOrder) { EXPECT_TRUE(CheckTracking({}).ok()); }

TEST(TrackingCheck, TheEndsOfEveryRangeAreInOrder) {
  for (const TimeoutRow& row : kTimeoutRows) {
    for (const std::uint32_t seconds : {row.min_s, row.max_s}) {
      EXPECT_EQ(ErrorAfter([&](TrackingOptions& o) { o.defaults.timeouts.Set(row.state, seconds * kSecond); }), "");
    }
  }
  for (const ZoneLimitRow& row : kZoneLimitRows) {
    for (const std::uint64_t limit : {row.min, row.max, ZoneOptions::kNoLimit}) {
      EXPECT_EQ(ErrorAfter([&](TrackingOptions& o) { o.zones[kMaxZone].*row.limit = limit; }), "");
    }
  }
}

TEST(TrackingCheck, WrongValuesAreNamedWithWhatIsExpected) {
  EXPECT_EQ(ErrorAfter([](TrackingOptions& o) { o.defaults.timeouts.Set(ConnState::kTimeWait, 0); }),
            "tcp_time_wait is 0, expected 1 to 3600");
  EXPECT_EQ(ErrorAfter([](TrackingOptions& o) { o.defaults.timeouts.Set(ConnState::kTimeWait, 3600 * kSecond + 1); }),
            "tcp_time_wait is 3600000000001 ns, expected 1 to 3600");
  EXPECT_EQ(ErrorAfter([](TrackingOptions& o) { o.zones[5].timeouts.Set(ConnState::kEstablished, 59 * kSecond); }),
            "zone 5: tcp_established is 59, expected 60 to 864000");
  EXPECT_EQ(ErrorAfter([](TrackingOptions& o) { o.zones[1u << 24] = {}; }), "zone 16777216: expected 0 to 16777215");
  EXPECT_EQ(ErrorAfter([](TrackingOptions& o) { o.zones[5].max_entries = 0; }),
            "zone 5: max_entries is 0, expected 1 to 134217728");
  EXPECT_EQ(ErrorAfter([](TrackingOptions& o) { o.zones[5].max_half_open = (1u << 27) + 1; }),
            "zone 5: max_half_open is 134217729, expected 1 to 134217728");
  EXPECT_EQ(ErrorAfter([](TrackingOptions& o) { o.defaults.max_entries = 1; }),
            "the zones without options of their own have a limit, expected none");
}

TEST(TrackingCheck, TheShortestTimeoutOfAnyZoneCounts) {
  TrackingOptions options;
  options.zones[5].timeouts.Set(ConnState::kSynSent, 5 * kSecond);
  options.zones[6].timeouts.Set(ConnState::kSynSent, 50 * kSecond);
  options.zones[6].timeouts.Set(ConnState::kUdpStream, 60 * kSecond);
  const Timeouts shortest = ShortestTimeouts(options);
  EXPECT_EQ(shortest.Of(ConnState::kSynSent), 5 * kSecond);
  EXPECT_EQ(shortest.Of(ConnState::kUdpStream), 60 * kSecond);
  EXPECT_EQ(shortest.Of(ConnState::kEstablished), 86400 * kSecond);
}

}  // namespace
}  // namespace tidegate
