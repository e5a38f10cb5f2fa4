// The SCTP life-cycle seen from the middle: a table of transitions, from INIT to SHUTDOWN COMPLETE.
//
// A packet is one event for each of its chunks that opens or closes an association, and one in all if it has none. That
// it comes from an endpoint of the association is proved by its tags beforehand (sctp_tracker.h), so the table refuses
// only what no endpoint sends.
#ifndef TIDEGATE_TRACK_SCTP_MACHINE_H_
#define TIDEGATE_TRACK_SCTP_MACHINE_H_

#include <cstdint>

#include "tidegate/conn_state.h"

namespace tidegate {

enum class SctpEvent : std::uint8_t {
  kInit,
  kInitAck,
  kCookieEcho,
  kCookieAck,
  kNewCookieAck,  // a COOKIE ACK under a tag that was not in force before: the association has been set up anew
  kShutdown,
  kShutdownAck,
  kShutdownComplete,
  kAbort,
  kOther,  // DATA, SACK, HEARTBEAT, ERROR and all others
  kCount_,
};

enum class SctpAction : std::uint8_t {
  kPass,     // go to `next`, live as long as that state's timeout says
  kIgnore,   // pass it; the association stays as it is, its expiry too
  kReopen,   // INIT where an association has ended: a new one
  kInvalid,  // no endpoint sends this here: drop it
};

struct SctpTransition {
  SctpAction action = SctpAction::kInvalid;
  ConnState next = ConnState::kNone;
};

// REQUIRES: state is an SCTP state; event is not kCount_.
SctpTransition NextSctpState(ConnState state, bool from_originator, SctpEvent event);

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_SCTP_MACHINE_H_
