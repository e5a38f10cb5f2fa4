// Reference "lhd": of 32 entries drawn from the whole table the one of the lowest hit density goes: of those like it,
// how many hits came for each moment they stayed. Alike are those of the same class that have been silent equally long,
// a class being a connection's class and, on a logarithmic scale, how long the silences before its last two uses were
// (N. Beckmann, H. Chen and A. Cidon, "LHD: Improving Cache Hit Rate by Maximizing Hit Density", NSDI 2018).
//
// The connection's class stands where the paper has the application; time counts packets, as there. Ages reach fifty
// times as far as the table is long, and what is older goes first. As in the authors' code a hundredth of the table is
// for explorers, entries that are spared at random: else what is always evicted young could never show that it would be
// used when old. Left open there: an entry that ends counts as one that was evicted.
#ifndef TIDEGATE_TESTBED_REFERENCE_LHD_H_
#define TIDEGATE_TESTBED_REFERENCE_LHD_H_

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

#include "testbed/reference/hit_density.h"
#include "testbed/reference/reference_policy.h"
#include "testbed/reference/sampling.h"
#include "testbed/world/random.h"

namespace tidegate::testbed {

class LhdPolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "lhd";
  static constexpr std::string_view kIdea = "of 32 drawn at random the one of the fewest hits to expect for its time";
  static constexpr std::uint32_t kSamples = 32;

  LhdPolicy(std::uint32_t slots, std::uint64_t seed)
      : random_(seed),
        entries_(slots),
        density_(kConnClassCount * kHistories, kAges),
        age_shift_(static_cast<int>(std::bit_width(std::uint64_t{slots} * kReach / kAges))),
        learn_every_(std::max<std::uint64_t>(std::uint64_t{slots} * 8, kLeastLearned)),
        explorers_left_(slots / 100) {}

  void OnInsert(Node node, const Access& access) override {
    entries_[node] = {.silence = 0, .silence_before = kAges};
    Begin(entries_[node], access);
  }
  void OnHit(Node node, const Access& access) override {
    Entry& entry = entries_[node];
    const std::uint32_t age = AgeOf(entry);
    density_.Hit(entry.cls, age);
    explorers_left_ += entry.explorer;
    entry.silence_before = entry.silence;
    entry.silence = static_cast<std::uint16_t>(age);
    Begin(entry, access);
  }
  void OnRemove(Node node) override {
    density_.End(entries_[node].cls, AgeOf(entries_[node]));
    explorers_left_ += entries_[node].explorer;
  }
  Node Evict(const Access&) override {
    const Node victim = LowestOfSample(random_, static_cast<std::uint32_t>(entries_.size()), kSamples,
                                       [this](Node node) { return RankOf(entries_[node]); });
    OnRemove(victim);
    return victim;
  }

 private:
  static constexpr std::uint32_t kAges = 2048;
  static constexpr std::uint32_t kHistories = 16;
  static constexpr std::uint64_t kReach = 50;
  static constexpr std::uint64_t kLeastLearned = 1u << 16;
  static constexpr std::uint64_t kExploreOneOf = 32;

  struct Entry {
    std::uint64_t last_packet = 0;
    std::uint16_t silence = 0;  // before the last packet, in ages
    std::uint16_t silence_before = 0;
    std::uint8_t cls = 0;
    std::uint8_t explorer = 0;
  };

  void Begin(Entry& entry, const Access& access) {
    const bool explorer = explorers_left_ > 0 && random_.Below(kExploreOneOf) == 0;
    explorers_left_ -= explorer ? 1 : 0;
    entry.explorer = explorer ? 1 : 0;
    entry.cls = static_cast<std::uint8_t>(static_cast<std::uint32_t>(access.cls) * kHistories + HistoryOf(entry));
    entry.last_packet = packets_;
    if (++packets_ % learn_every_ == 0) density_.Learn();
  }
  // 0 for one that was never used again; the higher, the shorter its silences were.
  static std::uint32_t HistoryOf(const Entry& entry) {
    const std::uint32_t silences = std::uint32_t{entry.silence} + entry.silence_before;
    const int halvings = std::bit_width(kAges) - std::bit_width(silences);
    return static_cast<std::uint32_t>(std::clamp(halvings, 0, static_cast<int>(kHistories) - 1));
  }
  std::uint32_t AgeOf(const Entry& entry) const {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>((packets_ - entry.last_packet) >> age_shift_, kAges - 1));
  }
  float RankOf(const Entry& entry) const {
    const std::uint32_t age = AgeOf(entry);
    if (age == kAges - 1) return -1;
    return density_.Of(entry.cls, age) + static_cast<float>(entry.explorer);
  }

  Random random_;
  std::vector<Entry> entries_;
  HitDensity density_;
  int age_shift_;  // of packets to an age
  std::uint64_t learn_every_;
  std::uint32_t explorers_left_;
  std::uint64_t packets_ = 0;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_LHD_H_
