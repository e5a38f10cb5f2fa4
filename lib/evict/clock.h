// Eviction "clock": a hand goes round the candidates and takes the first one that has not been used since it passed
// (F. J. Corbato, "A Paging Experiment with the Multics System", 1968). Each set has a hand.
#ifndef TIDEGATE_EVICT_CLOCK_H_
#define TIDEGATE_EVICT_CLOCK_H_

#include <bit>
#include <cstdint>
#include <string_view>

#include "tidegate/eviction.h"
#include "tidegate/policy_options.h"
#include "tidegate/slot_notes.h"

namespace tidegate {

class Clock {
 public:
  static constexpr std::string_view kName = "clock";

  explicit Clock(const PolicyOptions& options) : used_(options.slot_end) {}

  void OnInsert(const EvictionPlace& place) const { used_.Set(place.slot, 0); }
  // Reads first: a busy connection's note then stays in every core's cache.
  void OnHit(std::uint32_t slot, ConnClass, TimeNs) const {
    if (used_.Get(slot) == 0) used_.Set(slot, 1);
  }

  int Choose(const EvictionCandidates& candidates, const Pressure&) const {
    const std::uint32_t all = candidates.all();
    if (all == 0) return kNoVictim;
    const std::uint32_t hand = used_.GetOfSet(candidates.home()) % EvictionCandidates::kMax;
    // From the hand on, and then from the beginning; those that were used are passed over once.
    for (int round = 0; round < 2; ++round) {
      for (std::uint32_t bits = std::rotr(all, static_cast<int>(hand)); bits != 0; bits &= bits - 1) {
        const std::uint32_t i = (static_cast<std::uint32_t>(std::countr_zero(bits)) + hand) % EvictionCandidates::kMax;
        const std::uint32_t slot = candidates.slot(static_cast<int>(i));
        if (used_.Get(slot) == 0) return Take(candidates, i);
        used_.Set(slot, 0);
      }
    }
    return Take(candidates,
                static_cast<std::uint32_t>(std::countr_zero(all)));  // another thread's packets, all of them
  }

 private:
  int Take(const EvictionCandidates& candidates, std::uint32_t i) const {
    used_.SetOfSet(candidates.home(), static_cast<std::uint32_t>((i + 1) % EvictionCandidates::kMax));
    return static_cast<int>(i);
  }

  SlotNotes<std::uint32_t> used_;
};
static_assert(EvictionPolicy<Clock> && NotesHits<Clock>);

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_CLOCK_H_
