// Reference "clock": a hand goes round the entries in the order in which they came and takes the first one that was not
// used since it passed; those that were are given another round (F. J. Corbato, "A Paging Experiment with the Multics
// System", 1968).
//
// The ring is a queue, and what the hand passes goes to its end ("FIFO-Reinsertion"), which is the same thing. Left
// open there: an entry begins as unused, as in the datapath's "clock"; one that has ended leaves the ring, and what
// takes its place begins behind the hand.
#ifndef TIDEGATE_TESTBED_REFERENCE_CLOCK_H_
#define TIDEGATE_TESTBED_REFERENCE_CLOCK_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "testbed/reference/node_list.h"
#include "testbed/reference/reference_policy.h"

namespace tidegate::testbed {

class ClockPolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "clock";
  static constexpr std::string_view kIdea = "the first that was not used since the hand passed";

  ClockPolicy(std::uint32_t slots, std::uint64_t) : ring_(slots), used_(slots) {}

  void OnInsert(Node node, const Access&) override {
    used_[node] = 0;
    ring_.PushFront(node);
  }
  void OnHit(Node node, const Access&) override { used_[node] = 1; }
  void OnRemove(Node node) override { ring_.Remove(node); }
  Node Evict(const Access&) override {
    while (used_[ring_.Back()] != 0) {
      used_[ring_.Back()] = 0;
      ring_.MoveToFront(ring_.Back());
    }
    return ring_.PopBack();
  }

 private:
  NodeLists<> ring_;
  std::vector<std::uint8_t> used_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_CLOCK_H_
