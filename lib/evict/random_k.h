// Eviction "random_k": of five entries drawn at random the one whose last packet is the longest ago. What Redis does
// for its approximate LRU (maxmemory-samples 5).
#ifndef TIDEGATE_EVICT_RANDOM_K_H_
#define TIDEGATE_EVICT_RANDOM_K_H_

#include <bit>
#include <cstdint>
#include <string_view>

#include "evict/entry_note.h"
#include "tidegate/eviction.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class RandomK {
 public:
  static constexpr std::string_view kName = "random_k";
  static constexpr int kSamples = 5;

  explicit RandomK(const PolicyOptions& options) : notes_(options.slot_end) {}

  void OnInsert(const EvictionPlace& place) const { notes_.Set(place.slot, EntryNote::At(place.now).raw()); }
  void OnHit(std::uint32_t slot, ConnClass, TimeNs now) const { notes_.Set(slot, EntryNote::At(now).raw()); }

  int Choose(const EvictionCandidates& candidates, const Pressure&) const {
    std::uint32_t left = candidates.all();
    std::uint32_t drawn = 0;
    std::uint64_t random = candidates.random();
    for (int k = 0; k < kSamples && left != 0; ++k) {
      // Twelve bits for each: one among at most 28.
      auto skip = static_cast<std::uint32_t>((random & 0xfff) * static_cast<std::uint32_t>(std::popcount(left)) >> 12);
      random >>= 12;
      std::uint32_t bits = left;
      for (; skip > 0; --skip) bits &= bits - 1;
      const std::uint32_t one = bits & -bits;
      drawn |= one;
      left &= ~one;
    }
    return OldestOf(candidates, drawn, notes_);
  }

 private:
  EntryNotes notes_;
};
static_assert(EvictionPolicy<RandomK> && NotesHits<RandomK>);

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_RANDOM_K_H_
