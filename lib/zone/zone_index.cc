// The making of the table.
#include "zone/zone_index.h"

#include <algorithm>
#include <bit>

namespace tidegate {

ZoneIndex::ZoneIndex(std::span<const Zone> zones) {
  if (zones.empty()) return;
  const std::size_t size = std::bit_ceil(std::max<std::size_t>(2 * zones.size(), 2));
  places_.resize(size);
  mask_ = size - 1;
  shift_ = 32 - std::countr_zero(size);
  for (std::uint32_t number = 0; number < zones.size(); ++number) {
    std::size_t i = Home(zones[number]);
    while (places_[i].zone != kFree) i = (i + 1) & mask_;
    places_[i] = {zones[number], number};
  }
}

}  // namespace tidegate
