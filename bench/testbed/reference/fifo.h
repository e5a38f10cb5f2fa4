// Reference "fifo": the entry that came first goes, however it was used. The oldest rule there is, and the order in
// which the queues of "clock", "sieve" and "s3fifo" stand.
#ifndef TIDEGATE_TESTBED_REFERENCE_FIFO_H_
#define TIDEGATE_TESTBED_REFERENCE_FIFO_H_

#include <cstdint>
#include <string_view>

#include "testbed/reference/node_list.h"
#include "testbed/reference/reference_policy.h"

namespace tidegate::testbed {

class FifoPolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "fifo";
  static constexpr std::string_view kIdea = "the one that came first";

  FifoPolicy(std::uint32_t slots, std::uint64_t) : order_(slots) {}

  void OnInsert(Node node, const Access&) override { order_.PushFront(node); }
  void OnHit(Node, const Access&) override {}
  void OnRemove(Node node) override { order_.Remove(node); }
  Node Evict(const Access&) override { return order_.PopBack(); }

 private:
  NodeLists<> order_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_FIFO_H_
