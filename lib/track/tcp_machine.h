// The TCP life-cycle seen from the middle: a table of transitions, from SYN to TIME-WAIT.
//
// Roles. Until a side closes, the sender of a segment is the originator of the connection or the responder. From the
// first FIN on what matters is who closed first: the sender is the closer or the other side. One bit of the
// connection's flags remembers which of the two the closer is.
//
// A segment is one of five events (tcp_segment.h). An ACK or FIN that acknowledges the FIN of the side it is sent to is
// looked up as "acknowledging"; that moves the closing states.
#ifndef TIDEGATE_TRACK_TCP_MACHINE_H_
#define TIDEGATE_TRACK_TCP_MACHINE_H_

#include <cstdint>

#include "tidegate/conn_state.h"
#include "track/tcp_segment.h"

namespace tidegate {

enum class TcpAction : std::uint8_t {
  kPass,     // go to `next`, live as long as that state's timeout says
  kIgnore,   // pass it; the connection stays as it is, its expiry too
  kReopen,   // a SYN on a connection that has ended: a new one, if its numbers allow it
  kInvalid,  // no endpoint sends this here: drop it
};

struct TcpTransition {
  TcpAction action = TcpAction::kInvalid;
  ConnState next = ConnState::kNone;
  // The other side is the closer from now on.
  bool swap_closer = false;
};

// Who sent the segment, in the role that the state asks for.
enum class TcpRole : std::uint8_t {
  kLeader,  // the originator; from the first FIN on the closer
  kPeer,    // the responder; the other side
};

// True for the states in which roles are those of closing.
constexpr bool IsClosingState(ConnState state) {
  return state == ConnState::kFinWait || state == ConnState::kCloseWait || state == ConnState::kClosing ||
         state == ConnState::kLastAck || state == ConnState::kTimeWait;
}

// REQUIRES: state is a TCP state other than kNone. `acknowledges_fin`: the segment has ACK, the side it goes to has
// sent its FIN, and the acknowledgement covers it.
TcpTransition NextTcpState(ConnState state, TcpRole sender, TcpEvent event, bool acknowledges_fin);

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_TCP_MACHINE_H_
