// Doubly linked lists of nodes: which stand in which list, in which order. The front is where the newest stand, the
// back where the oldest do (the "head" and the "tail" of the papers, MRU and LRU).
//
// A node stands in one list at most: the lists of one NodeLists share their links. All operations cost O(1), and none
// allocates. One that would lose a node, or double it, ends the program: a reference that is wrong must not go on.
#ifndef TIDEGATE_TESTBED_REFERENCE_NODE_LIST_H_
#define TIDEGATE_TESTBED_REFERENCE_NODE_LIST_H_

#include <array>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "testbed/reference/reference_policy.h"

namespace tidegate::testbed {

template <std::uint8_t kLists = 1>
class NodeLists {
 public:
  using List = std::uint8_t;  // below kLists
  static constexpr List kNoList = kLists;

  // For nodes below `nodes`; all stand in no list.
  explicit NodeLists(std::uint32_t nodes) : nodes_(nodes), links_(nodes + kLists), list_of_(nodes, kNoList) {
    for (List list = 0; list < kLists; ++list) links_[Ring(list)] = {Ring(list), Ring(list)};
  }

  void PushFront(Node node, List list = 0) { Link(node, Ring(list), links_[Ring(list)].older, list); }
  void PushBack(Node node, List list = 0) { Link(node, links_[Ring(list)].newer, Ring(list), list); }
  void Remove(Node node) {
    Require(list_of_[node] != kNoList);
    const Links& links = links_[node];
    links_[links.newer].older = links.older;
    links_[links.older].newer = links.newer;
    --sizes_[list_of_[node]];
    list_of_[node] = kNoList;
  }
  void MoveToFront(Node node, List list = 0) {
    Remove(node);
    PushFront(node, list);
  }
  // Removes the oldest and returns it; kNoNode if the list is empty.
  Node PopBack(List list = 0) {
    const Node node = Back(list);
    if (node != kNoNode) Remove(node);
    return node;
  }
  // `by`, which stands in no list, takes the place of `node`.
  void Replace(Node node, Node by) {
    Link(by, links_[node].newer, node, list_of_[node]);
    Remove(node);
  }

  // kNoNode if the list is empty.
  Node Front(List list = 0) const { return NodeOr(links_[Ring(list)].older); }
  Node Back(List list = 0) const { return NodeOr(links_[Ring(list)].newer); }
  // The next one towards the front; kNoNode if `node` is the newest.
  Node Newer(Node node) const { return NodeOr(links_[node].newer); }

  List ListOf(Node node) const { return list_of_[node]; }
  bool Contains(Node node) const { return list_of_[node] != kNoList; }
  std::uint32_t size(List list = 0) const { return sizes_[list]; }
  bool empty(List list = 0) const { return sizes_[list] == 0; }

 private:
  struct Links {
    Node newer = kNoNode;
    Node older = kNoNode;
  };

  static void Require(bool right) {
    if (!right) [[unlikely]]
      std::abort();
  }

  // Each list is a ring that a link beyond the nodes closes.
  Node Ring(List list) const { return nodes_ + list; }
  Node NodeOr(Node link) const { return link < nodes_ ? link : kNoNode; }

  void Link(Node node, Node newer, Node older, List list) {
    Require(list_of_[node] == kNoList && list != kNoList);
    links_[node] = {newer, older};
    links_[newer].older = node;
    links_[older].newer = node;
    list_of_[node] = list;
    ++sizes_[list];
  }

  std::uint32_t nodes_;
  std::vector<Links> links_;  // the nodes', then the rings'
  std::vector<List> list_of_;
  std::array<std::uint32_t, kLists> sizes_{};
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_NODE_LIST_H_
