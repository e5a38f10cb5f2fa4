// Reference "random_k": of five entries drawn from the whole table the one whose last packet is the longest ago goes.
// What Redis did for its approximate LRU (maxmemory-samples) before it had the pool of "random_k_pool".
//
// Left open there: draws are with replacement; a table of five slots or fewer is looked at as a whole.
#ifndef TIDEGATE_TESTBED_REFERENCE_RANDOM_K_H_
#define TIDEGATE_TESTBED_REFERENCE_RANDOM_K_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "testbed/reference/reference_policy.h"
#include "testbed/reference/sampling.h"
#include "testbed/world/random.h"

namespace tidegate::testbed {

class RandomKPolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "random_k";
  static constexpr std::string_view kIdea = "of five drawn at random the one that was silent longest";
  static constexpr std::uint32_t kSamples = 5;

  RandomKPolicy(std::uint32_t slots, std::uint64_t seed) : random_(seed), last_packet_(slots) {}

  void OnInsert(Node node, const Access& access) override { last_packet_[node] = access.now; }
  void OnHit(Node node, const Access& access) override { last_packet_[node] = access.now; }
  void OnRemove(Node) override {}
  Node Evict(const Access&) override {
    return LowestOfSample(random_, static_cast<std::uint32_t>(last_packet_.size()), kSamples,
                          [this](Node node) { return last_packet_[node]; });
  }

 private:
  Random random_;
  std::vector<TimeNs> last_packet_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_RANDOM_K_H_
