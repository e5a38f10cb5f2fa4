// Eviction "linux_early_drop": what nf_conntrack does for a new connection when it is full. It looks for an entry that
// is not assured, one whose other side has not answered, in a few hash buckets, and refuses if there is none
// (net/netfilter/nf_conntrack_core.c, early_drop()). TIME-WAIT is assured, so a table full of it refuses everything.
#ifndef TIDEGATE_EVICT_LINUX_EARLY_DROP_H_
#define TIDEGATE_EVICT_LINUX_EARLY_DROP_H_

#include <bit>
#include <cstdint>
#include <string_view>

#include "evict/entry_note.h"
#include "tidegate/eviction.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class LinuxEarlyDrop {
 public:
  static constexpr std::string_view kName = "linux_early_drop";

  explicit LinuxEarlyDrop(const PolicyOptions& options) : notes_(options.slot_end) {}

  void OnInsert(const EvictionPlace& place) const { notes_.Set(place.slot, EntryNote::At(place.now).raw()); }
  // UDP is assured once packets of both sides have been seen for two seconds (nf_conntrack_proto_udp.c).
  void OnHit(std::uint32_t slot, ConnClass cls, TimeNs now) const {
    if (cls != ConnClass::kDatagram) return;
    const EntryNote note(notes_.Get(slot));
    if (note.bits() == 0 && note.Age(now) > kStreamAge) notes_.Set(slot, note.WithBits(kAssured).raw());
  }

  int Choose(const EvictionCandidates& candidates, const Pressure&) const {
    for (std::uint32_t numbers = candidates.all(); numbers != 0; numbers &= numbers - 1) {
      const int i = std::countr_zero(numbers);
      if (candidates.cls(i) == ConnClass::kHalfOpen) return i;
      const bool datagram = candidates.cls(i) == ConnClass::kDatagram;
      if (datagram && EntryNote(notes_.Get(candidates.slot(i))).bits() != kAssured) return i;
    }
    return kNoVictim;
  }

 private:
  static constexpr std::uint8_t kAssured = 1;
  static constexpr std::uint32_t kStreamAge = static_cast<std::uint32_t>(2 * kSecond >> EntryNote::kStampShift);

  EntryNotes notes_;
};
static_assert(EvictionPolicy<LinuxEarlyDrop> && NotesHits<LinuxEarlyDrop>);

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_LINUX_EARLY_DROP_H_
