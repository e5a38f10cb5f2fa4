// A line of the directory, and what a scan of it tells.
//
// Lanes. A line is sixteen words of 32 bits: the slots are lanes 0 to 13, the control word is lanes 14 and 15. Scans
// tell slots as bits by lane.
#ifndef TIDEGATE_TABLE_DIRECTORY_LINE_H_
#define TIDEGATE_TABLE_DIRECTORY_LINE_H_

#include <bit>
#include <cstddef>
#include <cstdint>

#include "table/control_word.h"
#include "table/slot_word.h"

namespace tidegate {

inline constexpr std::uint32_t kSlotsPerSet = ControlWord::kSlots;
inline constexpr std::uint32_t kLanes = 16;
inline constexpr std::uint32_t kSlotLanes = (1u << kSlotsPerSet) - 1;

// The lowest lane among the bits of a scan; some slot's lane if there is none.
constexpr std::uint32_t LowestLane(std::uint32_t bits) {
  return static_cast<std::uint32_t>(std::countr_zero(bits | 1u << (kSlotsPerSet - 1)));
}

template <class Atomics>
struct alignas(64) DirectoryLine {
  typename Atomics::template Atomic<std::uint32_t> slots[kSlotsPerSet];
  typename Atomics::template Atomic<std::uint64_t> control;
};
static_assert(kSlotsPerSet * sizeof(std::uint32_t) + sizeof(std::uint64_t) == 64);

// What a lookup wants of a line. A hint: a slot may change at any time, so each hit is loaded again, with acquire,
// before it is believed.
class TagScan {
 public:
  constexpr explicit TagScan(std::uint32_t raw) : raw_(raw) {}
  constexpr TagScan(std::uint32_t hits, bool spills) : raw_(hits | (spills ? kSpillsBit : 0)) {}

  constexpr std::uint32_t raw() const { return raw_; }
  // The live slots with the tag, as bits by lane. Of either spill mark: which key it is only the record tells.
  constexpr std::uint32_t hits() const { return raw_ & kSlotLanes; }
  // Keys of this first set with tags like this one stand in their second set.
  constexpr bool spills() const { return (raw_ & kSpillsBit) != 0; }
  // The first hit's lane; some slot's lane if there is none.
  constexpr std::uint32_t FirstLane() const { return LowestLane(raw_); }

  static constexpr std::uint32_t kSpillsBit = 1u << 15;

 private:
  std::uint32_t raw_;
};

// The slots of a line as an insert sees them, as bits by lane. A hint like TagScan. But each slot was loaded once for
// all four: one that is in neither `busy` nor `hits` was not a busy slot of the tag that has turned live in between.
struct LineSurvey {
  std::uint32_t hits = 0;   // live, with the tag
  std::uint32_t busy = 0;   // being written
  std::uint32_t empty = 0;  // free
  std::uint32_t due = 0;    // live, but their tick has come: the record must tell

  int FreeCount() const { return std::popcount(empty | due); }
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_DIRECTORY_LINE_H_
