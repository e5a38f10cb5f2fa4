// Reference "slru": an entry that was never used after its first packet goes before those that were; of either kind the
// least recently used (R. Karedla, J. S. Love and B. G. Wherry, "Caching Strategies to Improve Disk System
// Performance", IEEE Computer, 1994).
//
// The size of the protected segment is the paper's parameter: four fifths of the slots.
#ifndef TIDEGATE_TESTBED_REFERENCE_SLRU_H_
#define TIDEGATE_TESTBED_REFERENCE_SLRU_H_

#include <cstdint>
#include <string_view>

#include "testbed/reference/reference_policy.h"
#include "testbed/reference/segments.h"

namespace tidegate::testbed {

class SlruPolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "slru";
  static constexpr std::string_view kIdea = "the least recently used of those that were never used again";

  SlruPolicy(std::uint32_t slots, std::uint64_t)
      : segments_(slots, static_cast<std::uint32_t>(std::uint64_t{slots} * 4 / 5)) {}

  void OnInsert(Node node, const Access&) override { segments_.Insert(node); }
  void OnHit(Node node, const Access&) override { segments_.Use(node); }
  void OnRemove(Node node) override { segments_.Remove(node); }
  Node Evict(const Access&) override {
    const Node victim = segments_.Victim();
    segments_.Remove(victim);
    return victim;
  }

 private:
  Segments segments_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_SLRU_H_
