// Eviction "lru": the entry whose last packet is the longest ago, whatever it is.
//
// Exact within the candidates, to a millisecond: each packet of a connection writes its stamp.
#ifndef TIDEGATE_EVICT_LRU_H_
#define TIDEGATE_EVICT_LRU_H_

#include <cstdint>
#include <string_view>

#include "evict/entry_note.h"
#include "tidegate/eviction.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class Lru {
 public:
  static constexpr std::string_view kName = "lru";

  explicit Lru(const PolicyOptions& options) : notes_(options.slot_end) {}

  void OnInsert(const EvictionPlace& place) const { notes_.Set(place.slot, EntryNote::At(place.now).raw()); }
  void OnHit(std::uint32_t slot, ConnClass, TimeNs now) const { notes_.Set(slot, EntryNote::At(now).raw()); }
  int Choose(const EvictionCandidates& candidates, const Pressure&) const {
    return OldestOf(candidates, candidates.all(), notes_);
  }

 private:
  EntryNotes notes_;
};
static_assert(EvictionPolicy<Lru> && NotesHits<Lru>);

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_LRU_H_
