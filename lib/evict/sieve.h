// Eviction "sieve": entries stand in the order in which they came; a hand goes from the oldest to the newest and takes
// the first that has not been used since it passed. What was used stays where it is (Y. Zhang, J. Yang et al., "SIEVE
// is Simpler than LRU", NSDI 2024). Each set has a hand.
#ifndef TIDEGATE_EVICT_SIEVE_H_
#define TIDEGATE_EVICT_SIEVE_H_

#include <bit>
#include <cstdint>
#include <string_view>

#include "evict/entry_note.h"
#include "tidegate/eviction.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class Sieve {
 public:
  static constexpr std::string_view kName = "sieve";

  explicit Sieve(const PolicyOptions& options) : notes_(options.slot_end) {}

  void OnInsert(const EvictionPlace& place) const { notes_.Set(place.slot, EntryNote::At(place.now).raw()); }
  void OnHit(std::uint32_t slot, ConnClass, TimeNs) const {
    const EntryNote note(notes_.Get(slot));
    if (note.bits() != kVisited) notes_.Set(slot, note.WithBits(kVisited).raw());
  }

  int Choose(const EvictionCandidates& candidates, const Pressure&) const {
    const EntryNote hand(notes_.GetOfSet(candidates.home()));
    const std::uint32_t hand_age = hand.Age(candidates.now());
    std::uint32_t ahead = 0;  // newer than what the hand took last
    for (std::uint32_t bits = candidates.all(); bits != 0; bits &= bits - 1) {
      const int i = std::countr_zero(bits);
      ahead |= static_cast<std::uint32_t>(Note(candidates, i).Age(candidates.now()) <= hand_age) << i;
    }
    // To the newest; then the whole way, with what the first one has left unvisited; then there must be one.
    for (std::uint32_t way : {ahead, candidates.all(), candidates.all()}) {
      while (way != 0) {
        const int i = OldestOf(candidates, way, notes_);
        const EntryNote note = Note(candidates, i);
        if (note.bits() != kVisited) {
          notes_.SetOfSet(candidates.home(), note.raw());
          return i;
        }
        notes_.Set(candidates.slot(i), note.WithBits(0).raw());
        way &= ~(1u << i);
      }
    }
    return OldestOf(candidates, candidates.all(), notes_);
  }

 private:
  static constexpr std::uint8_t kVisited = 1;

  EntryNote Note(const EvictionCandidates& candidates, int i) const {
    return EntryNote(notes_.Get(candidates.slot(i)));
  }

  EntryNotes notes_;
};
static_assert(EvictionPolicy<Sieve> && NotesHits<Sieve>);

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_SIEVE_H_
