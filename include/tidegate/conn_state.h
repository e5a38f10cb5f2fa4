// The states a connection passes through, and the classes the table sorts them into.
#ifndef TIDEGATE_CONN_STATE_H_
#define TIDEGATE_CONN_STATE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tidegate {

// What the table knows of an entry without reading its record: how dear it is. The order carries no meaning.
enum class ConnClass : std::uint8_t {
  kEmpty,        // no entry
  kBusy,         // an entry that is being written; not there for readers
  kHalfOpen,     // a handshake that is not complete
  kEstablished,  // the handshake is complete
  kClosing,      // at least one side has closed, the other may still send
  kTimeWait,     // closed: kept for late segments
  kDatagram,     // protocols without a life-cycle: UDP, ICMP echo, all others
  kAlias,        // a second key of a connection (address translation)
  kCount_
};

inline constexpr std::size_t kConnClassCount = static_cast<std::size_t>(ConnClass::kCount_);

constexpr std::string_view Name(ConnClass cls) {
  constexpr std::string_view kNames[] = {"empty",   "busy",      "half_open", "established",
                                         "closing", "time_wait", "datagram",  "alias"};
  return kNames[static_cast<std::size_t>(cls)];
}

// A tracker's state. The TCP states carry the names of RFC 9293 seen from the middle, as Linux conntrack prints them.
enum class ConnState : std::uint8_t {
  kNone,
  kSynSent,      // SYN seen from the original direction
  kSynSent2,     // SYN seen from both directions: simultaneous open
  kSynRecv,      // SYN and SYN-ACK seen
  kEstablished,  // the handshake is complete
  kFinWait,      // one FIN seen, not acknowledged yet
  kCloseWait,    // one FIN seen and acknowledged: half-closed
  kClosing,      // both FINs seen, the first not acknowledged yet: they crossed
  kLastAck,      // both FINs seen, the first one acknowledged
  kTimeWait,     // both FINs seen and acknowledged
  kClose,        // reset
  // SCTP, with the names of RFC 9260 section 4 that Linux conntrack uses.
  kSctpCookieWait,       // INIT seen, perhaps answered
  kSctpCookieEchoed,     // COOKIE ECHO seen
  kSctpEstablished,      // COOKIE ACK seen
  kSctpShutdownSent,     // the originator has sent SHUTDOWN
  kSctpShutdownRecd,     // the responder has
  kSctpShutdownAckSent,  // SHUTDOWN ACK seen
  kSctpClosed,           // SHUTDOWN COMPLETE or ABORT seen
  kUdpSingle,            // UDP, one direction has spoken
  kUdpStream,            // UDP, both have
  kIcmpEcho,             // ICMP or ICMPv6 echo
  kOther,                // any other IP protocol, by its addresses
  kCount_
};

inline constexpr std::size_t kConnStateCount = static_cast<std::size_t>(ConnState::kCount_);

struct ConnStateInfo {
  ConnState state;
  std::string_view name;
  ConnClass cls;
};

inline constexpr std::array<ConnStateInfo, kConnStateCount> kConnStates = {{
    {ConnState::kNone, "NONE", ConnClass::kEmpty},
    {ConnState::kSynSent, "SYN_SENT", ConnClass::kHalfOpen},
    {ConnState::kSynSent2, "SYN_SENT2", ConnClass::kHalfOpen},
    {ConnState::kSynRecv, "SYN_RECV", ConnClass::kHalfOpen},
    {ConnState::kEstablished, "ESTABLISHED", ConnClass::kEstablished},
    {ConnState::kFinWait, "FIN_WAIT", ConnClass::kClosing},
    {ConnState::kCloseWait, "CLOSE_WAIT", ConnClass::kClosing},
    {ConnState::kClosing, "CLOSING", ConnClass::kClosing},
    {ConnState::kLastAck, "LAST_ACK", ConnClass::kClosing},
    {ConnState::kTimeWait, "TIME_WAIT", ConnClass::kTimeWait},
    {ConnState::kClose, "CLOSE", ConnClass::kTimeWait},
    {ConnState::kSctpCookieWait, "SCTP_COOKIE_WAIT", ConnClass::kHalfOpen},
    {ConnState::kSctpCookieEchoed, "SCTP_COOKIE_ECHOED", ConnClass::kHalfOpen},
    {ConnState::kSctpEstablished, "SCTP_ESTABLISHED", ConnClass::kEstablished},
    {ConnState::kSctpShutdownSent, "SCTP_SHUTDOWN_SENT", ConnClass::kClosing},
    {ConnState::kSctpShutdownRecd, "SCTP_SHUTDOWN_RECD", ConnClass::kClosing},
    {ConnState::kSctpShutdownAckSent, "SCTP_SHUTDOWN_ACK_SENT", ConnClass::kClosing},
    {ConnState::kSctpClosed, "SCTP_CLOSED", ConnClass::kTimeWait},
    {ConnState::kUdpSingle, "UDP_SINGLE", ConnClass::kDatagram},
    {ConnState::kUdpStream, "UDP_STREAM", ConnClass::kDatagram},
    {ConnState::kIcmpEcho, "ICMP_ECHO", ConnClass::kDatagram},
    {ConnState::kOther, "OTHER", ConnClass::kDatagram},
}};

constexpr std::string_view Name(ConnState state) { return kConnStates[static_cast<std::size_t>(state)].name; }
constexpr ConnClass ClassOf(ConnState state) { return kConnStates[static_cast<std::size_t>(state)].cls; }

}  // namespace tidegate

#endif  // TIDEGATE_CONN_STATE_H_
