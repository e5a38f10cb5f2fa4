// Reference "two_q", the full version of 2Q: new entries stand in a queue, A1in, and leave it in the order in which
// they came; whose key comes back while it is remembered, in A1out, is one of the main ones, Am, which are an LRU list
// (T. Johnson and D. Shasha, "2Q: A Low Overhead High Performance Buffer Management Replacement Algorithm", VLDB 1994).
//
// Kin is a quarter of the slots, Kout half of them, as the paper advises. A key that comes back leaves A1out before
// room is made for it. Left open there: an entry that ends leaves no ghost; a table of so few slots that Am is empty
// while A1in is not above Kin takes from A1in.
#ifndef TIDEGATE_TESTBED_REFERENCE_TWO_Q_H_
#define TIDEGATE_TESTBED_REFERENCE_TWO_Q_H_

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "testbed/reference/ghost_list.h"
#include "testbed/reference/node_list.h"
#include "testbed/reference/reference_policy.h"

namespace tidegate::testbed {

class TwoQPolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "two_q";
  static constexpr std::string_view kIdea = "first in, first out, until a key comes back; then least recently used";

  TwoQPolicy(std::uint32_t slots, std::uint64_t)
      : most_in_(std::max(1u, slots / 4)), lists_(slots), keys_(slots), out_(std::max(1u, slots / 2)) {}

  void OnInsert(Node node, const Access& access) override {
    const bool back = came_back_.Take(access.key).value_or(false) || out_.Forget(access.key);
    keys_[node] = access.key;
    lists_.PushFront(node, back ? kMain : kIn);
  }
  void OnHit(Node node, const Access&) override {
    // What is used again while it is in A1in was asked for once only, in the paper's eyes: correlated references.
    if (lists_.ListOf(node) == kMain) lists_.MoveToFront(node, kMain);
  }
  void OnRemove(Node node) override { lists_.Remove(node); }
  Node Evict(const Access& coming) override {
    came_back_.Set(coming.key, out_.Forget(coming.key));
    if (lists_.size(kIn) <= most_in_ && !lists_.empty(kMain)) return lists_.PopBack(kMain);
    const Node victim = lists_.PopBack(kIn);
    out_.Add(keys_[victim]);
    return victim;
  }

 private:
  enum : std::uint8_t { kIn, kMain };

  std::uint32_t most_in_;
  NodeLists<2> lists_;
  std::vector<std::uint64_t> keys_;
  GhostList out_;
  AnswerFor<bool> came_back_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_TWO_Q_H_
