// A heap of nodes: the one of the lowest rank is on top. Four children to a node, which stand in one or two cache
// lines. No operation allocates; changing a rank costs O(log n).
#ifndef TIDEGATE_TESTBED_REFERENCE_NODE_HEAP_H_
#define TIDEGATE_TESTBED_REFERENCE_NODE_HEAP_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "testbed/reference/reference_policy.h"

namespace tidegate::testbed {

template <class Rank>
class NodeHeap {
 public:
  explicit NodeHeap(std::uint32_t nodes) : place_(nodes, kNowhere) { heap_.reserve(nodes); }

  // Takes `node` in, or changes its rank.
  void Set(Node node, const Rank& rank) {
    std::uint32_t place = place_[node];
    if (place == kNowhere) {
      place = static_cast<std::uint32_t>(heap_.size());
      heap_.push_back({rank, node});
    }
    Settle(place, {rank, node});
  }
  // REQUIRES: `node` is in the heap.
  void Remove(Node node) {
    const std::uint32_t place = place_[node];
    place_[node] = kNowhere;
    const Entry last = heap_.back();
    heap_.pop_back();
    if (place < heap_.size()) Settle(place, last);
  }

  // REQUIRES: not empty.
  Node top() const { return heap_.front().node; }
  const Rank& top_rank() const { return heap_.front().rank; }
  bool empty() const { return heap_.empty(); }

 private:
  static constexpr std::uint32_t kNowhere = 0xffffffff;
  static constexpr std::uint32_t kChildren = 4;

  struct Entry {
    Rank rank;
    Node node;
  };

  // Puts `entry` at `place`, or above or below it, where it belongs.
  void Settle(std::uint32_t place, const Entry& entry) {
    while (place > 0) {
      const std::uint32_t parent = (place - 1) / kChildren;
      if (!(entry.rank < heap_[parent].rank)) break;
      Put(place, heap_[parent]);
      place = parent;
    }
    for (std::uint32_t child = LowestChild(place); child < heap_.size(); child = LowestChild(place)) {
      if (!(heap_[child].rank < entry.rank)) break;
      Put(place, heap_[child]);
      place = child;
    }
    Put(place, entry);
  }

  // Beyond the heap if there is none.
  std::uint32_t LowestChild(std::uint32_t place) const {
    const std::uint32_t first = place * kChildren + 1;
    const std::uint32_t end = std::min(first + kChildren, static_cast<std::uint32_t>(heap_.size()));
    std::uint32_t lowest = first;
    for (std::uint32_t child = first + 1; child < end; ++child) {
      if (heap_[child].rank < heap_[lowest].rank) lowest = child;
    }
    return lowest;
  }
  void Put(std::uint32_t place, const Entry& entry) {
    heap_[place] = entry;
    place_[entry.node] = place;
  }

  std::vector<Entry> heap_;
  std::vector<std::uint32_t> place_;  // of each node in the heap
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_NODE_HEAP_H_
