#include "testbed/reference/node_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <list>
#include <vector>

#include "testbed/world/random.h"

namespace tidegate::testbed {
namespace {

template <std::uint8_t kLists>
std::vector<Node> OldestFirst(const NodeLists<kLists>& lists, std::uint8_t list) {
  std::vector<Node> nodes;
  for (Node node = lists.Back(list); node != kNoNode; node = lists.Newer(node)) nodes.push_back(node);
  return nodes;
}

TEST(NodeLists, KeepTheOrderOfThePushes) {
  NodeLists<> list(5);
  list.PushFront(3);
  list.PushFront(1);
  list.PushBack(4);
  EXPECT_EQ(OldestFirst(list, 0), (std::vector<Node>{4, 3, 1}));
  EXPECT_EQ(list.Front(), 1u);
  EXPECT_EQ(list.Back(), 4u);
}

TEST(NodeLists, AnEmptyOneHasNoNodes) {
  NodeLists<2> lists(1);
  lists.PushFront(0, 1);
  EXPECT_EQ(lists.Front(0), kNoNode);
  EXPECT_EQ(lists.Back(0), kNoNode);
  EXPECT_EQ(lists.PopBack(0), kNoNode);
  EXPECT_EQ(lists.Newer(0), kNoNode);
}

TEST(NodeLists, ReplacePutsOneInTheOthersPlace) {
  NodeLists<> list(4);
  for (const Node node : {0, 1, 2}) list.PushFront(node);
  list.Replace(1, 3);
  EXPECT_EQ(OldestFirst(list, 0), (std::vector<Node>{0, 3, 2}));
  EXPECT_FALSE(list.Contains(1));
}

TEST(NodeListsDeathTest, LosingOrDoublingANodeEndsTheProgram) {
  NodeLists<> list(2);
  list.PushFront(0);
  EXPECT_DEATH(list.PushFront(0), "");
  EXPECT_DEATH(list.Remove(1), "");
}

// Three lists beside three of the standard library.
class Pair {
 public:
  static constexpr Node kNodes = 20;
  static constexpr std::uint8_t kLists = 3;

  void Step(Random& random) {
    const auto node = static_cast<Node>(random.Below(kNodes));
    const auto list = static_cast<std::uint8_t>(random.Below(kLists));
    if (!lists_.Contains(node)) {
      Push(node, list, random.Chance(0.5));
    } else if (random.Chance(0.5)) {
      Take(node);
      lists_.Remove(node);
    } else {
      Take(node);
      model_[list].push_back(node);
      lists_.MoveToFront(node, list);
    }
  }
  void Check() const {
    for (std::uint8_t list = 0; list < kLists; ++list) {
      EXPECT_EQ(OldestFirst(lists_, list), std::vector<Node>(model_[list].begin(), model_[list].end()));
      EXPECT_EQ(lists_.size(list), model_[list].size());
      for (const Node node : model_[list]) EXPECT_EQ(lists_.ListOf(node), list);
    }
  }

 private:
  void Push(Node node, std::uint8_t list, bool front) {
    if (front) {
      lists_.PushFront(node, list);
      model_[list].push_back(node);
    } else {
      lists_.PushBack(node, list);
      model_[list].push_front(node);
    }
  }
  void Take(Node node) { model_[lists_.ListOf(node)].remove(node); }

  NodeLists<kLists> lists_{kNodes};
  std::array<std::list<Node>, kLists> model_;  // the oldest first
};

TEST(NodeLists, AreThoseOfTheStandardLibrary) {
  Random random(1);
  Pair pair;
  for (int step = 0; step < 5'000; ++step) {
    pair.Step(random);
    pair.Check();
  }
}

}  // namespace
}  // namespace tidegate::testbed
