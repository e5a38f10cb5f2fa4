// Eviction "fifo": the entry that came first, whatever it is.
#ifndef TIDEGATE_EVICT_FIFO_H_
#define TIDEGATE_EVICT_FIFO_H_

#include <string_view>

#include "evict/entry_note.h"
#include "tidegate/eviction.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class Fifo {
 public:
  static constexpr std::string_view kName = "fifo";

  explicit Fifo(const PolicyOptions& options) : notes_(options.slot_end) {}

  void OnInsert(const EvictionPlace& place) const { notes_.Set(place.slot, EntryNote::At(place.now).raw()); }
  int Choose(const EvictionCandidates& candidates, const Pressure&) const {
    return OldestOf(candidates, candidates.all(), notes_);
  }

 private:
  EntryNotes notes_;
};
static_assert(EvictionPolicy<Fifo> && NotesInserts<Fifo>);

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_FIFO_H_
