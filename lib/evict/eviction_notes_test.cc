// Policies that remember something of their entries: traces worked by hand from the papers' definitions, one candidate
// set of a few slots.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "evict/bpf_lru.h"
#include "evict/clock.h"
#include "evict/fifo.h"
#include "evict/hazard_cost.h"
#include "evict/linux_early_drop.h"
#include "evict/lru.h"
#include "evict/ovs_none.h"
#include "evict/random_k.h"
#include "evict/s3fifo.h"
#include "evict/sieve.h"
#include "evict/vpp_acl.h"

namespace tidegate {
namespace {

using enum ConnClass;

constexpr TimeNs kStart = 1'000 * kSecond;

// A set of slots whose entries have names of one letter. Each step takes place ten milliseconds after the one before.
template <class Policy>
class Set {
 public:
  explicit Set(std::size_t slots) : names_(slots, ' '), classes_(slots, kEmpty), policy_(Options()) {}

  void Insert(char name, ConnClass cls = kEstablished) { Put(static_cast<std::size_t>(names_.find(' ')), name, cls); }
  void Hit(char name, ConnClass cls = kEstablished) {
    const std::size_t slot = names_.find(name);
    ASSERT_NE(slot, std::string::npos) << name;
    Advance(10 * kMillisecond);
    classes_[slot] = cls;
    if constexpr (NotesHits<Policy>) policy_.OnHit(static_cast<std::uint32_t>(slot), cls, now_);
  }
  // Whom the policy gives up for `name`, or '-'.
  char Replace(char name, std::uint64_t random = 0) {
    Advance(10 * kMillisecond);
    const int victim = Choose(name, random);
    if (victim == kNoVictim) return '-';
    const char gone = names_[static_cast<std::size_t>(victim)];
    Put(static_cast<std::size_t>(victim), name, kEstablished);
    return gone;
  }
  // Those given up for these, one after the other.
  std::string Replaced(const std::string& names) {
    std::string gone;
    for (const char name : names) gone += Replace(name);
    return gone;
  }
  void Advance(TimeNs time) { now_ += time; }
  const Policy& policy() const { return policy_; }

 private:
  static PolicyOptions Options() {
    PolicyOptions options;
    options.slot_end = EvictionCandidates::kMax;
    return options;
  }
  static std::uint64_t HashOf(char name) { return static_cast<std::uint64_t>(name) << 24; }

  void Put(std::size_t slot, char name, ConnClass cls) {
    Advance(10 * kMillisecond);
    names_[slot] = name;
    classes_[slot] = cls;
    if constexpr (NotesInserts<Policy>) {
      policy_.OnInsert({static_cast<std::uint32_t>(slot), 0, HashOf(name), cls, now_});
    }
  }
  int Choose(char name, std::uint64_t random) const {
    SlotWords words;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const TimeNs expiry = now_ + 60 * kSecond;
      if (names_[i] == ' ') continue;
      words.Set(static_cast<int>(i), SlotWord::Make(classes_[i], 0, false, ExpiryTick(classes_[i], expiry, now_), 0));
    }
    const TickClock clock(now_);
    return policy_.Choose(EvictionCandidates(words, clock, {}, HashOf(name), random), Pressure{});
  }

  std::string names_;
  std::vector<ConnClass> classes_;
  TimeNs now_ = kStart;
  Policy policy_;
};

template <class Policy>
Set<Policy> Filled(const std::string& names) {
  Set<Policy> set(names.size());
  for (const char name : names) set.Insert(name);
  return set;
}

TEST(Fifo, UseChangesNothing) {
  auto set = Filled<Fifo>("ABC");
  set.Hit('A');
  EXPECT_EQ(set.Replaced("DEFG"), "ABCD");
}

TEST(Lru, TheLongestUnusedGoes) {
  auto set = Filled<Lru>("ABC");
  set.Hit('A');
  EXPECT_EQ(set.Replaced("DE"), "BC");
  set.Hit('D');
  EXPECT_EQ(set.Replaced("FG"), "AE");
}

TEST(Clock, UsedOnesAreSparedOnce) {
  auto set = Filled<Clock>("ABCD");
  set.Hit('A');
  set.Hit('C');
  // The hand spares A, takes B; spares C, takes D; goes round to A, which it has marked.
  EXPECT_EQ(set.Replaced("EFG"), "BDA");
  // It stands before E now, which nobody has used.
  EXPECT_EQ(set.Replaced("H"), "E");
}

TEST(Clock, AllUsedIsFifo) {
  auto set = Filled<Clock>("ABC");
  for (const char name : {'A', 'B', 'C'}) set.Hit(name);
  EXPECT_EQ(set.Replaced("DE"), "AB");
}

// NSDI 2024, figure 2: what was used stays where it is; the hand goes on towards the newest.
TEST(Sieve, TheHandGoesFromOldToNew) {
  auto set = Filled<Sieve>("ABCD");
  set.Hit('A');
  set.Hit('C');
  EXPECT_EQ(set.Replaced("E"), "B");    // A spared
  EXPECT_EQ(set.Replaced("F"), "D");    // C spared
  EXPECT_EQ(set.Replaced("GH"), "EF");  // new ones that nobody uses go quickly
  set.Hit('G');
  set.Hit('H');
  EXPECT_EQ(set.Replaced("I"), "A");  // G and H spared, round to the oldest
  EXPECT_EQ(set.Replaced("J"), "C");
}

TEST(Sieve, AllVisitedIsFifo) {
  auto set = Filled<Sieve>("ABC");
  for (const char name : {'A', 'B', 'C'}) set.Hit(name);
  EXPECT_EQ(set.Replaced("DE"), "AB");
}

TEST(S3Fifo, OnceUsedIsNotEnoughAndAGhostReturnsToTheMainQueue) {
  auto set = Filled<S3Fifo>("ABCD");
  set.Hit('A');
  set.Hit('A');
  set.Hit('B');
  EXPECT_EQ(set.Replaced("E"), "B");  // A moves to the main queue; B was used once
  EXPECT_EQ(set.Replaced("B"), "C");  // B is remembered: into the main queue
  EXPECT_EQ(set.Replaced("F"), "D");
  EXPECT_EQ(set.Replaced("G"), "E");  // the small queue is longer than a tenth
  // Small: F, G; main: A, B.
  EXPECT_EQ(set.Replaced("H"), "F");
  EXPECT_EQ(set.Replaced("I"), "G");
}

TEST(S3Fifo, TheMainQueuePutsUsedOnesBack) {
  auto set = Filled<S3Fifo>("ABC");
  for (const char name : {'A', 'B'}) {
    set.Hit(name);
    set.Hit(name);
  }
  EXPECT_EQ(set.Replaced("D"), "C");  // A and B have moved
  for (const char name : {'A', 'D', 'D'}) set.Hit(name);
  // D moves as well and leaves the small queue empty, so the main queue gives: A was used and is put back, B goes.
  EXPECT_EQ(set.Replaced("E"), "B");
}

TEST(RandomK, DrawsFiveAndTakesTheOldest) {
  auto few = Filled<RandomK>("ABCDE");
  few.Hit('A');
  EXPECT_EQ(few.Replace('F', 12345), 'B') << "all five are drawn";
  const std::string names = "ABCDEFGHIJKLMNOPQRST";
  std::map<char, int> gone;
  for (std::uint64_t i = 1; i <= 4000; ++i) {
    auto set = Filled<RandomK>(names);
    ++gone[set.Replace('z', i * 0x9e3779b97f4a7c15)];
  }
  // A is among five of twenty with probability 1/4; the youngest four never.
  EXPECT_NEAR(gone['A'], 1000, 120);
  EXPECT_NEAR(gone['B'], 4000 * 15 / 76.0, 120);  // B drawn, A not
  for (const char young : {'Q', 'R', 'S', 'T'}) EXPECT_EQ(gone[young], 0) << young;
}

TEST(BpfLru, UsedOnesBecomeActiveWhateverTheirState) {
  auto set = Filled<BpfLru>("ABCD");
  set.Hit('A');
  EXPECT_EQ(set.Replaced("E"), "B");  // A is moved to the active list
  EXPECT_EQ(set.Replaced("FG"), "CD");
  set.Hit('E', kTimeWait);
  set.Hit('F');
  // E and F become active, though E is closed; G goes.
  EXPECT_EQ(set.Replaced("H"), "G");
  // Three active, one inactive: nobody of the active ones was used since, so all become inactive, the oldest first.
  EXPECT_EQ(set.Replaced("I"), "H");
}

TEST(LinuxEarlyDrop, OnlyWhatNobodyHasAnswered) {
  Set<LinuxEarlyDrop> set(4);
  set.Insert('T', kTimeWait);
  set.Insert('E', kEstablished);
  EXPECT_EQ(set.Replace('X'), '-') << "TIME-WAIT is assured";
  set.Insert('H', kHalfOpen);
  EXPECT_EQ(set.Replace('Y'), 'H');
  set.Insert('D', kDatagram);
  EXPECT_EQ(set.Replace('Z'), 'D');
}

TEST(VppAcl, TheLongestUnusedTransientSession) {
  Set<VppAcl> set(4);
  set.Insert('E', kEstablished);
  set.Insert('H', kHalfOpen);
  set.Insert('C', kClosing);
  set.Insert('T', kTimeWait);
  set.Hit('H', kHalfOpen);
  EXPECT_EQ(set.Replaced("WXYZ"), "CTH-");
}

TEST(OvsNone, Refuses) {
  auto set = Filled<OvsNone>("A");
  EXPECT_EQ(set.Replace('B'), '-');
}

TEST(HazardCost, BeforeItHasLearnedItGoesByStateAndSilence) {
  Set<HazardCost> set(4);
  set.Insert('E', kEstablished);
  set.Insert('C', kClosing);
  set.Insert('H', kHalfOpen);
  set.Insert('T', kTimeWait);
  set.Advance(60 * kSecond);
  EXPECT_EQ(set.Replaced("W"), "T");
  EXPECT_EQ(set.Replaced("X"), "H");
  EXPECT_EQ(set.Replaced("Y"), "-") << "the rest of an answer may come, and an established one go on";
}

TEST(HazardCost, RefusesRatherThanBreakWhatIsInUse) {
  auto set = Filled<HazardCost>("AB");
  set.Advance(100 * kMillisecond);
  EXPECT_EQ(set.Replace('C'), '-');
}

// Connections that fall silent for a second always come back here, those silent for a minute never: after a minute one
// is as good as dead, though it is established.
TEST(HazardCost, LearnsHowLongASilenceMayBe) {
  HazardTable table;
  EXPECT_GT(table.Probability(kEstablished, 60'000), 0.99) << "before it has learned anything";
  for (int i = 0; i < 5000; ++i) {
    table.WentOn(kEstablished, 1'000);
    if (i % 5 == 0) table.Expired(kEstablished, 300'000);
  }
  EXPECT_LT(table.Probability(kEstablished, 60'000), 0.02) << "1000 silences, and what was believed before";
  EXPECT_GT(table.Probability(kEstablished, 500), 0.8);
}

// Under a flood hardly any handshake is left alone long enough to show that nothing comes of it. Of those that were
// there for so long, nothing had come: 90 of 100 were evicted after 64 ms, 10 went on within two.
TEST(HazardCost, LearnsFromThoseThatWereEvicted) {
  HazardTable table;
  for (int i = 0; i < 500; ++i) {
    for (int j = 0; j < 90; ++j) table.Evicted(kHalfOpen, 64);
    for (int j = 0; j < 10; ++j) table.WentOn(kHalfOpen, 2);
  }
  EXPECT_NEAR(table.Probability(kHalfOpen, 1), 0.1 + 0.9 * table.Probability(kHalfOpen, 4), 0.01);
  EXPECT_LT(table.Probability(kHalfOpen, 4), table.Probability(kHalfOpen, 1));
}

TEST(HazardCost, WhoIsEstablishedIsNotGivenUpForWhatIsNotKnown) {
  auto set = Filled<HazardCost>("AB");
  set.Hit('A', kTimeWait);
  set.Advance(1000 * kSecond);
  EXPECT_EQ(set.Replace('C'), 'A');
  EXPECT_EQ(set.Replace('D'), '-') << "silent for a quarter of an hour, but nobody has been seen to be dead then";
}

}  // namespace
}  // namespace tidegate
