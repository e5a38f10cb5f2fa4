// The note that most policies keep of an entry: when it came or was last used, and a few bits.
//
//   63      56 55    48 47            32 31              0
//  +----------+--------+----------------+----------------+
//  |  class   |  bits  |  fingerprint   |     stamp      |
//  +----------+--------+----------------+----------------+
//
// A stamp counts 1.05 ms (2^20 ns) and wraps after 52 days; stamps are compared by how far they lie behind now.
#ifndef TIDEGATE_EVICT_ENTRY_NOTE_H_
#define TIDEGATE_EVICT_ENTRY_NOTE_H_

#include <bit>
#include <cstdint>

#include "tidegate/eviction.h"
#include "tidegate/slot_notes.h"
#include "tidegate/time.h"

namespace tidegate {

class EntryNote {
 public:
  static constexpr int kStampShift = 20;

  constexpr EntryNote() = default;
  constexpr explicit EntryNote(std::uint64_t raw) : raw_(raw) {}
  static constexpr EntryNote At(TimeNs now) { return EntryNote(static_cast<std::uint32_t>(now >> kStampShift)); }

  constexpr std::uint64_t raw() const { return raw_; }
  constexpr std::uint32_t stamp() const { return static_cast<std::uint32_t>(raw_); }
  constexpr std::uint16_t fingerprint() const { return static_cast<std::uint16_t>(raw_ >> 32); }
  constexpr std::uint8_t bits() const { return static_cast<std::uint8_t>(raw_ >> 48); }
  constexpr std::uint8_t cls() const { return static_cast<std::uint8_t>(raw_ >> 56); }

  constexpr EntryNote WithStamp(TimeNs now) const { return EntryNote((raw_ & ~kStamp) | At(now).raw_); }
  constexpr EntryNote WithFingerprint(std::uint16_t value) const {
    return EntryNote((raw_ & ~(std::uint64_t{0xffff} << 32)) | std::uint64_t{value} << 32);
  }
  constexpr EntryNote WithBits(std::uint8_t bits) const {
    return EntryNote((raw_ & ~(std::uint64_t{0xff} << 48)) | std::uint64_t{bits} << 48);
  }
  constexpr EntryNote WithClass(std::uint8_t cls) const {
    return EntryNote((raw_ & ~(std::uint64_t{0xff} << 56)) | std::uint64_t{cls} << 56);
  }

  // How long ago, in units of the stamp.
  constexpr std::uint32_t Age(TimeNs now) const { return At(now).stamp() - stamp(); }

 private:
  static constexpr std::uint64_t kStamp = 0xffffffff;

  std::uint64_t raw_ = 0;
};

using EntryNotes = SlotNotes<std::uint64_t>;

// The candidate among `numbers` (bits) whose note is the oldest; of two as old the lower number. kNoVictim if there is
// none.
inline int OldestOf(const EvictionCandidates& candidates, std::uint32_t numbers, const EntryNotes& notes) {
  int oldest = kNoVictim;
  std::uint32_t most = 0;
  for (; numbers != 0; numbers &= numbers - 1) {
    const int i = std::countr_zero(numbers);
    const std::uint32_t age = EntryNote(notes.Get(candidates.slot(i))).Age(candidates.now());
    if (oldest == kNoVictim || age > most) {
      oldest = i;
      most = age;
    }
  }
  return oldest;
}

// The candidates of some classes, as bits by number.
template <class Wanted>
std::uint32_t CandidatesOf(const EvictionCandidates& candidates, const Wanted& wanted) {
  std::uint32_t chosen = 0;
  for (std::uint32_t numbers = candidates.all(); numbers != 0; numbers &= numbers - 1) {
    const int i = std::countr_zero(numbers);
    chosen |= static_cast<std::uint32_t>(wanted(candidates.cls(i))) << i;
  }
  return chosen;
}

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_ENTRY_NOTE_H_
