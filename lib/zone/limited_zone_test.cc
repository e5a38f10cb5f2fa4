#include "zone/limited_zone.h"

#include <gtest/gtest.h>

#include <memory>

namespace tidegate {
namespace {

constexpr TimeNs kStart = 1'000 * kSecond;

struct Zone5 {
  explicit Zone5(bool counts_time_wait = false)
      : limited(counts_time_wait, std::make_shared<const WalkedTables>(WalkedTables::kAll)) {}

  void Fill(ConnClass cls, int count, bool v6 = false) {
    const TickClock clock(kStart);
    for (int i = 0; i < count; ++i) {
      limited.census(v6).Add(SlotWord::Make(cls, 1, false, ExpiryTick(cls, kStart + 30 * kSecond, kStart), 0), clock);
    }
  }
  DropReason Admit(ConnClass cls, bool reopens = false, bool v6 = false) {
    return limited.Admit(options, v6, cls, reopens, kStart);
  }

  LimitedZone limited;
  ZoneOptions options;
};

TEST(LimitedZone, AdmitsUntilItIsFull) {
  Zone5 zone;
  zone.options.max_entries = 3;
  zone.Fill(ConnClass::kEstablished, 2);
  EXPECT_EQ(zone.Admit(ConnClass::kHalfOpen), DropReason::kNone);
  zone.Fill(ConnClass::kDatagram, 1);
  EXPECT_EQ(zone.Admit(ConnClass::kHalfOpen), DropReason::kZoneFull);
  EXPECT_EQ(zone.Admit(ConnClass::kDatagram), DropReason::kZoneFull);
  EXPECT_EQ(zone.limited.refused_full(false), 2u);
}

TEST(LimitedZone, EachFamilyHasTheLimitForItself) {
  Zone5 zone;
  zone.options.max_entries = 3;
  zone.Fill(ConnClass::kDatagram, 3, /*v6=*/true);
  EXPECT_EQ(zone.Admit(ConnClass::kDatagram), DropReason::kNone);
  EXPECT_EQ(zone.Admit(ConnClass::kDatagram, false, /*v6=*/true), DropReason::kZoneFull);
}

TEST(LimitedZone, HandshakesAreRefusedForHandshakesOnly) {
  Zone5 zone;
  zone.options.max_half_open = 2;
  zone.Fill(ConnClass::kEstablished, 10);
  EXPECT_EQ(zone.Admit(ConnClass::kHalfOpen), DropReason::kNone);
  zone.Fill(ConnClass::kHalfOpen, 2);
  EXPECT_EQ(zone.Admit(ConnClass::kHalfOpen), DropReason::kZoneHalfOpen);
  EXPECT_EQ(zone.Admit(ConnClass::kDatagram), DropReason::kNone);
  EXPECT_EQ(zone.Admit(ConnClass::kEstablished), DropReason::kNone);  // picked up in mid-stream
  EXPECT_EQ(zone.limited.refused_half_open(false), 1u);
  EXPECT_EQ(zone.limited.refused_full(false), 0u);
}

TEST(LimitedZone, ReopeningGoesAnEighthBeyondTheLimit) {
  Zone5 zone;
  zone.options.max_entries = 16;
  zone.Fill(ConnClass::kEstablished, 16);
  EXPECT_EQ(zone.Admit(ConnClass::kHalfOpen), DropReason::kZoneFull);
  EXPECT_EQ(zone.Admit(ConnClass::kHalfOpen, /*reopens=*/true), DropReason::kNone);
  zone.Fill(ConnClass::kEstablished, 3);
  EXPECT_EQ(zone.Admit(ConnClass::kHalfOpen, /*reopens=*/true), DropReason::kZoneFull);
}

TEST(LimitedZone, ReopeningIsNeverRefusedWhereTimeWaitCounts) {
  Zone5 zone(/*counts_time_wait=*/true);
  zone.options.max_entries = 16;
  zone.Fill(ConnClass::kTimeWait, 100);
  EXPECT_EQ(zone.Admit(ConnClass::kHalfOpen), DropReason::kZoneFull);
  EXPECT_EQ(zone.Admit(ConnClass::kHalfOpen, /*reopens=*/true), DropReason::kNone);
}

TEST(WalkedTables, HasTheSlotsBehindTheWalk) {
  WalkedTables walked(0);
  EXPECT_FALSE(walked.Has(false, 0));
  walked.WalkTo(false, 1);
  EXPECT_TRUE(walked.Has(false, 0));
  EXPECT_FALSE(walked.Has(false, 1));
  EXPECT_FALSE(walked.Has(true, 0));
  walked.WalkTo(true, WalkedTables::kAll);
  EXPECT_TRUE(walked.Has(true, 1u << 31));
}

}  // namespace
}  // namespace tidegate
