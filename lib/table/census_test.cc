#include "table/census.h"

#include <gtest/gtest.h>

namespace tidegate {
namespace {

SlotWord HalfOpenUntil(TimeNs expiry, TimeNs now) {
  return SlotWord::Make(ConnClass::kHalfOpen, 1, false, ExpiryTick(ConnClass::kHalfOpen, expiry, now), 0);
}

TEST(Census, ForgetsEntriesWhenTheyEnd) {
  Census census;
  const TimeNs start = 1'000 * kSecond;
  census.Advance(TickClock(start));
  for (int i = 0; i < 10; ++i) census.Add(HalfOpenUntil(start + (10 + i) * kSecond, start));
  EXPECT_EQ(census.Live(ConnClass::kHalfOpen), 10);
  census.Advance(TickClock(start + 9 * kSecond));
  EXPECT_EQ(census.Live(ConnClass::kHalfOpen), 10);
  census.Advance(TickClock(start + 15 * kSecond));
  EXPECT_EQ(census.Live(ConnClass::kHalfOpen), 4);
  census.Advance(TickClock(start + 20 * kSecond));
  EXPECT_EQ(census.Live(ConnClass::kHalfOpen), 0);
}

TEST(Census, RemovalAfterTheEndCountsNothingTwice) {
  Census census;
  const TimeNs start = 1'000 * kSecond;
  census.Advance(TickClock(start));
  const SlotWord word = HalfOpenUntil(start + 5 * kSecond, start);
  census.Add(word);
  census.Advance(TickClock(start + 6 * kSecond));
  census.Remove(word);
  EXPECT_EQ(census.Live(ConnClass::kHalfOpen), 0);
}

TEST(Census, SumOverWorkersHoldsWhenAnotherOneRemoves) {
  Census one;
  Census two;
  const TimeNs start = 1'000 * kSecond;
  for (Census* census : {&one, &two}) census->Advance(TickClock(start));
  const SlotWord word = HalfOpenUntil(start + 5 * kSecond, start);
  one.Add(word);
  two.Remove(word);
  EXPECT_EQ(one.Live(ConnClass::kHalfOpen) + two.Live(ConnClass::kHalfOpen), 0);
  for (Census* census : {&one, &two}) census->Advance(TickClock(start + 10 * kSecond));
  EXPECT_EQ(one.Live(ConnClass::kHalfOpen), 0);
  EXPECT_EQ(two.Live(ConnClass::kHalfOpen), 0);
}

TEST(Census, StartsAnewAfterALongPause) {
  Census census;
  const TimeNs start = 1'000 * kSecond;
  census.Advance(TickClock(start));
  census.Add(HalfOpenUntil(start + 5 * kSecond, start));
  const TimeNs later = start + 86400 * kSecond;
  census.Advance(TickClock(later));
  EXPECT_EQ(census.Live(ConnClass::kHalfOpen), 0);
  census.Add(HalfOpenUntil(later + 5 * kSecond, later));
  EXPECT_EQ(census.Live(ConnClass::kHalfOpen), 1);
}

}  // namespace
}  // namespace tidegate
