#include "testbed/reference/plain_cache.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include "testbed/reference/naive_caches.h"
#include "testbed/reference/policies.h"
#include "testbed/reference/zipf_trace.h"

namespace tidegate::testbed {
namespace {

using Keys = std::vector<std::uint64_t>;

struct Trace {
  std::string name;
  Keys keys;
};

// What is popular, between passes over what is not: loops and single requests, where policies differ most.
Keys MixedTrace() {
  Keys keys;
  const Keys popular = ZipfTrace(3'000, 200, 0.9, 7);
  std::uint64_t once = 1'000'000;
  for (std::size_t i = 0; i < popular.size(); ++i) {
    keys.push_back(popular[i]);
    if (i % 500 < 60) keys.push_back(once++);
    if (i % 900 > 700) keys.push_back(2'000'000 + i % 30);
  }
  return keys;
}

const std::vector<Trace>& Traces() {
  static const std::vector<Trace> traces = [] {
    std::vector<Trace> list = {{"mixed", MixedTrace()}};
    for (const double skew : {0.0, 0.6, 0.8, 1.0, 1.3}) {
      list.push_back({"zipf " + std::to_string(skew), ZipfTrace(4'000, 300, skew, 11)});
    }
    return list;
  }();
  return traces;
}

constexpr std::uint64_t kSlots[] = {1, 2, 3, 4, 7, 10, 25, 64, 110, 250};

bool Refuses(std::string_view policy) { return policy == "none" || policy == "state_first"; }

TEST(PlainCache, MissesWhatTheNaiveOneMisses) {
  for (const NaiveCache& naive : NaiveCaches()) {
    for (const Trace& trace : Traces()) {
      for (const std::uint64_t slots : kSlots) {
        EXPECT_EQ(CountMisses(naive.policy, slots, trace.keys, 1), naive.count_misses(slots, trace.keys))
            << naive.policy << " of " << slots << " slots, " << trace.name;
      }
    }
  }
}

TEST(PlainCache, NoPolicyMissesLessThanBelady) {
  for (const Trace& trace : Traces()) {
    for (const std::uint64_t slots : kSlots) {
      const std::uint64_t least = CountMisses(kBelady, slots, trace.keys, 1);
      const std::uint64_t least_with_bypass = CountMisses(kBeladyBypass, slots, trace.keys, 1);
      EXPECT_LE(least_with_bypass, least);
      for (const std::string_view policy : ReferencePolicyNames()) {
        EXPECT_LE(Refuses(policy) ? least_with_bypass : least, CountMisses(policy, slots, trace.keys, 1))
            << policy << " of " << slots << " slots, " << trace.name;
      }
    }
  }
}

// All that can be done with a request, tried out. `cache` is what is in.
std::uint64_t LeastMisses(const Keys& keys, std::size_t at, Keys cache, std::size_t slots, bool may_bypass) {
  if (at == keys.size()) return 0;
  if (std::find(cache.begin(), cache.end(), keys[at]) != cache.end()) {
    return LeastMisses(keys, at + 1, cache, slots, may_bypass);
  }
  std::uint64_t least = keys.size();
  if (may_bypass) least = LeastMisses(keys, at + 1, cache, slots, may_bypass);
  if (cache.size() < slots) {
    cache.push_back(keys[at]);
    return 1 + std::min(least, LeastMisses(keys, at + 1, cache, slots, may_bypass));
  }
  for (std::size_t i = 0; i < slots; ++i) {
    Keys next = cache;
    next[i] = keys[at];
    least = std::min(least, LeastMisses(keys, at + 1, next, slots, may_bypass));
  }
  return 1 + least;
}

TEST(PlainCache, BeladyIsTheOptimum) {
  Random random(3);
  for (int round = 0; round < 100; ++round) {
    Keys keys(9);
    for (std::uint64_t& key : keys) key = random.Below(5);
    for (const std::uint64_t slots : {1, 2, 3}) {
      EXPECT_EQ(CountMisses(kBelady, slots, keys, 1), LeastMisses(keys, 0, {}, slots, false));
      EXPECT_EQ(CountMisses(kBeladyBypass, slots, keys, 1), LeastMisses(keys, 0, {}, slots, true));
    }
  }
}

// a b c a d a b: d comes for c, which is not asked for again, b comes back to a full cache that still has it.
TEST(PlainCache, BeladyByHand) {
  const Keys keys = {'a', 'b', 'c', 'a', 'd', 'a', 'b'};
  EXPECT_EQ(CountMisses(kBelady, 3, keys, 1), 4u);  // a b c d
  // With two slots: c has to come in, for b; d for c; b misses.
  EXPECT_EQ(CountMisses(kBelady, 2, keys, 1), 5u);
  // c and d are passed by: a and b stay.
  EXPECT_EQ(CountMisses(kBeladyBypass, 2, keys, 1), 4u);
}

TEST(PlainCache, WithRoomForAllEachKeyMissesOnce) {
  for (const Trace& trace : Traces()) {
    const std::unordered_set<std::uint64_t> distinct(trace.keys.begin(), trace.keys.end());
    for (const std::string_view policy : ReferencePolicyNames()) {
      EXPECT_EQ(CountMisses(policy, distinct.size(), trace.keys, 1), distinct.size()) << policy;
      EXPECT_EQ(CountMisses(policy, 1ull << 40, trace.keys, 1), distinct.size()) << policy;
    }
  }
}

TEST(PlainCache, WithoutSlotsAllMiss) {
  const Keys keys = {1, 1, 1};
  EXPECT_EQ(CountMisses("lru", 0, keys, 1), 3u);
  EXPECT_EQ(CountMisses(kBelady, 0, keys, 1), 3u);
  EXPECT_EQ(CountMisses("lru", 3, {}, 1), 0u);
}

// The three papers' claim on traces like these, in their direction: less than LRU on what is popular and mixed with
// single requests.
TEST(PlainCache, ScanResistantPoliciesMissLessThanLru) {
  const Keys keys = ZipfTrace(200'000, 20'000, 0.9, 5);
  const std::uint64_t lru = CountMisses("lru", 1'000, keys, 1);
  for (const std::string_view policy :
       {"slru", "two_q", "sieve", "s3fifo", "arc", "lirs", "w_tinylfu", "gdsf", "hyperbolic", "lhd"}) {
    EXPECT_LT(CountMisses(policy, 1'000, keys, 1), lru) << policy;
  }
}

TEST(PlainCache, KnowsItsPolicies) {
  EXPECT_TRUE(IsPlainCachePolicy("arc"));
  EXPECT_TRUE(IsPlainCachePolicy("belady"));
  EXPECT_TRUE(IsPlainCachePolicy("belady_bypass"));
  EXPECT_FALSE(IsPlainCachePolicy("opt"));
}

}  // namespace
}  // namespace tidegate::testbed
