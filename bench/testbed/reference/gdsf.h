// Reference "gdsf": the entry of the lowest cost times frequency goes, cost being that of breaking a connection of its
// class. A floor under all of them rises to the value of each victim, so that what was dear long ago does not stay for
// ever (L. Cherkasova, "Improving WWW Proxies Performance with Greedy-Dual-Size-Frequency Caching Policy", HP Labs,
// 1998).
//
// All sizes are 1; costs are those of "hazard_cost" in the datapath. A packet that changes the class values the whole
// entry by the new one. Left open there: of equals the least recently used goes; an entry that ends leaves the floor
// where it is.
#ifndef TIDEGATE_TESTBED_REFERENCE_GDSF_H_
#define TIDEGATE_TESTBED_REFERENCE_GDSF_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "evict/hazard_table.h"
#include "testbed/reference/node_heap.h"
#include "testbed/reference/reference_policy.h"

namespace tidegate::testbed {

class GdsfPolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "gdsf";
  static constexpr std::string_view kIdea = "the lowest cost of its class times frequency, above a rising floor";

  GdsfPolicy(std::uint32_t slots, std::uint64_t) : heap_(slots), frequency_(slots) {}

  void OnInsert(Node node, const Access& access) override {
    frequency_[node] = 0;
    OnHit(node, access);
  }
  void OnHit(Node node, const Access& access) override {
    const std::uint64_t cost = HazardTable::kCosts[static_cast<std::size_t>(access.cls)];
    heap_.Set(node, {.value = floor_ + cost * ++frequency_[node], .used = ++uses_});
  }
  void OnRemove(Node node) override { heap_.Remove(node); }
  Node Evict(const Access&) override {
    const Node victim = heap_.top();
    floor_ = heap_.top_rank().value;
    heap_.Remove(victim);
    return victim;
  }

 private:
  struct Rank {
    std::uint64_t value;
    std::uint64_t used;  // when; the number of the packet
    friend auto operator<=>(const Rank&, const Rank&) = default;
  };

  NodeHeap<Rank> heap_;
  std::vector<std::uint64_t> frequency_;
  std::uint64_t floor_ = 0;  // the paper's L or Clock
  std::uint64_t uses_ = 0;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_GDSF_H_
