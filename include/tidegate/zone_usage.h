// What a zone has in the tables, and what it was refused.
#ifndef TIDEGATE_ZONE_USAGE_H_
#define TIDEGATE_ZONE_USAGE_H_

#include <array>
#include <cstdint>

#include "tidegate/flow_key.h"
#include "tidegate/tracking.h"

namespace tidegate {

struct ZoneUsage {
  struct Family {
    // Live entries, as a walk of the table finds them.
    std::uint64_t live = 0;
    std::uint64_t half_open = 0;
    std::uint64_t time_wait = 0;
    // What the limits are compared with, for a zone that has one: counted as packets come, without a walk. Entries in
    // TIME-WAIT are none of it (ZoneOptions); those that have ended may be, for as long as a tick.
    std::uint64_t counted = 0;
    std::uint64_t counted_half_open = 0;
    // New connections that were refused since the zone has a limit, by drop reason.
    std::uint64_t zone_full = 0;
    std::uint64_t zone_half_open = 0;
  };

  Zone zone = 0;
  std::array<Family, 2> families;  // IPv4, IPv6
  std::uint64_t max_entries = ZoneOptions::kNoLimit;
  std::uint64_t max_half_open = ZoneOptions::kNoLimit;
};

}  // namespace tidegate

#endif  // TIDEGATE_ZONE_USAGE_H_
