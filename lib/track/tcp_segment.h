// A TCP segment as the state machine sees it: one event, and the sequence numbers it covers.
#ifndef TIDEGATE_TRACK_TCP_SEGMENT_H_
#define TIDEGATE_TRACK_TCP_SEGMENT_H_

#include <cstdint>

#include "tidegate/drop_reason.h"
#include "tidegate/packet_view.h"

namespace tidegate {

// What a segment does, by its flags; data, PSH, URG and the bits of ECN make no difference.
enum class TcpEvent : std::uint8_t { kSyn, kSynAck, kAck, kFin, kRst, kCount_ };

// kCount_ for a combination that no endpoint sends.
constexpr TcpEvent ClassifyTcpFlags(std::uint8_t flags) {
  switch (flags & (kTcpSyn | kTcpAck | kTcpFin | kTcpRst)) {
    case kTcpSyn:
      return TcpEvent::kSyn;
    case kTcpSyn | kTcpAck:
      return TcpEvent::kSynAck;
    case kTcpAck:
      return TcpEvent::kAck;
    case kTcpFin | kTcpAck:
      return TcpEvent::kFin;
    case kTcpRst:
    case kTcpRst | kTcpAck:
      return TcpEvent::kRst;
    default:
      return TcpEvent::kCount_;
  }
}

// Why ClassifyTcpFlags() knows no event for these flags. Scanners send such segments to tell systems apart; all but SYN
// and RST carry ACK (RFC 9293 section 3.10.7.4, fifth: others are dropped by the receiver anyway).
constexpr DropReason BadFlagsReason(std::uint8_t flags) {
  const bool syn = (flags & kTcpSyn) != 0;
  if (syn && (flags & kTcpRst) != 0) return DropReason::kTcpSynRst;
  if (syn && (flags & kTcpFin) != 0) return DropReason::kTcpSynFin;
  if ((flags & kTcpFin) == 0) return DropReason::kTcpNoFlags;
  return (flags & kTcpRst) != 0 ? DropReason::kTcpFinRst : DropReason::kTcpWithoutAck;
}

// a > b in the circle of sequence numbers and timestamps (RFC 9293 section 3.4).
constexpr bool SequenceAfter(std::uint32_t a, std::uint32_t b) { return static_cast<std::int32_t>(a - b) > 0; }

// The number behind the segment's last byte; SYN and FIN take one each.
inline std::uint32_t SequenceEnd(const PacketView& view) {
  const std::uint8_t flags = view.tcp.flags;
  return view.tcp.seq + view.payload_length + ((flags & kTcpSyn) != 0 ? 1 : 0) + ((flags & kTcpFin) != 0 ? 1 : 0);
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_TCP_SEGMENT_H_
