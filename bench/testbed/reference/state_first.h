// Reference "state_first": the datapath's policy of that name (lib/evict/state_first.h), given the whole table to
// choose from instead of a key's two sets. What the two differ by is the price of associativity.
//
// The same classes in the same order; within one the entry whose last packet is the longest ago, where the datapath
// takes the one that would end first: with one timeout to a class these are the same.
#ifndef TIDEGATE_TESTBED_REFERENCE_STATE_FIRST_H_
#define TIDEGATE_TESTBED_REFERENCE_STATE_FIRST_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "evict/state_first.h"
#include "testbed/reference/node_list.h"
#include "testbed/reference/reference_policy.h"

namespace tidegate::testbed {

class StateFirstPolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "state_first";
  static constexpr std::string_view kIdea = "closed ones, then stale handshakes, then datagrams; else refuse";

  StateFirstPolicy(std::uint32_t slots, std::uint64_t) : classes_(slots), last_packet_(slots) {}

  void OnInsert(Node node, const Access& access) override {
    last_packet_[node] = access.now;
    classes_.PushFront(node, ListOf(access.cls));
  }
  void OnHit(Node node, const Access& access) override {
    last_packet_[node] = access.now;
    classes_.MoveToFront(node, ListOf(access.cls));
  }
  void OnRemove(Node node) override { classes_.Remove(node); }
  Node Evict(const Access& coming) override {
    const Node ended = classes_.PopBack(ListOf(ConnClass::kTimeWait));
    if (ended != kNoNode) return ended;
    const Node half_open = classes_.Back(ListOf(ConnClass::kHalfOpen));
    if (half_open != kNoNode && coming.now > last_packet_[half_open] + StateFirst::kHalfOpenGrace) {
      return classes_.PopBack(ListOf(ConnClass::kHalfOpen));
    }
    return classes_.PopBack(ListOf(ConnClass::kDatagram));
  }

 private:
  static std::uint8_t ListOf(ConnClass cls) { return static_cast<std::uint8_t>(cls); }

  NodeLists<kConnClassCount> classes_;  // each in order of the last packet
  std::vector<TimeNs> last_packet_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_STATE_FIRST_H_
