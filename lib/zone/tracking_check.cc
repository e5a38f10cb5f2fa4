// Ranges, zone by zone.
#include "zone/tracking_check.h"

#include <algorithm>
#include <string>

namespace tidegate {
namespace {

absl::Status OutOfRange(const std::string& place, const std::string& found, std::uint64_t min, std::uint64_t max) {
  return absl::InvalidArgumentError(place + " is " + found + ", expected " + std::to_string(min) + " to " +
                                    std::to_string(max));
}

std::string Seconds(TimeNs time) {
  return time % kSecond == 0 ? std::to_string(time / kSecond) : std::to_string(time) + " ns";
}

absl::Status CheckTimeouts(const std::string& place, const Timeouts& timeouts) {
  for (const TimeoutRow& row : kTimeoutRows) {
    const TimeNs timeout = timeouts.Of(row.state);
    if (timeout >= row.min_s * kSecond && timeout <= row.max_s * kSecond) continue;
    return OutOfRange(place + std::string(row.name), Seconds(timeout), row.min_s, row.max_s);
  }
  return absl::OkStatus();
}

absl::Status CheckLimits(const std::string& place, const ZoneOptions& options) {
  for (const ZoneLimitRow& row : kZoneLimitRows) {
    const std::uint64_t limit = options.*row.limit;
    if (limit == ZoneOptions::kNoLimit || (limit >= row.min && limit <= row.max)) continue;
    return OutOfRange(place + std::string(row.name), std::to_string(limit), row.min, row.max);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckTracking(const TrackingOptions& options) {
  if (absl::Status status = CheckTimeouts("", options.defaults.timeouts); !status.ok()) return status;
  if (options.defaults.HasLimit()) {
    return absl::InvalidArgumentError("the zones without options of their own have a limit, expected none");
  }
  for (const auto& [zone, own] : options.zones) {
    const std::string place = "zone " + std::to_string(zone);
    if (zone > kMaxZone) return absl::InvalidArgumentError(place + ": expected 0 to " + std::to_string(kMaxZone));
    if (absl::Status status = CheckTimeouts(place + ": ", own.timeouts); !status.ok()) return status;
    if (absl::Status status = CheckLimits(place + ": ", own); !status.ok()) return status;
  }
  return absl::OkStatus();
}

Timeouts ShortestTimeouts(const TrackingOptions& options) {
  Timeouts shortest = options.defaults.timeouts;
  for (const auto& [zone, own] : options.zones) {
    for (const TimeoutRow& row : kTimeoutRows) {
      shortest.Set(row.state, std::min(shortest.Of(row.state), own.timeouts.Of(row.state)));
    }
  }
  return shortest;
}

}  // namespace tidegate
