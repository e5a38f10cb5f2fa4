// Eviction "bpf_lru": what the kernel's BPF LRU maps do, in which Cilium and Katran keep connections. Two lists, active
// and inactive; new entries are inactive. Who is found used when the lists are shrunk is active from then on; of the
// inactive ones the oldest that is not goes, and if all are used the oldest all the same. Blind to the protocol's state
// (kernel/bpf/bpf_lru_list.c). The lists are those of a key's candidates.
#ifndef TIDEGATE_EVICT_BPF_LRU_H_
#define TIDEGATE_EVICT_BPF_LRU_H_

#include <bit>
#include <cstdint>
#include <string_view>

#include "evict/entry_note.h"
#include "tidegate/eviction.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class BpfLru {
 public:
  static constexpr std::string_view kName = "bpf_lru";

  explicit BpfLru(const PolicyOptions& options) : notes_(options.slot_end) {}

  void OnInsert(const EvictionPlace& place) const { notes_.Set(place.slot, EntryNote::At(place.now).raw()); }
  void OnHit(std::uint32_t slot, ConnClass, TimeNs) const {
    const EntryNote note(notes_.Get(slot));
    if ((note.bits() & kUsed) == 0) notes_.Set(slot, note.WithBits(note.bits() | kUsed).raw());
  }

  int Choose(const EvictionCandidates& candidates, const Pressure&) const {
    const std::uint32_t all = candidates.all();
    std::uint32_t active = 0;
    for (std::uint32_t bits = all; bits != 0; bits &= bits - 1) {
      const int i = std::countr_zero(bits);
      active |= static_cast<std::uint32_t>((Note(candidates, i).bits() & kActive) != 0) << i;
    }
    if (std::popcount(all & ~active) < std::popcount(active)) active = RotateActive(candidates, active);
    const std::uint32_t inactive = all & ~active;
    for (std::uint32_t left = inactive; left != 0;) {
      const int i = OldestOf(candidates, left, notes_);
      if ((Note(candidates, i).bits() & kUsed) == 0) return i;
      Put(candidates, i, kActive);
      left &= ~(1u << i);
    }
    return OldestOf(candidates, inactive != 0 ? inactive : all, notes_);
  }

 private:
  static constexpr std::uint8_t kUsed = 1;
  static constexpr std::uint8_t kActive = 2;

  // The used ones go to the head of the active list, the others to that of the inactive one. Returns the active ones.
  std::uint32_t RotateActive(const EvictionCandidates& candidates, std::uint32_t active) const {
    for (std::uint32_t left = active; left != 0;) {
      const int i = OldestOf(candidates, left, notes_);
      const bool used = (Note(candidates, i).bits() & kUsed) != 0;
      Put(candidates, i, used ? kActive : 0);
      if (!used) active &= ~(1u << i);
      left &= ~(1u << i);
    }
    return active;
  }
  void Put(const EvictionCandidates& candidates, int i, std::uint8_t bits) const {
    notes_.Set(candidates.slot(i), EntryNote::At(candidates.now()).WithBits(bits).raw());
  }
  EntryNote Note(const EvictionCandidates& candidates, int i) const {
    return EntryNote(notes_.Get(candidates.slot(i)));
  }

  EntryNotes notes_;
};
static_assert(EvictionPolicy<BpfLru> && NotesHits<BpfLru>);

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_BPF_LRU_H_
