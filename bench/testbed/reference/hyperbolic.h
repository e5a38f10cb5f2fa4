// Reference "hyperbolic": of 64 entries drawn from the whole table the one that was used least often for the time it
// has been there goes. No order could be kept of them: two entries change places as time passes (A. Blankstein, S. Sen
// and M. J. Freedman, "Hyperbolic Caching: Flexible Caching for Web Applications", ATC 2017).
//
// Without the paper's classes of costs. Draws are with replacement; a table of 64 slots or fewer is looked at as a
// whole.
#ifndef TIDEGATE_TESTBED_REFERENCE_HYPERBOLIC_H_
#define TIDEGATE_TESTBED_REFERENCE_HYPERBOLIC_H_

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "testbed/reference/reference_policy.h"
#include "testbed/reference/sampling.h"
#include "testbed/world/random.h"

namespace tidegate::testbed {

class HyperbolicPolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "hyperbolic";
  static constexpr std::string_view kIdea = "of 64 drawn at random the least used for the time it has been there";
  static constexpr std::uint32_t kSamples = 64;

  HyperbolicPolicy(std::uint32_t slots, std::uint64_t seed) : random_(seed), entries_(slots) {}

  void OnInsert(Node node, const Access& access) override { entries_[node] = {.came = access.now, .uses = 1}; }
  void OnHit(Node node, const Access&) override { ++entries_[node].uses; }
  void OnRemove(Node) override {}
  Node Evict(const Access& coming) override {
    return LowestOfSample(random_, static_cast<std::uint32_t>(entries_.size()), kSamples, [&](Node node) {
      const Entry& entry = entries_[node];
      return static_cast<double>(entry.uses) / static_cast<double>(std::max<TimeNs>(coming.now - entry.came, 1));
    });
  }

 private:
  struct Entry {
    TimeNs came;
    std::uint64_t uses;
  };

  Random random_;
  std::vector<Entry> entries_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_HYPERBOLIC_H_
