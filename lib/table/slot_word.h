// A slot of the directory: 32 bits that say which kind of entry sits there, without its record.
//
//    31      26 25          15  14  13   11  10  9        0
//   +----------+--------------+---+--------+---+-----------+
//   | version  | expiry tick  |ref| class  |spl|    tag    |
//   +----------+--------------+---+--------+---+-----------+
//
// tag      hash bits; the low eight also give the distance between the key's two sets
// spl      spilled: the slot stands in the second set of its key
// ref      set by policies that mark entries in use
// version  low bits of the record's generation; raised with each claim of the slot
#ifndef TIDEGATE_TABLE_SLOT_WORD_H_
#define TIDEGATE_TABLE_SLOT_WORD_H_

#include <cstdint>

#include "table/ticks.h"
#include "tidegate/conn_state.h"

namespace tidegate {

class SlotWord {
 public:
  static constexpr std::uint32_t kTagBits = 10;
  static constexpr std::uint32_t kTagMask = (1u << kTagBits) - 1;
  static constexpr std::uint32_t kSpilledBit = 1u << 10;
  static constexpr std::uint32_t kClassShift = 11;
  static constexpr std::uint32_t kClassMask = 7u << kClassShift;
  // Classes of live entries are those above kBusy: one of the two upper class bits is set.
  static constexpr std::uint32_t kLiveMask = 6u << kClassShift;
  static constexpr std::uint32_t kReferencedBit = 1u << 14;
  static constexpr std::uint32_t kExpiryShift = 15;
  static constexpr std::uint32_t kVersionShift = 26;
  static constexpr std::uint32_t kVersionMask = 63;

  constexpr SlotWord() = default;
  constexpr explicit SlotWord(std::uint32_t raw) : raw_(raw) {}

  static constexpr SlotWord Make(ConnClass cls, std::uint32_t tag, bool spilled, std::uint32_t expiry_tick,
                                 std::uint32_t version) {
    return SlotWord(tag | (spilled ? kSpilledBit : 0) | (static_cast<std::uint32_t>(cls) << kClassShift) |
                    (expiry_tick << kExpiryShift) | ((version & kVersionMask) << kVersionShift));
  }
  static constexpr SlotWord Empty(std::uint32_t version) { return Make(ConnClass::kEmpty, 0, false, 0, version); }

  constexpr std::uint32_t raw() const { return raw_; }
  constexpr std::uint32_t tag() const { return raw_ & kTagMask; }
  constexpr bool spilled() const { return (raw_ & kSpilledBit) != 0; }
  constexpr ConnClass cls() const { return static_cast<ConnClass>((raw_ & kClassMask) >> kClassShift); }
  constexpr bool live() const { return (raw_ & kLiveMask) != 0; }
  constexpr bool empty() const { return (raw_ & kClassMask) == 0; }
  constexpr bool busy() const { return cls() == ConnClass::kBusy; }
  constexpr bool referenced() const { return (raw_ & kReferencedBit) != 0; }
  constexpr std::uint32_t expiry_tick() const { return (raw_ >> kExpiryShift) & kTickMask; }
  constexpr std::uint32_t version() const { return raw_ >> kVersionShift; }

  constexpr bool Matches(std::uint32_t tag) const { return live() && this->tag() == tag; }
  // False: alive for certain. True: the record must tell.
  bool MayBeExpired(const TickClock& clock) const { return TicksLeft(clock) <= 0; }
  std::int32_t TicksLeft(const TickClock& clock) const {
    return TicksUntil(expiry_tick(), clock.ticks[static_cast<std::size_t>(cls())]);
  }

  constexpr SlotWord WithClass(ConnClass cls) const {
    return SlotWord((raw_ & ~kClassMask) | (static_cast<std::uint32_t>(cls) << kClassShift));
  }
  constexpr SlotWord WithExpiry(std::uint32_t tick) const {
    return SlotWord((raw_ & ~(kTickMask << kExpiryShift)) | (tick << kExpiryShift));
  }

  constexpr bool operator==(const SlotWord&) const = default;

 private:
  std::uint32_t raw_ = 0;
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_SLOT_WORD_H_
