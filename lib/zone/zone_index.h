// Numbers the zones that have something of their own, for arrays of what they have.
//
// Overview. A hash table with open addressing that is made once and never changes: pairs of {zone, number} in a power
// of two of places, at most half of them taken, so that a search ends after one or two. Zones are chosen by the
// operator, not by packets, so that a multiplication is hash enough.
//
// Cost: one predictable branch where no zone is numbered; else a multiplication and one cache line of eight pairs,
// which stays in the first level for a hundred zones and in the second for some ten thousand.
//
// Thread safety: constant after its making.
#ifndef TIDEGATE_ZONE_ZONE_INDEX_H_
#define TIDEGATE_ZONE_ZONE_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tidegate/flow_key.h"

namespace tidegate {

class ZoneIndex {
 public:
  // What zones have that are not numbered.
  static constexpr std::uint32_t kNone = 0xffffffff;

  ZoneIndex() = default;
  // Numbers the zones in their order, from 0. REQUIRES: no zone twice, each at most kMaxZone.
  explicit ZoneIndex(std::span<const Zone> zones);

  bool empty() const { return places_.empty(); }

  std::uint32_t Of(Zone zone) const {
    if (places_.empty()) [[likely]]
      return kNone;
    for (std::size_t i = Home(zone);; i = (i + 1) & mask_) {
      if (places_[i].zone == zone) return places_[i].number;
      if (places_[i].zone == kFree) return kNone;
    }
  }

 private:
  static constexpr Zone kFree = ~Zone{0};  // no zone has that many bits
  static_assert(kFree > kMaxZone);

  struct Place {
    Zone zone = kFree;
    std::uint32_t number = kNone;
  };

  // The upper bits of a product with 2^32 divided by the golden ratio (Knuth, TAOCP vol. 3, section 6.4).
  std::size_t Home(Zone zone) const { return (zone * 0x9e3779b9u) >> shift_; }

  std::vector<Place> places_;
  std::size_t mask_ = 0;
  int shift_ = 0;
};

}  // namespace tidegate

#endif  // TIDEGATE_ZONE_ZONE_INDEX_H_
