#include "table/ticks.h"

#include <gtest/gtest.h>

#include "table/life_word.h"
#include "table/slot_word.h"

namespace tidegate {
namespace {

constexpr ConnClass kClasses[] = {ConnClass::kHalfOpen, ConnClass::kEstablished, ConnClass::kClosing,
                                  ConnClass::kTimeWait, ConnClass::kDatagram};

TEST(Ticks, SlotIsDueWhenItsEntryHasEnded) {
  for (const ConnClass cls : kClasses) {
    for (TimeNs now = kSecond; now < 40'000 * kSecond; now += 977 * kSecond + 12345) {
      for (const TimeNs timeout : {1u, 30u, 120u, 600u, 86400u, 864000u}) {
        const TimeNs end = now + timeout * kSecond;
        if (((timeout * kSecond) >> TickShift(cls)) >= kMaxTicksAhead - kClockTicksApart)
          continue;  // cut: due earlier, tested below
        const SlotWord word = SlotWord::Make(cls, 1, false, ExpiryTick(cls, end, now), 0);
        // From its end until half the ticks' range later.
        EXPECT_TRUE(word.MayBeExpired(TickClock(end)));
        EXPECT_TRUE(word.MayBeExpired(TickClock(end + 400 * kSecond)));
      }
    }
  }
}

TEST(Ticks, SlotIsNotDueLongBeforeItsEntryEnds) {
  for (const ConnClass cls : kClasses) {
    const TimeNs tick = TimeNs{1} << TickShift(cls);
    const TimeNs now = 123'456 * kSecond;
    const SlotWord word = SlotWord::Make(cls, 1, false, ExpiryTick(cls, now + 100 * tick, now), 0);
    EXPECT_FALSE(word.MayBeExpired(TickClock(now)));
    EXPECT_FALSE(word.MayBeExpired(TickClock(now + 98 * tick)));
    EXPECT_EQ(word.TicksLeft(TickClock(now)), 100);
  }
}

TEST(Ticks, FarEndIsCutToTheLatestTick) {
  const TimeNs now = 5'000 * kSecond;
  const std::uint32_t tick = ExpiryTick(ConnClass::kHalfOpen, now + 86400 * kSecond, now);
  EXPECT_EQ(TicksUntil(tick, TickOf(ConnClass::kHalfOpen, now)), kMaxTicksAhead - kClockTicksApart);
}

TEST(LifeWord, KeepsItsFieldsApart) {
  const LifeWord word = LifeWord::Make(0x12345, 0xab, 0xcd, 77 * kSecond);
  EXPECT_EQ(word.flags(), 0xab);
  EXPECT_EQ(word.state(), 0xcd);
  EXPECT_TRUE(word.IsOf(0x2345));
  EXPECT_FALSE(word.IsOf(0x2346));
}

TEST(LifeWord, EndsOnTimeAndWithinATick) {
  const TimeNs end = 1'000 * kSecond + 1;
  const LifeWord word = LifeWord::Make(1, 0, 0, end);
  EXPECT_FALSE(word.Expired(end - 1));
  EXPECT_TRUE(word.Expired(end + (TimeNs{1} << LifeWord::kExpiryShift)));
  EXPECT_EQ(word.Left(end + kSecond), 0u);
}

TEST(SlotWord, RoundTripsItsFields) {
  const SlotWord word = SlotWord::Make(ConnClass::kTimeWait, 0x3ff, true, 2047, 63);
  EXPECT_EQ(word.cls(), ConnClass::kTimeWait);
  EXPECT_EQ(word.tag(), 0x3ffu);
  EXPECT_TRUE(word.spilled());
  EXPECT_EQ(word.expiry_tick(), 2047u);
  EXPECT_EQ(word.version(), 63u);
  EXPECT_FALSE(word.referenced());
  EXPECT_EQ(word.WithClass(ConnClass::kHalfOpen).WithClass(ConnClass::kTimeWait), word);
  EXPECT_EQ(SlotWord::Make(ConnClass::kTimeWait, 1, false, 0, 64).version(), 0u) << "versions wrap";
}

}  // namespace
}  // namespace tidegate
