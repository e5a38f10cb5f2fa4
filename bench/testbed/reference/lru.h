// Reference "lru": the entry whose last packet is the longest ago goes; each packet moves its entry to the front.
#ifndef TIDEGATE_TESTBED_REFERENCE_LRU_H_
#define TIDEGATE_TESTBED_REFERENCE_LRU_H_

#include <cstdint>
#include <string_view>

#include "testbed/reference/node_list.h"
#include "testbed/reference/reference_policy.h"

namespace tidegate::testbed {

class LruPolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "lru";
  static constexpr std::string_view kIdea = "the one whose last packet is the longest ago";

  LruPolicy(std::uint32_t slots, std::uint64_t) : order_(slots) {}

  void OnInsert(Node node, const Access&) override { order_.PushFront(node); }
  void OnHit(Node node, const Access&) override { order_.MoveToFront(node); }
  void OnRemove(Node node) override { order_.Remove(node); }
  Node Evict(const Access&) override { return order_.PopBack(); }

 private:
  NodeLists<> order_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_LRU_H_
