#include "track/tcp_machine.h"

#include <array>
#include <cstddef>

namespace tidegate {
namespace {

// The columns of the table: the five events, two of them once more as acknowledging the peer's FIN.
enum Column : std::uint8_t { kSyn, kSynAck, kAck, kFin, kRst, kAckOfFin, kFinAndAck, kColumns };

struct Row {
  ConnState state;
  TcpRole sender;
  std::array<TcpTransition, kColumns> on;
};

constexpr TcpTransition To(ConnState next) { return {TcpAction::kPass, next, false}; }
constexpr TcpTransition Swap(ConnState next) { return {TcpAction::kPass, next, true}; }
constexpr TcpTransition kSame{TcpAction::kIgnore, ConnState::kNone, false};
constexpr TcpTransition kBad{TcpAction::kInvalid, ConnState::kNone, false};
constexpr TcpTransition kNew{TcpAction::kReopen, ConnState::kNone, false};

constexpr auto SS = To(ConnState::kSynSent);
constexpr auto S2 = To(ConnState::kSynSent2);
constexpr auto SR = To(ConnState::kSynRecv);
constexpr auto ES = To(ConnState::kEstablished);
constexpr auto FW = To(ConnState::kFinWait);
constexpr auto CW = To(ConnState::kCloseWait);
constexpr auto CG = To(ConnState::kClosing);
constexpr auto LA = To(ConnState::kLastAck);
constexpr auto TW = To(ConnState::kTimeWait);
constexpr auto CL = To(ConnState::kClose);
// The responder closes first: it becomes the closer.
constexpr auto FX = Swap(ConnState::kFinWait);
// The closer acknowledges first of two crossing FINs: what is still open is the closer's own.
constexpr auto LX = Swap(ConnState::kLastAck);

using enum TcpRole;

// Section numbers are RFC 9293's unless another RFC is named.
//                                         SYN    SYN-ACK ACK    FIN    RST    ACK+   FIN+
constexpr Row kRows[] = {
    // SYN-SENT. The originator may only repeat its SYN (3.8.1) or give up (3.10.4).
    {ConnState::kSynSent, kLeader, {{SS, kBad, kBad, kBad, CL, kBad, kBad}}},
    // The responder accepts (3.5), opens at the same time (3.5, figure 8), answers an old connection's ACK, on which
    // the originator resets it (3.5.1, figure 9; RFC 5961 section 4), or refuses (3.5.2).
    {ConnState::kSynSent, kPeer, {{S2, SR, kSame, kBad, CL, kSame, kBad}}},

    // Both have sent SYN. Either repeats it or answers with SYN-ACK (3.5, figure 8).
    {ConnState::kSynSent2, kLeader, {{S2, SR, kSame, kBad, CL, kSame, kBad}}},
    {ConnState::kSynSent2, kPeer, {{S2, SR, kSame, kBad, CL, kSame, kBad}}},

    // SYN-RECEIVED. The originator completes the handshake (3.5), perhaps with its FIN at once (3.10.4), or by SYN-ACK
    // where both opened; a repeated SYN means that the SYN-ACK was lost. Where both opened and the originator has
    // acknowledged the responder's SYN already, this row is the responder's (tcp_tracker.h).
    {ConnState::kSynRecv, kLeader, {{SR, ES, ES, FW, CL, ES, FW}}},
    // The responder repeats its SYN-ACK; it may close before the handshake is complete (3.6, SYN-RECEIVED to
    // FIN-WAIT-1).
    {ConnState::kSynRecv, kPeer, {{SR, SR, SR, FX, CL, SR, FX}}},

    // ESTABLISHED. A SYN is answered with a challenge ACK by the endpoint and changes nothing (RFC 5961 section 4).
    {ConnState::kEstablished, kLeader, {{kSame, kSame, ES, FW, CL, ES, FW}}},
    {ConnState::kEstablished, kPeer, {{kSame, kSame, ES, FX, CL, ES, FX}}},

    // FIN-WAIT: the closer has sent FIN. It may repeat it, and acknowledge what still comes.
    {ConnState::kFinWait, kLeader, {{kSame, kSame, FW, FW, CL, FW, FW}}},
    // The other side goes on sending, acknowledges the FIN (3.6, case 2: half-closed), closes too without having seen
    // it (case 3: they cross), or does both in one segment.
    {ConnState::kFinWait, kPeer, {{kSame, kSame, FW, CG, CL, CW, LA}}},

    // CLOSE-WAIT: half-closed, for as long as the other side likes (3.6, case 2).
    {ConnState::kCloseWait, kLeader, {{kSame, kSame, CW, CW, CL, CW, CW}}},
    {ConnState::kCloseWait, kPeer, {{kSame, kSame, CW, LA, CL, CW, LA}}},

    // CLOSING: two FINs on their way, none acknowledged (3.6, case 3). Whichever is acknowledged first leaves the
    // other.
    {ConnState::kClosing, kLeader, {{kSame, kSame, CG, CG, CL, LX, LX}}},
    {ConnState::kClosing, kPeer, {{kSame, kSame, CG, CG, CL, LA, LA}}},

    // LAST-ACK: the closer's FIN is acknowledged, the other side's is not. The closer's ACK ends the connection (3.6).
    {ConnState::kLastAck, kLeader, {{kSame, kSame, LA, LA, CL, TW, TW}}},
    {ConnState::kLastAck, kPeer, {{kSame, kSame, LA, LA, CL, LA, LA}}},

    // TIME-WAIT. A SYN of either side may begin a new connection (3.6.1, RFC 6191); a repeated FIN starts the wait anew
    // (3.10.7.4, eighth); a RST does not end it (RFC 1337).
    {ConnState::kTimeWait, kLeader, {{kNew, kSame, kSame, TW, kSame, kSame, TW}}},
    {ConnState::kTimeWait, kPeer, {{kNew, kSame, kSame, TW, kSame, kSame, TW}}},

    // Reset: late segments pass and change nothing, a SYN begins a new connection. A SYN that was refused may be
    // accepted
    // after all (3.10.7.3): the RST was lost, and the responder has begun to listen, or to open as well.
    {ConnState::kClose, kLeader, {{kNew, kSame, kSame, kSame, kSame, kSame, kSame}}},
    {ConnState::kClose, kPeer, {{kNew, SR, kSame, kSame, kSame, kSame, kSame}}},
};

constexpr std::size_t kFirstTcpState = static_cast<std::size_t>(ConnState::kSynSent);

// The rows stand in the order of the states, the first role before the second, so that a row is found by its number.
static_assert([] {
  for (std::size_t i = 0; i < std::size(kRows); ++i) {
    if (static_cast<std::size_t>(kRows[i].state) != kFirstTcpState + i / 2) return false;
    if (kRows[i].sender != (i % 2 == 0 ? kLeader : kPeer)) return false;
  }
  return std::size(kRows) == 2 * (static_cast<std::size_t>(ConnState::kClose) - kFirstTcpState + 1);
}());

}  // namespace

TcpTransition NextTcpState(ConnState state, TcpRole sender, TcpEvent event, bool acknowledges_fin) {
  auto column = static_cast<std::size_t>(event);
  if (acknowledges_fin && event == TcpEvent::kAck) column = kAckOfFin;
  if (acknowledges_fin && event == TcpEvent::kFin) column = kFinAndAck;
  const std::size_t row = (static_cast<std::size_t>(state) - kFirstTcpState) * 2 + static_cast<std::size_t>(sender);
  return kRows[row].on[column];
}

}  // namespace tidegate
