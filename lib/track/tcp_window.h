// Does a segment lie where its receiver can take it?
//
// The four bounds of "Real Stateful TCP Packet Filtering in IP Filter" (G. van Rooij, 2001), as the packet filters of
// BSD and Linux use them, with S the segment's sender and R its receiver:
//
//   I    no byte begins beyond what R offered to take: its acknowledgement and its largest window
//   II   the segment ends no further back than one window of R behind what S has sent
//   III  it acknowledges, SACK blocks included, nothing that R has not sent
//   IV   its acknowledgement lies no further back than one window of S, at least 66,000, behind what R has sent
//
// Beyond I or III no endpoint sends: such a segment is dropped. Behind II or IV lie old duplicates, keep-alives of a
// peer that is far ahead, and what was delayed: they pass, for the endpoint answers them (RFC 9293 section 3.10.7.4),
// and the connection does not follow them. The largest window instead of the last one for I, as a receiver may shrink
// what it offered before (RFC 9293 section 3.8.6), and bytes in flight then lie beyond it.
#ifndef TIDEGATE_TRACK_TCP_WINDOW_H_
#define TIDEGATE_TRACK_TCP_WINDOW_H_

#include <algorithm>
#include <cstdint>

#include "tidegate/packet_view.h"
#include "track/tcp_segment.h"
#include "track/tcp_side.h"

namespace tidegate {

enum class SegmentFit : std::uint8_t { kFits, kOld, kBeyondWindow, kBadAck };

// The window assumed where none is known.
inline constexpr std::uint32_t kUnknownWindow = 1u << 30;
// Bound IV: more than any unscaled window, for acknowledgements that come late (van Rooij's MAXACKWINDOW).
inline constexpr std::uint32_t kMinAckWindow = 66000;

// The largest window that `side` offered.
inline std::uint32_t WindowOf(const TcpSide& side) {
  return side.heard.Is(TcpHeard::Kind::kOtherSyn) ? kUnknownWindow : side.heard.WindowBytes(side.sent.shift());
}

// Bound I: where the sender's last byte may begin.
inline std::uint32_t UpperBound(const TcpSide& sender, const TcpSide& receiver) {
  if (sender.sent.Is(TcpSent::kFinished)) return sender.sent.end();
  const bool acked = receiver.heard.Is(TcpHeard::Kind::kAck);
  return (acked ? receiver.heard.number() : sender.sent.end()) + WindowOf(receiver);
}

inline SegmentFit FitOf(const TcpSide& sender, const TcpSide& receiver, const PacketView& segment) {
  if (sender.sent.Is(TcpSent::kLoose) || receiver.sent.Is(TcpSent::kLoose)) return SegmentFit::kFits;
  const TcpFields& tcp = segment.tcp;
  const bool ack = (tcp.flags & kTcpAck) != 0;
  if (!receiver.sent.Is(TcpSent::kKnown)) return SegmentFit::kFits;
  const std::uint32_t acknowledgable = receiver.sent.end();
  if (ack &&
      (SequenceAfter(tcp.ack, acknowledgable) || (tcp.has_sack && SequenceAfter(tcp.sack_end, acknowledgable)))) {
    return SegmentFit::kBadAck;
  }
  if (sender.sent.Is(TcpSent::kKnown)) {
    if (SequenceAfter(tcp.seq, UpperBound(sender, receiver))) return SegmentFit::kBeyondWindow;
    if (SequenceAfter(sender.sent.end() - WindowOf(receiver), SequenceEnd(segment))) return SegmentFit::kOld;
  }
  if (ack && SequenceAfter(acknowledgable - std::max(WindowOf(sender), kMinAckWindow), tcp.ack))
    return SegmentFit::kOld;
  return SegmentFit::kFits;
}

// What `sender` has said with a segment that fits, added to what it said before.
inline TcpHeard HeardAfter(const TcpSide& sender, const TcpSide& receiver, const PacketView& segment) {
  using Kind = TcpHeard::Kind;
  const TcpFields& tcp = segment.tcp;
  if ((tcp.flags & kTcpAck) == 0) return sender.heard;
  const bool window_known = !sender.heard.Is(Kind::kOtherSyn);
  const std::uint32_t units = WindowUnits(tcp, sender.sent.shift());
  // Which was the largest window is forgotten with a SYN that was remembered: then any may have been.
  const std::uint32_t window = window_known ? std::max(sender.heard.window(), units) : TcpHeard::kMaxWindow;
  const Kind kind = receiver.sent.Is(TcpSent::kFinished) && tcp.has_timestamps ? Kind::kStamp : Kind::kAck;
  const std::uint32_t number = kind == Kind::kStamp ? tcp.ts_value : tcp.ack;
  const bool newer = !sender.heard.Is(kind) || SequenceAfter(number, sender.heard.number());
  return {kind, window, newer ? number : sender.heard.number()};
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_TCP_WINDOW_H_
