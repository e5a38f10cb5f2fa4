// The control word of a set: what orders the inserts of all keys whose first set it is.
//
//    63     49 48          33 32   22 21 19 18     13 12      5 4       0
//   +---------+--------------+-------+-----+---------+---------+---------+
//   | version | 4 x 4 spills | epoch | cls | slot ver| distance| pending |
//   +---------+--------------+-------+-----+---------+---------+---------+
//
// pending   the insert that has won and whose slot may still be busy: 0 for none, else its lane plus one, and a bit
// that
//           tells whether it is in this set or in the one at `distance`. Anybody may finish it: `cls` is the class the
//           slot is to have, `slot ver` its version.
// spills    how many entries of this first set live in their second set, in four counters by tag. At least the true
//           number, always: raised before the entry is live, lowered after it has gone. 0 spares a miss the second
//           line. They stand in the word's upper half, so that a vector scan of the line sees them in one lane.
// epoch     when the set's slots were last checked against their records (ticks.h)
// version   raised with each insert, so that a compare-and-swap notices it
#ifndef TIDEGATE_TABLE_CONTROL_WORD_H_
#define TIDEGATE_TABLE_CONTROL_WORD_H_

#include <cstdint>

#include "table/ticks.h"
#include "tidegate/conn_state.h"

namespace tidegate {

class ControlWord {
 public:
  // The insert that a control word names.
  struct Pending {
    std::uint32_t lane;      // of the slot, 0-13
    bool second;             // in the second set
    std::uint32_t distance;  // the low eight bits of the key's tag
    std::uint32_t version;   // the slot's
    ConnClass cls;
  };

  static constexpr std::uint32_t kSlots = 14;
  static constexpr std::uint64_t kMaxSpills = 15;

  constexpr ControlWord() = default;
  constexpr explicit ControlWord(std::uint64_t raw) : raw_(raw) {}

  constexpr std::uint64_t raw() const { return raw_; }
  constexpr bool has_pending() const { return (raw_ & kLaneMask) != 0; }
  constexpr bool has_pending_elsewhere() const { return (raw_ & kSecondBit) != 0; }
  constexpr std::uint32_t epoch() const { return (raw_ >> kEpochAt) & ((1u << kEpochBits) - 1); }

  constexpr Pending pending() const {
    return {.lane = static_cast<std::uint32_t>(raw_ & kLaneMask) - 1,
            .second = has_pending_elsewhere(),
            .distance = static_cast<std::uint32_t>(raw_ >> 5) & 255,
            .version = static_cast<std::uint32_t>(raw_ >> 13) & 63,
            .cls = static_cast<ConnClass>((raw_ >> 19) & 7)};
  }
  // True if both words name a pending insert, and it is the same one.
  constexpr bool NamesSameInsert(ControlWord other) const {
    constexpr std::uint64_t kInsert = kPendingMask | (~std::uint64_t{0} << kVersionAt);
    return has_pending() && ((raw_ ^ other.raw_) & kInsert) == 0;
  }
  constexpr std::uint64_t spills(std::uint32_t tag) const { return (raw_ >> SpillAt(tag)) & kMaxSpills; }

  constexpr ControlWord WithPending(const Pending& p) const {
    return ControlWord((raw_ & ~kPendingMask) | (p.lane + 1) | (p.second ? kSecondBit : 0) |
                       (std::uint64_t{p.distance} << 5) | (std::uint64_t{p.version & 63} << 13) |
                       (static_cast<std::uint64_t>(p.cls) << 19));
  }
  constexpr ControlWord WithoutPending() const { return ControlWord(raw_ & ~kPendingMask); }
  constexpr ControlWord NextVersion() const { return ControlWord(raw_ + (std::uint64_t{1} << kVersionAt)); }
  constexpr ControlWord WithEpoch(std::uint32_t epoch) const {
    return ControlWord((raw_ & ~(std::uint64_t{(1u << kEpochBits) - 1} << kEpochAt)) |
                       (std::uint64_t{epoch} << kEpochAt));
  }
  // REQUIRES: spills(tag) < kMaxSpills.
  constexpr ControlWord WithOneMoreSpill(std::uint32_t tag) const {
    return ControlWord(raw_ + (std::uint64_t{1} << SpillAt(tag)));
  }
  // REQUIRES: spills(tag) > 0.
  constexpr ControlWord WithOneSpillLess(std::uint32_t tag) const {
    return ControlWord(raw_ - (std::uint64_t{1} << SpillAt(tag)));
  }

  constexpr bool operator==(const ControlWord&) const = default;

  // The bits of the word's upper half that are the spill counter of tags like this one.
  static constexpr std::uint32_t SpillMaskOfUpperHalf(std::uint32_t tag) {
    return static_cast<std::uint32_t>(kMaxSpills << (SpillAt(tag) - 32));
  }

 private:
  static constexpr std::uint64_t kLaneMask = 15;
  static constexpr std::uint64_t kSecondBit = 16;
  static constexpr int kEpochAt = 22;
  static constexpr int kSpillsAt = kEpochAt + kEpochBits;
  static constexpr int kVersionAt = 49;
  static constexpr std::uint64_t kPendingMask = (std::uint64_t{1} << kEpochAt) - 1;

  // The counter is chosen by the tag's two upper bits: the lower eight are the distance, alike for a whole second set.
  static constexpr int SpillAt(std::uint32_t tag) { return kSpillsAt + 4 * static_cast<int>((tag >> 8) & 3); }

  std::uint64_t raw_ = 0;
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_CONTROL_WORD_H_
