// Tests of the benchmarks' keys.
#include "conntrack/key_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace tidegate::bench {
namespace {

constexpr e2e::PortRange kPorts{40000, 40099};

std::string Named(std::uint64_t n) { return ToString(ToTuple(ConnectionKey(kPorts, n), FlowSide::kLow)); }

std::vector<FlowKey4> Sorted(std::span<const FlowKey4> keys) {
  std::vector<FlowKey4> sorted(keys.begin(), keys.end());
  std::sort(sorted.begin(), sorted.end(), [](const FlowKey4& a, const FlowKey4& b) { return a.words < b.words; });
  return sorted;
}

TEST(ConnectionKey, WalksThroughPortsThenClients) {
  EXPECT_EQ(Named(0), "tcp 10.0.0.1:40000 -> 192.168.0.4:22");
  EXPECT_EQ(Named(99), "tcp 10.0.0.1:40099 -> 192.168.0.4:22");
  EXPECT_EQ(Named(100), "tcp 10.0.0.2:40000 -> 192.168.0.4:80");
  EXPECT_EQ(Named(399), "tcp 10.0.0.4:40099 -> 192.168.0.4:8080");
  EXPECT_EQ(Named(400), "tcp 10.0.0.5:40000 -> 192.168.0.4:22");
  EXPECT_EQ(Named(25500), "tcp 10.0.1.0:40000 -> 192.168.0.4:8080");
}

TEST(KeySet, HasTwoPopulationsWithoutACommonKey) {
  const KeySet keys(kPorts, 300);
  EXPECT_EQ(keys.size(), 300u);
  std::vector<FlowKey4> all = Sorted(keys.resident());
  const std::vector<FlowKey4> strangers = Sorted(keys.strangers());
  EXPECT_EQ(Sorted(keys.walk()), all);
  all.insert(all.end(), strangers.begin(), strangers.end());
  all = Sorted(all);
  EXPECT_EQ(all.size(), 600u);
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
}

TEST(KeySet, ShufflesAlikeInEachRun) {
  const KeySet one(kPorts, 300);
  const KeySet two(kPorts, 300);
  EXPECT_TRUE(std::ranges::equal(one.resident(), two.resident()));
  EXPECT_TRUE(std::ranges::equal(one.strangers(), two.strangers()));
  EXPECT_FALSE(std::ranges::equal(one.resident(), one.walk()));
}

}  // namespace
}  // namespace tidegate::bench
