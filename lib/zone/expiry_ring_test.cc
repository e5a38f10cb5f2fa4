#include "zone/expiry_ring.h"

#include <gtest/gtest.h>

#include <memory>

namespace tidegate {
namespace {

constexpr int kShift = 4;  // stretches of 16 ns
constexpr std::uint64_t kStretches = 64;
using Ring = ExpiryRing<kShift, kStretches>;

TEST(ExpiryRing, CountsUntilTheStretchOfTheEndIsOver) {
  Ring ring;
  ring.Advance(1000);
  ring.Count(1037, 3);  // in the stretch from 1024 to 1039
  EXPECT_EQ(ring.total(), 3);
  ring.Advance(1039);
  EXPECT_EQ(ring.total(), 3);
  ring.Advance(1040);
  EXPECT_EQ(ring.total(), 0);
}

TEST(ExpiryRing, WhatIsTakenBackBeforeTheEndIsNotTakenAgain) {
  Ring ring;
  ring.Advance(1000);
  ring.Count(1037, 3);
  ring.Count(1037, -2);
  EXPECT_EQ(ring.total(), 1);
  ring.Advance(2000);
  EXPECT_EQ(ring.total(), 0);
}

TEST(ExpiryRing, WhatIsTakenBackAfterTheEndIsGoneAlready) {
  Ring ring;
  ring.Advance(1000);
  ring.Count(1037, 1);
  ring.Advance(1040);
  ring.Count(1037, -1);
  EXPECT_EQ(ring.total(), 0);
  ring.Advance(10'000);
  EXPECT_EQ(ring.total(), 0);
}

TEST(ExpiryRing, BeginsAtZeroAsWell) {
  Ring ring;
  ring.Count(5, 1);
  ring.Count(20, 1);
  EXPECT_EQ(ring.total(), 2);
  ring.Advance(16);
  EXPECT_EQ(ring.total(), 1);
  ring.Advance(32);
  EXPECT_EQ(ring.total(), 0);
}

TEST(ExpiryRing, APauseOfAnyLengthEndsEverything) {
  for (const TimeNs pause : {TimeNs{16}, kStretches * 16 - 16, kStretches * 16, kStretches * 16 * 5 + 7, kSecond}) {
    Ring ring;
    ring.Advance(1000);
    ring.Count(1000, 1);
    ring.Count(1000 + (kStretches - 2) * 16, 1);
    ring.Advance(1000 + pause);
    EXPECT_EQ(ring.total(), pause < (kStretches - 1) * 16 ? 1 : 0) << pause;
    ring.Count(1000 + pause + 100, 1);
    ring.Advance(1000 + pause + kStretches * 16);
    EXPECT_EQ(ring.total(), 0) << pause;
  }
}

// A clock that is behind changes nothing, and what it counts in a stretch that is over is not counted.
TEST(ExpiryRing, NeverGoesBack) {
  Ring ring;
  ring.Advance(1000);
  ring.Advance(500);
  ring.Count(500, 1);
  EXPECT_EQ(ring.total(), 0);
  ring.Count(1000, 1);
  EXPECT_EQ(ring.total(), 1);
}

// What a thread leaves that was held up between its two steps is gone a ring later: the same as a count told late.
TEST(ExpiryRing, AnErrorIsGoneARingLater) {
  Ring ring;
  ring.Advance(1000);
  ring.Count(1000 + kStretches * 16, 1);  // beyond what may be counted: in the counter of the stretch at 1000 - 16
  EXPECT_EQ(ring.total(), 1);
  ring.Advance(1000 + 2 * kStretches * 16);
  EXPECT_EQ(ring.total(), 0);
}

}  // namespace
}  // namespace tidegate
