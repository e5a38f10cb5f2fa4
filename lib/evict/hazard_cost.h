// Eviction "hazard_cost": the entry whose loss is expected to cost least: the probability that another packet of it
// comes, given its state and how long it has been silent, times what breaking a connection in that state costs.
//
// The probability is learned while the table runs. Each silence of an entry ends with a packet or with the entry: for
// each class and each length of the silence so far (in powers of two) it is counted how many went on and how many did
// not. Silences cut short by an eviction tell nothing and are not counted. The counts are halved now and then, so that
// old traffic fades. Until something has been learned, the probability is that of a connection whose silence lasts as
// long again as it has lasted: 1 / (1 + silence / 1 s), for closed ones a hundredth of it.
//
// The new connection is refused if that costs less: a SYN that is lost is sent again after a second.
//
// A packet costs a load of its entry's note and, once a millisecond and connection, a store and two additions.
#ifndef TIDEGATE_EVICT_HAZARD_COST_H_
#define TIDEGATE_EVICT_HAZARD_COST_H_

#include <bit>
#include <cstdint>
#include <memory>
#include <string_view>

#include "evict/entry_note.h"
#include "evict/hazard_table.h"
#include "tidegate/eviction.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class HazardCost {
 public:
  static constexpr std::string_view kName = "hazard_cost";

  explicit HazardCost(const PolicyOptions& options)
      : notes_(options.slot_end), table_(std::make_shared<HazardTable>()) {}

  void OnInsert(const EvictionPlace& place) const {
    const EntryNote before(notes_.Get(place.slot));
    if (before.bits() == kThere) table_->Ended(static_cast<ConnClass>(before.cls()), before.Age(place.now));
    notes_.Set(place.slot, Fresh(place.cls, place.now).raw());
  }
  void OnHit(std::uint32_t slot, ConnClass cls, TimeNs now) const {
    const EntryNote note(notes_.Get(slot));
    const EntryNote fresh = Fresh(cls, now);
    if (note.raw() == fresh.raw()) return;
    if (note.bits() == kThere) table_->WentOn(static_cast<ConnClass>(note.cls()), note.Age(now));
    notes_.Set(slot, fresh.raw());
  }

  int Choose(const EvictionCandidates& candidates, const Pressure&) const {
    int victim = kNoVictim;
    std::uint32_t least = kCostOfRefusing;
    for (std::uint32_t bits = candidates.all(); bits != 0; bits &= bits - 1) {
      const int i = std::countr_zero(bits);
      const EntryNote note(notes_.Get(candidates.slot(i)));
      const std::uint32_t cost = table_->ExpectedCost(candidates.cls(i), note.Age(candidates.now()));
      if (cost < least) {
        victim = i;
        least = cost;
      }
    }
    // Cut short: what its silence would have come to is not known.
    if (victim != kNoVictim) notes_.Set(candidates.slot(victim), 0);
    return victim;
  }

 private:
  static constexpr std::uint8_t kThere = 1;
  // In the units of the hazard table: a second of waiting.
  static constexpr std::uint32_t kCostOfRefusing = 1000 * HazardTable::kUnit;

  static EntryNote Fresh(ConnClass cls, TimeNs now) {
    return EntryNote::At(now).WithBits(kThere).WithClass(static_cast<std::uint8_t>(cls));
  }

  EntryNotes notes_;
  std::shared_ptr<HazardTable> table_;
};
static_assert(EvictionPolicy<HazardCost> && NotesHits<HazardCost>);

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_HAZARD_COST_H_
