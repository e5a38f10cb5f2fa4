// What a tracker says of a packet that found its connection.
#ifndef TIDEGATE_TRACK_TRACK_OUTCOME_H_
#define TIDEGATE_TRACK_TRACK_OUTCOME_H_

#include <cstdint>

#include "tidegate/drop_reason.h"

namespace tidegate {

enum class TrackOutcome : std::uint8_t {
  kPass,      // the packet belongs to the connection, or may reach it without harm
  kInvalid,   // it does not fit: drop it for `reason`
  kReopen,    // it begins a new connection in place of this one
  kTakeOver,  // TCP: it answers a SYN that did not fit and was let through; the connection begins anew with these two
  kOtherSyn,  // TCP: it passes, and may be remembered as the SYN of a new connection if the rules allow that one
  kOtherAsk,  // ICMP echo: the other side asks as well; the rules decide
  kGone,      // the entry was reused meanwhile: look again
};

struct Tracked {
  // Implicit, so that a tracker may return a bare outcome.
  constexpr Tracked(TrackOutcome what, DropReason why = DropReason::kNone)  // NOLINT(google-explicit-constructor)
      : outcome(what), reason(why) {}

  TrackOutcome outcome;
  DropReason reason;
};

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_TRACK_OUTCOME_H_
