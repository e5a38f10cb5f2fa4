// Reference "random_k_pool": "random_k" with a memory. The sixteen entries that were silent longest of all that were
// ever drawn are kept in a pool, and the first of them goes (Redis since 3.0, evict.c, evictionPoolPopulate()).
//
// As there, an entry of the pool is not looked at again: if it is used after it was drawn, it goes all the same. One
// that has ended leaves the pool.
#ifndef TIDEGATE_TESTBED_REFERENCE_RANDOM_K_POOL_H_
#define TIDEGATE_TESTBED_REFERENCE_RANDOM_K_POOL_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "testbed/reference/reference_policy.h"
#include "testbed/reference/sampling.h"
#include "testbed/world/random.h"

namespace tidegate::testbed {

class RandomKPoolPolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "random_k_pool";
  static constexpr std::string_view kIdea = "random_k, which remembers the sixteen best it has drawn";
  static constexpr std::uint32_t kSamples = 5;
  static constexpr std::uint32_t kPool = 16;

  RandomKPoolPolicy(std::uint32_t slots, std::uint64_t seed) : random_(seed), last_packet_(slots) {}

  void OnInsert(Node node, const Access& access) override { last_packet_[node] = access.now; }
  void OnHit(Node node, const Access& access) override { last_packet_[node] = access.now; }
  void OnRemove(Node node) override { Drop(node); }
  Node Evict(const Access&) override {
    VisitSample(random_, static_cast<std::uint32_t>(last_packet_.size()), kSamples, [this](Node node) { Offer(node); });
    const Node victim = pool_.front().node;
    Drop(victim);
    return victim;
  }

 private:
  struct Drawn {
    TimeNs last_packet;  // when it was drawn
    Node node;
  };

  // The pool is sorted: the longest silent first. A full one takes in what is better than its last.
  void Offer(Node node) {
    Drawn* const end = pool_.data() + size_;
    if (std::any_of(pool_.data(), end, [node](const Drawn& drawn) { return drawn.node == node; })) return;
    const TimeNs last_packet = last_packet_[node];
    Drawn* const place =
        std::find_if(pool_.data(), end, [last_packet](const Drawn& drawn) { return last_packet < drawn.last_packet; });
    if (place == pool_.data() + kPool) return;
    if (size_ < kPool) ++size_;
    std::copy_backward(place, pool_.data() + size_ - 1, pool_.data() + size_);
    *place = {last_packet, node};
  }
  void Drop(Node node) {
    Drawn* const end = pool_.data() + size_;
    Drawn* const place = std::find_if(pool_.data(), end, [node](const Drawn& drawn) { return drawn.node == node; });
    if (place == end) return;
    std::copy(place + 1, end, place);
    --size_;
  }

  Random random_;
  std::vector<TimeNs> last_packet_;
  std::array<Drawn, kPool> pool_{};
  std::uint32_t size_ = 0;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_RANDOM_K_POOL_H_
