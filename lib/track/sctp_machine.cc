#include "track/sctp_machine.h"

#include <array>
#include <cstddef>

namespace tidegate {
namespace {

// The columns of the table: the events, SHUTDOWN once for each side.
enum Column : std::uint8_t {
  kInit,
  kInitAck,
  kEcho,
  kAck,
  kNewAck,
  kShutdownOfOriginator,
  kShutdownOfResponder,
  kShutdownAck,
  kComplete,
  kAbort,
  kOther,
  kColumns
};

struct Row {
  ConnState state;
  std::array<SctpTransition, kColumns> on;
};

constexpr SctpTransition To(ConnState next) { return {SctpAction::kPass, next}; }
constexpr SctpTransition kSame{SctpAction::kIgnore, ConnState::kNone};
constexpr SctpTransition kBad{SctpAction::kInvalid, ConnState::kNone};
constexpr SctpTransition kNew{SctpAction::kReopen, ConnState::kNone};

constexpr auto CW = To(ConnState::kSctpCookieWait);
constexpr auto CE = To(ConnState::kSctpCookieEchoed);
constexpr auto ES = To(ConnState::kSctpEstablished);
constexpr auto SS = To(ConnState::kSctpShutdownSent);
constexpr auto SR = To(ConnState::kSctpShutdownRecd);
constexpr auto SA = To(ConnState::kSctpShutdownAckSent);
constexpr auto CL = To(ConnState::kSctpClosed);

// Section numbers are RFC 9260's. The columns: INIT, INIT ACK, COOKIE ECHO, COOKIE ACK, COOKIE ACK under a new tag,
// SHUTDOWN of the originator, of the responder, SHUTDOWN ACK, SHUTDOWN COMPLETE, ABORT, other.
constexpr Row kRows[] = {
    // COOKIE-WAIT. INIT and INIT ACK, repeated (5.1, A: T1-init) or of both sides at once (5.2.1), until one side sends
    // the cookie back (5.1, C). ABORT refuses (5.1). There can be no data yet (6), and nothing to close.
    {ConnState::kSctpCookieWait, {{CW, CW, CE, kBad, kBad, kBad, kBad, kBad, kBad, CL, kBad}}},

    // COOKIE-ECHOED. COOKIE ACK completes the handshake (5.1, E). COOKIE ECHO repeated (5.1, C: T1-cookie); INIT of the
    // other side too (5.2.1), INIT ACK once more (5.2.3). The side that got the cookie is established: its data and its
    // SHUTDOWN may have overtaken the COOKIE ACK, and change nothing before that comes.
    {ConnState::kSctpCookieEchoed, {{CE, CE, CE, ES, ES, kSame, kSame, kBad, kBad, CL, kSame}}},

    // ESTABLISHED. INIT and INIT ACK may begin a restart of one side, and leave the association as it is (5.2.2), until
    // COOKIE ECHO and COOKIE ACK complete it (5.2.4, A); both may be repeated ones as well (5.2.4, D). SHUTDOWN says
    // who closes (9.2). Without one: it took another path of an endpoint that has several (6.4).
    {ConnState::kSctpEstablished, {{kSame, kSame, ES, ES, ES, SS, SR, SA, CL, CL, ES}}},

    // SHUTDOWN-SENT: the originator has closed. It may repeat it, the responder sends what is left (9.2), closes at the
    // same time (9.2: both then send SHUTDOWN ACK), or agrees. A restart is still possible (5.2.2, 5.2.4 A).
    {ConnState::kSctpShutdownSent, {{kSame, kSame, kSame, kSame, ES, SS, SS, SA, CL, CL, SS}}},

    // SHUTDOWN-RECEIVED: the same, the responder having closed.
    {ConnState::kSctpShutdownRecd, {{kSame, kSame, kSame, kSame, ES, SR, SR, SA, CL, CL, SR}}},

    // SHUTDOWN-ACK-SENT, by either side. The other one may not have seen it yet and repeat SHUTDOWN (9.2). SHUTDOWN
    // COMPLETE ends the association (9.2). An INIT only makes its receiver repeat SHUTDOWN ACK (9.2), and a cookie its
    // error (5.2.4, A); but the side that sent SHUTDOWN ACK may itself restart.
    {ConnState::kSctpShutdownAckSent, {{kSame, kSame, kSame, kSame, ES, SA, SA, SA, CL, CL, kSame}}},

    // CLOSED. INIT of either side begins a new association (5.1). A repeated SHUTDOWN ACK means that SHUTDOWN COMPLETE
    // was lost and will be sent again (8.4, rule 5). A late cookie could set up what is gone (5.1.5): it may not pass.
    {ConnState::kSctpClosed, {{kNew, kSame, kBad, kSame, kSame, kSame, kSame, CL, kSame, kSame, kSame}}},
};

constexpr std::size_t kFirstSctpState = static_cast<std::size_t>(ConnState::kSctpCookieWait);

// The rows stand in the order of the states, so that a row is found by its number.
static_assert([] {
  for (std::size_t i = 0; i < std::size(kRows); ++i) {
    if (static_cast<std::size_t>(kRows[i].state) != kFirstSctpState + i) return false;
  }
  return std::size(kRows) == static_cast<std::size_t>(ConnState::kSctpClosed) - kFirstSctpState + 1;
}());

constexpr std::array<Column, static_cast<std::size_t>(SctpEvent::kCount_)> kColumnOf = {
    kInit, kInitAck, kEcho, kAck, kNewAck, kShutdownOfOriginator, kShutdownAck, kComplete, kAbort, kOther};

}  // namespace

SctpTransition NextSctpState(ConnState state, bool from_originator, SctpEvent event) {
  const bool responder_closes = event == SctpEvent::kShutdown && !from_originator;
  const Column column = responder_closes ? kShutdownOfResponder : kColumnOf[static_cast<std::size_t>(event)];
  return kRows[static_cast<std::size_t>(state) - kFirstSctpState].on[column];
}

}  // namespace tidegate
