// Necessary conditions of each state: a state machine that skips a step cannot meet them.
#include "fuzz/history.h"

#include "fuzz/require.h"

namespace tidegate::fuzz {

void History::Pass(const PacketView& view, std::size_t direction) {
  ++passed_[direction];
  if (view.IsTcp()) sent_[direction] |= view.tcp.flags;
  if (view.IsSctp()) chunks_ |= view.sctp.chunks;
}

void History::Check(const ConnInfo& conn) const {
  if (conn.tuple.protocol == kProtocolTcp) {
    CheckTcp(conn.state);
  } else {
    CheckOther(conn.state);
  }
  if (conn.account) Require(conn.account->packets == passed_, "the accounts count the packets that passed");
}

void History::CheckTcp(ConnState state) const {
  using enum ConnState;
  const bool known = beginning_ != Beginning::kPickedUp;
  if (known) Require((sent_[kOriginalDirection] & kTcpSyn) != 0, "a connection begins with a SYN of its originator");
  switch (state) {
    case kSynSent:
    case kClose:
      break;
    case kSynSent2:
      Require(BothSent(kTcpSyn), "a simultaneous open has two SYNs");
      break;
    default:
      if (known) Require(BothSent(kTcpSyn), "behind SYN-SENT both have sent a SYN");
      break;
  }
  // These classes are not given up for new connections: a single sender must not be able to get there.
  const ConnClass cls = ClassOf(state);
  if (cls == ConnClass::kEstablished || cls == ConnClass::kClosing) {
    Require(BothHeard() && OneSent(kTcpAck), "a connection is established when both have been heard");
  }
  if (state == kEstablished) {
    Require(BothSent(kTcpAck), "a handshake is complete when both have acknowledged");
  }
  if (state == kFinWait || state == kCloseWait) Require(OneSent(kTcpFin), "a closing connection has a FIN");
  if (state == kClosing || state == kLastAck || state == kTimeWait) Require(BothSent(kTcpFin), "both have closed");
  if (state == kClose) Require(OneSent(kTcpRst), "a connection that was reset has seen a RST");
}

void History::CheckOther(ConnState state) const {
  using enum ConnState;
  const auto chunk = [&](std::uint8_t type) { return (chunks_ >> type & 1) != 0; };
  switch (state) {
    case kUdpStream:
      return Require(BothPassed(), "a UDP stream has been answered");
    case kSctpCookieEchoed:
      return Require(BothPassed() && chunk(kSctpCookieEcho), "a cookie is sent back to who offered it");
    case kSctpEstablished:
    case kSctpShutdownSent:
    case kSctpShutdownRecd:
    case kSctpShutdownAckSent:
      return Require(BothPassed() && chunk(kSctpCookieEcho) && chunk(kSctpCookieAck),
                     "an association is established by a cookie and its acknowledgement");
    case kSctpClosed:
      return Require(chunk(kSctpAbort) || chunk(kSctpShutdownComplete), "an association is ended by one of its sides");
    default:
      return;
  }
}

}  // namespace tidegate::fuzz
