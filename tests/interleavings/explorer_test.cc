// The explorer finds what is broken, proves what is not, and counts right.
#include "interleavings/explorer.h"

#include <gtest/gtest.h>

#include <atomic>

#include "interleavings/litmus.h"

namespace tidegate::explore {
namespace {

using std::chrono::seconds;

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kAcquire = std::memory_order_acquire;
constexpr auto kRelease = std::memory_order_release;
constexpr auto kAcqRel = std::memory_order_acq_rel;

std::string SumIs(Litmus& t, std::uint64_t wanted) {
  const std::uint64_t sum = t.words[0].load(kRelaxed);
  return sum == wanted ? "" : "the sum is " + std::to_string(sum);
}

Litmus Counter(bool right) {
  const auto add = [right](Litmus& t) {
    std::uint64_t value = t.words[0].load(kRelaxed);
    if (!right) return t.words[0].store(value + 1, kRelaxed);
    while (!t.words[0].compare_exchange_strong(value, value + 1, kRelaxed, kRelaxed)) {
    }
  };
  Litmus litmus({add, add});
  litmus.check = [](Litmus& t) { return SumIs(t, 2); };
  return litmus;
}

TEST(Explorer, FindsALostUpdateWithOnePreemption) {
  Litmus litmus = Counter(false);
  Explorer explorer(litmus);
  EXPECT_EQ(explorer.Exhaust({.preemptions = 0}, seconds(1)).failure, "");
  const Exploration exploration = explorer.Exhaust({.preemptions = 1}, seconds(1));
  EXPECT_EQ(exploration.failure, "the sum is 1");
  ASSERT_EQ(exploration.trace.size(), 4u);
  EXPECT_NE(exploration.trace[3].find("store relaxed"), std::string::npos) << exploration.trace[3];
  EXPECT_NE(exploration.trace[3].find("a = 1"), std::string::npos) << exploration.trace[3];
}

TEST(Explorer, FindsNothingInACounterBySwaps) {
  Litmus litmus = Counter(true);
  Explorer explorer(litmus);
  const Exploration exploration = explorer.Exhaust({.preemptions = 7, .stale_reads = 2}, seconds(5));
  EXPECT_TRUE(exploration.exhausted);
  EXPECT_EQ(exploration.failure, "");
}

TEST(Explorer, FindsALostUpdateAtRandom) {
  Litmus litmus = Counter(false);
  Explorer explorer(litmus);
  EXPECT_EQ(explorer.Sample(1'000, 1, 0).failure, "the sum is 1");
}

// Two threads with three steps each on words of both: 20 orders. Without any two alike, all are run.
TEST(Explorer, RunsEveryOrderOfConflictingSteps) {
  const auto append = [](std::uint64_t mark) {
    return [mark](Litmus& t) {
      for (int i = 0; i < 3; ++i) {
        std::uint64_t log = t.words[0].load(kRelaxed);
        while (!t.words[0].compare_exchange_strong(log, log * 4 + mark, kRelaxed, kRelaxed)) {
        }
      }
    };
  };
  Litmus litmus({append(1), append(2)});
  litmus.check = [](Litmus& t) {
    t.seen[0] = t.words[0].load(kRelaxed);
    t.outcomes.insert(t.seen);
    return "";
  };
  Explorer explorer(litmus);
  EXPECT_TRUE(explorer.Exhaust({.preemptions = 7}, seconds(5)).exhausted);
  litmus.outcomes.erase(Outcome{});
  EXPECT_EQ(litmus.outcomes.size(), 20u);
}

// Words that no two threads touch make no steps: one order is all there is.
TEST(Explorer, IndependentThreadsHaveOneInterleaving) {
  const auto own = [](std::size_t word) {
    return [word](Litmus& t) {
      for (std::uint64_t i = 0; i < 5; ++i) t.words[word].store(i, kRelaxed);
    };
  };
  Litmus litmus({own(0), own(1), own(2)});
  Explorer explorer(litmus);
  const Exploration exploration = explorer.Exhaust({.preemptions = 7, .stale_reads = 2}, seconds(5));
  EXPECT_EQ(exploration.shared_words, 0u);
  EXPECT_LE(exploration.complete, 6u);  // the order of whole threads is still tried
}

TEST(Explorer, ReportsAThreadThatWaits) {
  Litmus litmus({[](Litmus& t) {
                   while (t.words[0].load(kRelaxed) == 0) {
                   }
                 },
                 [](Litmus& t) { t.words[0].store(1, kRelaxed); }});
  Explorer explorer(litmus);
  EXPECT_EQ(explorer.Exhaust({.preemptions = 1}, seconds(5)).failure, "a thread does not come to its end");
}

// Treiber's stack over nodes 1 and 2 (words 2 and 3 hold their successors, word 0 the top). A pop that stops between
// reading the successor and the swap is fooled when the node comes back meanwhile: the ABA problem. A version in the
// top's upper half mends it.
struct Stack {
  bool versioned;
  static constexpr std::uint64_t kVersion = std::uint64_t{1} << 32;

  static Litmus::Word& Next(Litmus& t, std::uint64_t node) { return t.words[1 + node]; }
  std::uint64_t Pop(Litmus& t) const {
    std::uint64_t top = t.words[0].load(kAcquire);
    for (;;) {
      const std::uint64_t node = top % kVersion;
      if (node == 0) return 0;
      const std::uint64_t next = Next(t, node).load(kRelaxed);
      const std::uint64_t version = versioned ? top - node + kVersion : 0;
      if (t.words[0].compare_exchange_strong(top, version + next, kAcqRel, kAcquire)) return node;
    }
  }
  void Push(Litmus& t, std::uint64_t node) const {
    std::uint64_t top = t.words[0].load(kRelaxed);
    for (;;) {
      Next(t, node).store(top % kVersion, kRelaxed);
      const std::uint64_t version = versioned ? top - top % kVersion + kVersion : 0;
      if (t.words[0].compare_exchange_strong(top, version + node, kRelease, kRelaxed)) return;
    }
  }
};

Exploration ExploreStack(bool versioned) {
  const Stack stack{versioned};
  Litmus litmus({[stack](Litmus& t) { t.seen[0] = stack.Pop(t); },
                 [stack](Litmus& t) {
                   const std::uint64_t first = stack.Pop(t);
                   t.seen[1] = stack.Pop(t);
                   if (first != 0) stack.Push(t, first);
                 }});
  litmus.words[0].store(1, kRelaxed);
  Stack::Next(litmus, 1).store(2, kRelaxed);
  litmus.check = [](Litmus& t) {
    const bool held = t.seen[1] != 0 && t.words[0].load(kRelaxed) % Stack::kVersion == t.seen[1];
    return held || (t.seen[0] != 0 && t.seen[0] == t.seen[1]) ? "a node that was popped is in the stack" : "";
  };
  Explorer explorer(litmus);
  return explorer.Exhaust({.preemptions = 4, .stale_reads = 1}, seconds(10));
}

TEST(Explorer, FindsTheAbaProblemOfAStack) {
  EXPECT_EQ(ExploreStack(false).failure, "a node that was popped is in the stack");
}

TEST(Explorer, FindsNothingInAStackWithVersions) {
  const Exploration exploration = ExploreStack(true);
  EXPECT_TRUE(exploration.exhausted);
  EXPECT_EQ(exploration.failure, "");
}

}  // namespace
}  // namespace tidegate::explore
