#include "testbed/reference/node_heap.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <utility>

#include "testbed/world/random.h"

namespace tidegate::testbed {
namespace {

TEST(NodeHeap, TheLowestRankIsOnTop) {
  NodeHeap<int> heap(3);
  heap.Set(0, 30);
  heap.Set(1, 10);
  heap.Set(2, 20);
  EXPECT_EQ(heap.top(), 1u);
  heap.Set(1, 40);
  EXPECT_EQ(heap.top(), 2u);
  heap.Remove(2);
  EXPECT_EQ(heap.top(), 0u);
  EXPECT_EQ(heap.top_rank(), 30);
}

// Ranks are all different, so that there is one right answer.
TEST(NodeHeap, IsASortedSet) {
  constexpr Node kNodes = 60;
  NodeHeap<std::uint64_t> heap(kNodes);
  std::map<Node, std::uint64_t> rank_of;
  std::set<std::pair<std::uint64_t, Node>> sorted;
  Random random(1);
  for (int step = 0; step < 20'000; ++step) {
    const auto node = static_cast<Node>(random.Below(kNodes));
    const auto found = rank_of.find(node);
    if (found != rank_of.end()) sorted.erase({found->second, node});
    if (found != rank_of.end() && random.Chance(0.4)) {
      heap.Remove(node);
      rank_of.erase(found);
    } else {
      rank_of[node] = random.Bits();
      sorted.insert({rank_of[node], node});
      heap.Set(node, rank_of[node]);
    }
    ASSERT_EQ(heap.empty(), sorted.empty());
    if (!sorted.empty()) {
      ASSERT_EQ(heap.top(), sorted.begin()->second);
    }
  }
}

}  // namespace
}  // namespace tidegate::testbed
