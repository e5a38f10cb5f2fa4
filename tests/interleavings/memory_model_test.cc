// The memory model by the litmus tests of the literature: which outcomes C++20 allows, and which it forbids.
#include "interleavings/memory_model.h"

#include <gtest/gtest.h>

#include <atomic>

#include "interleavings/explorer.h"
#include "interleavings/litmus.h"

namespace tidegate::explore {
namespace {

using std::chrono::seconds;

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kAcquire = std::memory_order_acquire;
constexpr auto kRelease = std::memory_order_release;
constexpr auto kAcqRel = std::memory_order_acq_rel;
constexpr auto kSeqCst = std::memory_order_seq_cst;
constexpr Bounds kAll = {.preemptions = 7, .stale_reads = 4};

std::set<Outcome> OutcomesOf(std::vector<Litmus::Body> bodies, const Bounds& bounds = kAll) {
  Litmus litmus(std::move(bodies));
  Explorer explorer(litmus);
  const Exploration exploration = explorer.Exhaust(bounds, seconds(20));
  EXPECT_TRUE(exploration.exhausted);
  return litmus.outcomes;
}

// SB: each thread writes its word and reads the other's. Both read 0 unless all is seq_cst.
std::set<Outcome> StoreBuffering(std::memory_order store, std::memory_order load, const Bounds& bounds = kAll) {
  return OutcomesOf({[=](Litmus& t) {
                       t.words[0].store(1, store);
                       t.seen[0] = t.words[1].load(load);
                     },
                     [=](Litmus& t) {
                       t.words[1].store(1, store);
                       t.seen[1] = t.words[0].load(load);
                     }},
                    bounds);
}

TEST(MemoryModel, StoreBufferingShowsWithReleaseAndAcquireAlone) {
  EXPECT_TRUE(StoreBuffering(kRelaxed, kRelaxed).contains({0, 0}));
  EXPECT_TRUE(StoreBuffering(kRelease, kAcquire).contains({0, 0}));
  EXPECT_FALSE(StoreBuffering(kSeqCst, kSeqCst).contains({0, 0}));
}

TEST(MemoryModel, WithoutStaleReadsIsSequentiallyConsistent) {
  const std::set<Outcome> outcomes = StoreBuffering(kRelaxed, kRelaxed, {.preemptions = 7, .stale_reads = 0});
  EXPECT_EQ(outcomes, (std::set<Outcome>{{0, 1}, {1, 0}, {1, 1}}));
}

// MP: one thread writes data and then a flag, the other one reads the flag and then the data.
std::set<Outcome> MessagePassing(std::memory_order store, std::memory_order load) {
  return OutcomesOf({[=](Litmus& t) {
                       t.words[0].store(1, kRelaxed);
                       t.words[1].store(1, store);
                     },
                     [=](Litmus& t) {
                       t.seen[0] = t.words[1].load(load);
                       t.seen[1] = t.words[0].load(kRelaxed);
                     }});
}

TEST(MemoryModel, MessagePassingNeedsReleaseAndAcquire) {
  EXPECT_FALSE(MessagePassing(kRelease, kAcquire).contains({1, 0}));
  EXPECT_TRUE(MessagePassing(kRelaxed, kAcquire).contains({1, 0}));
  EXPECT_TRUE(MessagePassing(kRelease, kRelaxed).contains({1, 0}));
}

std::set<Outcome> MessagePassingByFences(bool release, bool acquire) {
  return OutcomesOf({[=](Litmus& t) {
                       t.words[0].store(1, kRelaxed);
                       if (release) ExploredAtomics::ReleaseFence();
                       t.words[1].store(1, kRelaxed);
                     },
                     [=](Litmus& t) {
                       t.seen[0] = t.words[1].load(kRelaxed);
                       if (acquire) ExploredAtomics::AcquireFence();
                       t.seen[1] = t.words[0].load(kRelaxed);
                     }});
}

TEST(MemoryModel, MessagePassingWorksByFences) {
  EXPECT_FALSE(MessagePassingByFences(true, true).contains({1, 0}));
  EXPECT_TRUE(MessagePassingByFences(false, true).contains({1, 0}));
  EXPECT_TRUE(MessagePassingByFences(true, false).contains({1, 0}));
}

// IRIW: two readers see two independent writes in different orders.
std::set<Outcome> IndependentReads(std::memory_order store, std::memory_order load) {
  const auto reader = [=](std::size_t first, std::size_t place) {
    return [=](Litmus& t) {
      t.seen[place] = t.words[first].load(load);
      t.seen[place + 1] = t.words[1 - first].load(load);
    };
  };
  return OutcomesOf({[=](Litmus& t) { t.words[0].store(1, store); }, [=](Litmus& t) { t.words[1].store(1, store); },
                     reader(0, 0), reader(1, 2)});
}

TEST(MemoryModel, IndependentReadersMayDisagreeUnlessSequentiallyConsistent) {
  EXPECT_TRUE(IndependentReads(kRelease, kAcquire).contains({1, 0, 1, 0}));
  EXPECT_FALSE(IndependentReads(kSeqCst, kSeqCst).contains({1, 0, 1, 0}));
}

// CoRR: two reads of one word by one thread see its writes in their order, however relaxed.
TEST(MemoryModel, ReadsOfOneWordNeverGoBack) {
  const std::set<Outcome> outcomes = OutcomesOf({[](Litmus& t) {
                                                   t.words[0].store(1, kRelaxed);
                                                   t.words[0].store(2, kRelaxed);
                                                 },
                                                 [](Litmus& t) {
                                                   t.seen[0] = t.words[0].load(kRelaxed);
                                                   t.seen[1] = t.words[0].load(kRelaxed);
                                                 }});
  for (const Outcome& outcome : outcomes) EXPECT_LE(outcome[0], outcome[1]);
  EXPECT_EQ(outcomes.size(), 6u);
}

// The release sequence: read-modify-writes pass a release on, a plain write ends it (C++20 [intro.races]).
std::set<Outcome> ReleaseSequence(bool by_swap) {
  return OutcomesOf({[](Litmus& t) {
                       t.words[0].store(1, kRelaxed);
                       t.words[1].store(1, kRelease);
                     },
                     [=](Litmus& t) {
                       std::uint64_t expected = 1;
                       if (by_swap) {
                         t.words[1].compare_exchange_strong(expected, 2, kRelaxed, kRelaxed);
                       } else if (t.words[1].load(kRelaxed) == 1) {
                         t.words[1].store(2, kRelaxed);
                       }
                     },
                     [](Litmus& t) {
                       t.seen[0] = t.words[1].load(kAcquire);
                       t.seen[1] = t.words[0].load(kRelaxed);
                     }});
}

TEST(MemoryModel, ReleaseSequencesGoThroughSwapsOnly) {
  EXPECT_FALSE(ReleaseSequence(true).contains({2, 0}));
  EXPECT_TRUE(ReleaseSequence(false).contains({2, 0}));
}

// A swap reads the latest value: two of them never both succeed; one that fails may have read an older one.
TEST(MemoryModel, SwapsAreAtomic) {
  const auto swap = [](std::size_t place) {
    return [=](Litmus& t) {
      std::uint64_t expected = 0;
      t.seen[place] = t.words[0].compare_exchange_strong(expected, place + 1, kAcqRel, kRelaxed);
    };
  };
  EXPECT_EQ(OutcomesOf({swap(0), swap(1)}), (std::set<Outcome>{{0, 1}, {1, 0}}));
}

TEST(MemoryModel, ASwapThatFailsMayReadAnOlderValue) {
  const std::set<Outcome> outcomes = OutcomesOf({[](Litmus& t) { t.words[0].store(7, kRelaxed); },
                                                 [](Litmus& t) {
                                                   std::uint64_t expected = 5;
                                                   t.words[0].compare_exchange_strong(expected, 6, kAcqRel, kRelaxed);
                                                   t.seen[0] = expected;
                                                 }},
                                                {.preemptions = 0, .stale_reads = 1});
  EXPECT_EQ(outcomes, (std::set<Outcome>{{0}, {7}}));
}

// A seqlock with a mark, as records have one: the fences are what makes the second look at the number meaningful.
std::set<Outcome> SequenceLock(bool release, bool acquire) {
  return OutcomesOf({[=](Litmus& t) {
                       t.words[0].store(1, kRelaxed);
                       if (release) ExploredAtomics::ReleaseFence();
                       t.words[1].store(1, kRelaxed);
                       t.words[2].store(1, kRelaxed);
                       t.words[0].store(2, kRelease);
                     },
                     [=](Litmus& t) {
                       const std::uint64_t before = t.words[0].load(kAcquire);
                       const std::uint64_t first = t.words[1].load(kRelaxed);
                       const std::uint64_t second = t.words[2].load(kRelaxed);
                       if (acquire) ExploredAtomics::AcquireFence();
                       if (t.words[0].load(kRelaxed) == before && before % 2 == 0) t.seen = {1, first, second};
                     }},
                    {.preemptions = 4, .stale_reads = 3});
}

TEST(MemoryModel, ASequenceLockNeedsBothFences) {
  const std::set<Outcome> right = {{0}, {1, 0, 0}, {1, 1, 1}};
  EXPECT_EQ(SequenceLock(true, true), right);
  EXPECT_TRUE(SequenceLock(false, true).contains({1, 1, 0}));
  EXPECT_TRUE(SequenceLock(true, false).contains({1, 1, 0}));
}

}  // namespace
}  // namespace tidegate::explore
