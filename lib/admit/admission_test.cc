// Each admission policy's decisions, as rows.
#include <gtest/gtest.h>

#include "admit/always.h"
#include "admit/first_syn_drop.h"
#include "admit/half_open_quota.h"
#include "admit/no_state_until_syn_ack.h"
#include "admit/oldest_half_open.h"
#include "admit/oldest_half_open_drop.h"
#include "admit/random_half_open.h"
#include "admit/random_half_open_drop.h"
#include "admit/sketch_gate.h"
#include "admit/token_bucket.h"

namespace tidegate {
namespace {

using enum ConnClass;

constexpr TimeNs kStart = 1'000 * kSecond;
constexpr Admission kEnter = Admission::Enter();
constexpr Admission kQuota = Admission::Refuse(DropReason::kHalfOpenQuota);

PolicyOptions Quota(std::uint64_t max) {
  PolicyOptions options;
  options.half_open_max = max;
  return options;
}

Applicant From(std::uint64_t source, TimeNs at, std::uint64_t attempt = 1) {
  // As a keyed hash would spread them.
  return {.source = source * 0x9e3779b97f4a7c15, .attempt = attempt * 0xbf58476d1ce4e5b9, .now = at};
}

TEST(AdmitAlways, AdmitsUnderAnyPressure) {
  EXPECT_EQ(AdmitAlways{}.Admit({}, {.capacity = 10, .half_open = 1000}), kEnter);
}

TEST(HalfOpenQuota, RefusesHandshakesAtTheQuota) {
  const HalfOpenQuota quota(Quota(100));
  EXPECT_EQ(quota.Admit({}, {.half_open = 99}), kEnter);
  EXPECT_EQ(quota.Admit({}, {.half_open = 100}), kQuota);
}

TEST(HalfOpenQuota, LetsOtherProtocolsPass) {
  EXPECT_EQ(HalfOpenQuota(Quota(0)).Admit({.cls = kDatagram}, {.half_open = 1000}), kEnter);
}

PolicyOptions SourceQuota(std::uint64_t max) {
  PolicyOptions options;
  options.half_open_per_source = max;
  return options;
}

TEST(HalfOpenQuota, EachSourceHasItsOwn) {
  const HalfOpenQuota quota(SourceQuota(3));
  EXPECT_FALSE(quota.by_class());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(quota.Admit(From(1, kStart), {}), kEnter) << i;
  EXPECT_EQ(quota.Admit(From(1, kStart), {}), Admission::Refuse(DropReason::kSourceQuota));
  EXPECT_EQ(quota.Admit(From(2, kStart), {}), kEnter) << "another one";
  EXPECT_EQ(quota.Admit({.cls = kDatagram, .source = From(1, 0).source, .now = kStart}, {}), kEnter);
}

TEST(HalfOpenQuota, WhoCompletesItsHandshakesMayBeginOthers) {
  const HalfOpenQuota quota(SourceQuota(3));
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(quota.Admit(From(1, kStart), {}), kEnter) << i;
    quota.OnEstablished(From(1, kStart));
  }
}

// SYN_SENT is waited for 30 s: what was begun in the 30 s before counts less and less.
TEST(HalfOpenQuota, HandshakesOfASourceThatWereNotCompletedAreForgotten) {
  const HalfOpenQuota quota(SourceQuota(100));
  const TimeNs window = kStart - kStart % (30 * kSecond) + 30 * kSecond;
  for (int i = 0; i < 100; ++i) EXPECT_EQ(quota.Admit(From(1, window + 29 * kSecond), {}), kEnter) << i;
  int admitted = 0;
  while (quota.Admit(From(1, window + 45 * kSecond), {}) == kEnter) ++admitted;
  EXPECT_EQ(admitted, 50) << "half of the window before this one is past";
  EXPECT_EQ(quota.Admit(From(1, window + 90 * kSecond), {}), kEnter);
}

TEST(RandomHalfOpenDrop, DisplacesAtTheQuota) {
  const RandomHalfOpenDrop policy(Quota(100));
  EXPECT_EQ(policy.Admit({}, {.half_open = 99}), kEnter);
  EXPECT_EQ(policy.Admit({}, {.half_open = 100}), Admission::Displace(DropReason::kHalfOpenQuota));
  EXPECT_EQ(policy.Admit({.cls = kDatagram}, {.half_open = 100}), kEnter);
}

TEST(OldestHalfOpenDrop, DisplacesAtTheQuota) {
  const OldestHalfOpenDrop policy(Quota(100));
  EXPECT_EQ(policy.Admit({}, {.half_open = 99}), kEnter);
  EXPECT_EQ(policy.Admit({}, {.half_open = 100}), Admission::DisplaceOldest(DropReason::kHalfOpenQuota));
  EXPECT_EQ(policy.Admit({.cls = kDatagram}, {.half_open = 100}), kEnter);
}

// Slots 0 to 4 of a set are 'e', 'h', 't', 'h', 'h'; a displaced one's slot is taken by a new handshake at once.
TEST(OldestHalfOpen, GoesRoundTheHandshakesOfASet) {
  SlotWords words;
  const ConnClass classes[] = {kEstablished, kHalfOpen, kTimeWait, kHalfOpen, kHalfOpen};
  for (int i = 0; i < 5; ++i) words.Set(i, SlotWord::Make(classes[i], 0, false, 0, 0));
  const TickClock clock(kStart);
  const OldestHalfOpen oldest(100);
  for (const int expected : {1, 3, 4, 1, 3, 4}) {
    EXPECT_EQ(oldest.Choose(EvictionCandidates(words, clock), {}), expected);
  }
}

// The second set's numbers begin at 16.
TEST(OldestHalfOpen, TakesFromTheSetThatHasMore) {
  SlotWords words;
  words.Set(2, SlotWord::Make(kHalfOpen, 0, false, 0, 0));
  words.Set(16, SlotWord::Make(kHalfOpen, 0, false, 0, 0));
  words.Set(29, SlotWord::Make(kHalfOpen, 0, false, 0, 0));
  const TickClock clock(kStart);
  const OldestHalfOpen oldest(100);
  for (const int expected : {16, 29, 16}) EXPECT_EQ(oldest.Choose(EvictionCandidates(words, clock), {}), expected);
}

TEST(OldestHalfOpen, ChoosesNobodyElse) {
  SlotWords words;
  words.Set(0, SlotWord::Make(kEstablished, 0, false, 0, 0));
  const TickClock clock(kStart);
  EXPECT_EQ(OldestHalfOpen(100).Choose(EvictionCandidates(words, clock), {}), kNoVictim);
}

TEST(RandomHalfOpen, EachHandshakeIsAsLikely) {
  SlotWords words;
  const ConnClass classes[] = {kEstablished, kHalfOpen, kTimeWait, kHalfOpen, kHalfOpen};
  for (int i = 0; i < 5; ++i) words.Set(i, SlotWord::Make(classes[i], 0, false, 0, 0));
  const TickClock clock(kStart);
  int drawn[5] = {};
  for (std::uint64_t random = 0; random < 3000; ++random) {
    const int i = RandomHalfOpen{}.Choose(EvictionCandidates(words, clock, {}, 0, random), {});
    ASSERT_EQ(classes[i], kHalfOpen);
    ++drawn[i];
  }
  EXPECT_EQ(drawn[1], 1000);
  EXPECT_EQ(drawn[3], 1000);
  EXPECT_EQ(drawn[4], 1000);
}

TEST(TokenBucket, ABurstAndThenTheRate) {
  PolicyOptions options;
  options.syn_rate = 10;
  options.syn_burst = 5;
  const TokenBucket bucket(options);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(bucket.Admit(From(1, kStart), {}), kEnter) << i;
  EXPECT_EQ(bucket.Admit(From(1, kStart), {}), Admission::Refuse(DropReason::kSynRate));
  EXPECT_EQ(bucket.Admit(From(2, kStart), {}), kEnter) << "another network has its own";
  EXPECT_EQ(bucket.Admit(From(1, kStart + 99 * kMillisecond), {}).kind(), Admission::Kind::kRefuse);
  EXPECT_EQ(bucket.Admit(From(1, kStart + 100 * kMillisecond), {}), kEnter);
  int entered = 0;
  for (int i = 0; i < 10'000; ++i) {
    entered += bucket.Admit(From(1, kStart + kSecond + i * kMillisecond), {}) == kEnter ? 1 : 0;
  }
  EXPECT_NEAR(entered, 5 + 100, 2);
}

TEST(FirstSynDrop, TheSecondTryEnters) {
  const FirstSynDrop policy({});
  const Admission refused = Admission::Refuse(DropReason::kFirstSyn);
  EXPECT_EQ(policy.Admit(From(1, kStart, 7), {}), refused);
  EXPECT_EQ(policy.Admit(From(1, kStart + 10 * kMillisecond, 7), {}), refused) << "a copy";
  EXPECT_EQ(policy.Admit(From(1, kStart + kSecond, 8), {}), refused) << "another attempt";
  EXPECT_EQ(policy.Admit(From(1, kStart + kSecond, 7), {}), kEnter);
  EXPECT_EQ(policy.Admit(From(1, kStart + 3 * kSecond, 7), {}), kEnter);
  EXPECT_EQ(policy.Admit(From(1, kStart + 100 * kSecond, 7), {}), refused) << "forgotten";
  EXPECT_EQ(policy.Admit({.cls = kDatagram, .attempt = 9, .now = kStart}, {}), kEnter);
}

TEST(NoStateUntilSynAck, OnlyWhatIsAnsweredHerePassesBy) {
  const NoStateUntilSynAck policy({});
  EXPECT_EQ(policy.Admit({.answered_here = true}, {}), Admission::PassBy());
  EXPECT_EQ(policy.Admit({.answered_here = false}, {}), kEnter);
  EXPECT_EQ(policy.Admit({.cls = kDatagram, .answered_here = true}, {}), kEnter);
}

TEST(SketchGate, UnderLoadOnlyTheKnown) {
  const SketchGate gate(Quota(100));
  const Admission unknown = Admission::Refuse(DropReason::kUnknownSource);
  EXPECT_EQ(gate.Admit(From(1, kStart), {.half_open = 49}), kEnter) << "no load";
  EXPECT_EQ(gate.Admit(From(1, kStart, 5), {.half_open = 50}), unknown);
  EXPECT_EQ(gate.Admit(From(1, kStart + kSecond, 5), {.half_open = 50}), kEnter) << "tries again";
  gate.OnEstablished(From(2, kStart));
  EXPECT_EQ(gate.Admit(From(2, kStart, 6), {.half_open = 50}), kEnter);
  EXPECT_EQ(gate.Admit(From(2, kStart, 6), {.half_open = 100}), Admission::Displace(DropReason::kHalfOpenQuota));
  EXPECT_EQ(gate.Admit(From(3, kStart, 7), {.half_open = 100}), unknown);
}

TEST(SketchGate, HandshakesFade) {
  const SketchGate gate(Quota(2));
  gate.OnEstablished(From(2, kStart));
  for (std::uint64_t i = 0; i < 3u << 14; ++i) gate.OnEstablished(From(1000 + i % 7, kStart));
  EXPECT_EQ(gate.Admit(From(2, kStart, 6), {.half_open = 1}).kind(), Admission::Kind::kRefuse);
  EXPECT_EQ(gate.Admit(From(1000, kStart, 6), {.half_open = 1}), kEnter);
}

}  // namespace
}  // namespace tidegate
