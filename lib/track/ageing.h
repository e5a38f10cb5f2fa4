// Ageing: how long entries live when the table fills up.
//
// "fixed": as long as the timeouts say. "adaptive": from `start` entries on the timeouts shrink in proportion, to
// nothing at `end`, as OpenBSD PF's adaptive timeouts do (pf.conf(5), adaptive.start and adaptive.end, by default 60 %
// and 120 % of the states there can be). Those of established connections do not: what a firewall may shorten is how
// long it waits for those who have not come, or have gone.
//
// A change applies to an entry at its next packet.
#ifndef TIDEGATE_TRACK_AGEING_H_
#define TIDEGATE_TRACK_AGEING_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tidegate/conn_state.h"
#include "tidegate/time.h"
#include "tidegate/timeouts.h"

namespace tidegate {

enum class AgeingKind : std::uint8_t { kFixed, kAdaptive };

inline constexpr std::array<std::string_view, 2> kAgeingNames = {"fixed", "adaptive"};

constexpr std::string_view AgeingName(AgeingKind kind) { return kAgeingNames[static_cast<std::size_t>(kind)]; }

class AdaptiveAgeing {
 public:
  // No entry lives shorter than this: a packet on its way must still find it.
  static constexpr TimeNs kLeast = kSecond;
  // Timeouts shrink in steps of one part in so many, so that they change seldom.
  static constexpr std::uint64_t kSteps = 16;

  // REQUIRES: start < end.
  AdaptiveAgeing(std::uint64_t start, std::uint64_t end) : start_(start), end_(end) {}
  // PF's defaults for a table of so many connections.
  static AdaptiveAgeing For(std::uint64_t capacity) {
    return {capacity * 6 / 10, std::max(capacity * 12 / 10, capacity * 6 / 10 + 1)};
  }

  // How much of the timeouts is left, in steps.
  std::uint64_t Share(std::uint64_t live) const {
    if (live <= start_) return kSteps;
    return live >= end_ ? 0 : (end_ - live) * kSteps / (end_ - start_);
  }

  static Timeouts Scaled(const Timeouts& timeouts, std::uint64_t share) {
    Timeouts scaled = timeouts;
    for (const TimeoutRow& row : kTimeoutRows) {
      if (ClassOf(row.state) == ConnClass::kEstablished) continue;
      const TimeNs timeout = timeouts.Of(row.state);
      scaled.Set(row.state, std::max(std::min(timeout, kLeast), timeout / kSteps * share));
    }
    return scaled;
  }

 private:
  std::uint64_t start_;
  std::uint64_t end_;
};

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_AGEING_H_
