// What a Firewall says of tracking options before it takes them over.
#ifndef TIDEGATE_ZONE_TRACKING_CHECK_H_
#define TIDEGATE_ZONE_TRACKING_CHECK_H_

#include "absl/status/status.h"
#include "tidegate/tracking.h"

namespace tidegate {

// kInvalidArgument with the zone, the value and what is expected, for the first value out of its range.
absl::Status CheckTracking(const TrackingOptions& options);

// The shortest of each timeout in any zone: what the policies, which know no zones, go by.
Timeouts ShortestTimeouts(const TrackingOptions& options);

}  // namespace tidegate

#endif  // TIDEGATE_ZONE_TRACKING_CHECK_H_
