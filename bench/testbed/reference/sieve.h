// Reference "sieve": entries stand in the order in which they came; a hand goes from the oldest to the newest and takes
// the first that was not used since it passed. Unlike "clock" it leaves those that were used where they stand, so that
// new ones are sifted quickly (Y. Zhang, J. Yang et al., "SIEVE is Simpler than LRU", NSDI 2024).
//
// Left open there: when the entry under the hand ends, the hand goes on to the next newer one.
#ifndef TIDEGATE_TESTBED_REFERENCE_SIEVE_H_
#define TIDEGATE_TESTBED_REFERENCE_SIEVE_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "testbed/reference/node_list.h"
#include "testbed/reference/reference_policy.h"

namespace tidegate::testbed {

class SievePolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "sieve";
  static constexpr std::string_view kIdea = "the first unused one before a hand that leaves the used where they stand";

  SievePolicy(std::uint32_t slots, std::uint64_t) : queue_(slots), visited_(slots) {}

  void OnInsert(Node node, const Access&) override {
    visited_[node] = 0;
    queue_.PushFront(node);
  }
  void OnHit(Node node, const Access&) override { visited_[node] = 1; }
  void OnRemove(Node node) override {
    if (node == hand_) hand_ = queue_.Newer(node);
    queue_.Remove(node);
  }
  Node Evict(const Access&) override {
    Node node = hand_ == kNoNode ? queue_.Back() : hand_;
    while (visited_[node] != 0) {
      visited_[node] = 0;
      node = queue_.Newer(node);
      if (node == kNoNode) node = queue_.Back();
    }
    hand_ = queue_.Newer(node);
    queue_.Remove(node);
    return node;
  }

 private:
  NodeLists<> queue_;
  std::vector<std::uint8_t> visited_;
  Node hand_ = kNoNode;  // where the search goes on; none: at the oldest
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_SIEVE_H_
