// Where a key may stand: in its first set, chosen by its hash, or in a second one up to 256 sets further, chosen by its
// tag. As the tag stands in the slot, an entry in its second set tells by itself which set is its first.
#ifndef TIDEGATE_TABLE_PLACES_H_
#define TIDEGATE_TABLE_PLACES_H_

#include <algorithm>
#include <bit>
#include <cstdint>

#include "table/slot_word.h"

namespace tidegate {

struct Place {
  std::uint32_t first;  // the first set
  std::uint32_t tag;
};

class Places {
 public:
  static constexpr std::uint32_t kMaxDistance = 256;

  // REQUIRES: sets >= 2.
  explicit Places(std::uint32_t sets)
      : sets_(sets), distance_mask_(std::bit_floor(std::min(sets - 1, kMaxDistance)) - 1) {}

  std::uint32_t sets() const { return sets_; }

  // The hash's upper half chooses the set by multiplication (no power of two needed), its low bits are the tag.
  std::uint32_t First(std::uint64_t hash) const { return static_cast<std::uint32_t>(((hash >> 32) * sets_) >> 32); }
  static std::uint32_t Tag(std::uint64_t hash) { return static_cast<std::uint32_t>(hash) & SlotWord::kTagMask; }
  Place Of(std::uint64_t hash) const { return {First(hash), Tag(hash)}; }

  std::uint32_t Second(Place place) const {
    const std::uint32_t second = place.first + Distance(place.tag);
    return second >= sets_ ? second - sets_ : second;
  }
  // The first set of an entry that stands in `set`, its second one.
  std::uint32_t FirstOf(std::uint32_t set, SlotWord spilled) const {
    const std::uint32_t distance = Distance(spilled.tag());
    return set >= distance ? set - distance : set + sets_ - distance;
  }

 private:
  std::uint32_t Distance(std::uint32_t tag) const { return 1 + (tag & distance_mask_); }

  std::uint32_t sets_;
  std::uint32_t distance_mask_;
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_PLACES_H_
