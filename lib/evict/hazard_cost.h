// Eviction "hazard_cost": the entry whose loss is expected to cost least: the probability that another packet of it
// comes, given its state and how long it has been silent, times what breaking a connection in that state costs.
//
// The probability is learned while the table runs. Each silence of an entry ends with a packet or with the entry: for
// each class and each length of the silence so far (in powers of two) it is counted how many went on there and how many
// were given up or expired. From these it is estimated, as the survival of patients is who leave a study, whether a
// packet ever comes (hazard_table.h). The counts are halved now and then, so that old traffic fades.
//
// The new connection is refused if that costs less: a SYN that is lost is sent again after a second. But one that finds
// no room again waits for two more, then four: so the price of a place among a key's sets doubles while they go on
// refusing, at the pace of that back-off, and falls with each one that enters. Who has been silent for long is then
// given up, though established, before clients have waited for longer than that costs.
//
// A FIN or a RST passes without an entry as well: a silence that it ends is over, and nothing was missed.
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
    if (before.bits() == kThere) table_->Expired(static_cast<ConnClass>(before.cls()), before.Age(place.now));
    notes_.Set(place.slot, Fresh(place.cls, place.now).raw());
  }
  void OnHit(std::uint32_t slot, ConnClass cls, TimeNs now) const {
    const EntryNote note(notes_.Get(slot));
    const EntryNote fresh = Fresh(cls, now);
    if (note.raw() == fresh.raw()) return;
    if (note.bits() == kThere) Learn(note, cls, now);
    notes_.Set(slot, fresh.raw());
  }

  int Choose(const EvictionCandidates& candidates, const Pressure&) const {
    int victim = kNoVictim;
    const EntryNote price(notes_.GetOfSet(candidates.home()));
    std::uint32_t least = kCostOfRefusing << price.bits();
    for (std::uint32_t bits = candidates.all(); bits != 0; bits &= bits - 1) {
      const int i = std::countr_zero(bits);
      const EntryNote note(notes_.Get(candidates.slot(i)));
      const std::uint32_t cost = table_->ExpectedCost(candidates.cls(i), note.Age(candidates.now()));
      if (cost < least) {
        victim = i;
        least = cost;
      }
    }
    if (victim != kNoVictim) GiveUp(candidates, victim);
    notes_.SetOfSet(candidates.home(), PriceAfter(price, victim != kNoVictim, candidates.now()).raw());
    return victim;
  }

 private:
  static constexpr std::uint8_t kThere = 1;

  void Learn(EntryNote note, ConnClass cls, TimeNs now) const {
    const auto before = static_cast<ConnClass>(note.cls());
    const bool closes = (cls == ConnClass::kClosing || cls == ConnClass::kTimeWait) && cls != before;
    if (closes) {
      table_->Expired(before, note.Age(now));
    } else {
      table_->WentOn(before, note.Age(now));
    }
  }

  // The note of a set: how often its price has doubled, and when it did last.
  static EntryNote PriceAfter(EntryNote price, bool entered, TimeNs now) {
    const std::uint8_t doubled = price.bits();
    if (entered) return doubled == 0 ? price : price.WithBits(static_cast<std::uint8_t>(doubled - 1));
    const std::uint32_t wait = kFirstWait << doubled;
    if (doubled != 0 && price.Age(now) > 2 * wait) return EntryNote::At(now).WithBits(1);  // another time
    if (doubled == kMostDoubled || (doubled != 0 && price.Age(now) < wait / 2)) return price;
    return EntryNote::At(now).WithBits(static_cast<std::uint8_t>(doubled + 1));
  }

  void GiveUp(const EvictionCandidates& candidates, int victim) const {
    const std::uint32_t slot = candidates.slot(victim);
    table_->Evicted(candidates.cls(victim), EntryNote(notes_.Get(slot)).Age(candidates.now()));
    notes_.Set(slot, 0);
  }

  // In the units of the hazard table: a second of waiting.
  static constexpr std::uint32_t kCostOfRefusing = 1000 * HazardTable::kUnit;
  // A client's back-off: after a second, then twice as long each time.
  static constexpr std::uint32_t kFirstWait = static_cast<std::uint32_t>(kSecond >> EntryNote::kStampShift);
  static constexpr std::uint8_t kMostDoubled = 6;

  static EntryNote Fresh(ConnClass cls, TimeNs now) {
    return EntryNote::At(now).WithBits(kThere).WithClass(static_cast<std::uint8_t>(cls));
  }

  EntryNotes notes_;
  std::shared_ptr<HazardTable> table_;
};
static_assert(EvictionPolicy<HazardCost> && NotesHits<HazardCost>);

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_HAZARD_COST_H_
