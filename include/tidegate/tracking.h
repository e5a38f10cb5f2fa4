// What the trackers are told: timeouts, how strictly TCP is checked, and limits, for every zone or for a single one.
//
//   TrackingOptions tracking;
//   tracking.defaults.timeouts.Set(ConnState::kTimeWait, 60 * kSecond);
//   ZoneOptions tenant = tracking.defaults;          // a zone's options are whole: begin with the defaults
//   tenant.max_entries = 10'000;
//   tracking.zones[7] = tenant;
//   absl::Status status = firewall->SetTracking(tracking);   // or in FirewallOptions
//
// Limits keep one tenant from filling the table for the others. They are for a zone, in each family; what is refused
// for one is dropped as `zone_full` or `zone_half_open`. A zone with a limit costs 17 KB; one without costs nothing.
#ifndef TIDEGATE_TRACKING_H_
#define TIDEGATE_TRACKING_H_

#include <array>
#include <cstdint>
#include <map>
#include <string_view>

#include "tidegate/flow_key.h"
#include "tidegate/timeouts.h"

namespace tidegate {

struct TcpTracking {
  // Sequence numbers and acknowledgements outside the windows pass as well; RSTs are still checked.
  bool liberal = false;
  // A segment that has data or ACK and no connection begins one in mid-stream, if the rules allow its connection.
  bool pickup = false;
  // Closing segments without data that have no connection any more pass, if the rules would allow their connection.
  bool late_close = true;
};

struct ZoneOptions {
  static constexpr std::uint64_t kNoLimit = ~std::uint64_t{0};

  Timeouts timeouts;
  TcpTracking tcp;
  // Live entries of the zone in one family. Those in TIME-WAIT do not count where the eviction policy gives them up for
  // a new connection: they make room for anybody's. Under a policy that does not ("none") they count.
  std::uint64_t max_entries = kNoLimit;
  // Handshakes that are not complete. Entries that are not half-open at first (UDP, ICMP) are not refused for it.
  std::uint64_t max_half_open = kNoLimit;

  constexpr bool HasLimit() const { return max_entries != kNoLimit || max_half_open != kNoLimit; }
};

// One limit: its name in the configuration and its range. The default is none.
struct ZoneLimitRow {
  std::string_view name;
  std::uint64_t ZoneOptions::*limit;
  std::uint64_t min;
  std::uint64_t max;
};

inline constexpr std::array<ZoneLimitRow, 2> kZoneLimitRows = {{
    {"max_entries", &ZoneOptions::max_entries, 1, 1u << 27},
    {"max_half_open", &ZoneOptions::max_half_open, 1, 1u << 27},
}};

struct TrackingOptions {
  ZoneOptions defaults;               // REQUIRES: without limits, which would need a count for each of 2^24 zones
  std::map<Zone, ZoneOptions> zones;  // whole: nothing is taken over from `defaults` where a zone has its own
  bool verify_checksums = false;      // where the device has not done it
};

}  // namespace tidegate

#endif  // TIDEGATE_TRACKING_H_
