// A TCP segment as the state machine sees it: one event, and the sequence numbers it covers.
#ifndef TIDEGATE_TRACK_TCP_SEGMENT_H_
#define TIDEGATE_TRACK_TCP_SEGMENT_H_

#include <cstdint>
#include <optional>

#include "tidegate/packet_view.h"

namespace tidegate {

// What a segment does, by its flags; data and PSH make no difference.
enum class TcpEvent : std::uint8_t { kSyn, kSynAck, kAck, kFin, kRst, kCount_ };

// None for a combination that no endpoint sends: no flag at all, SYN with FIN or RST, FIN with RST, and anything but
// SYN and RST without ACK (RFC 9293 section 3.10.7.4, fifth: such a segment is dropped by the receiver anyway).
constexpr std::optional<TcpEvent> ClassifyTcpFlags(std::uint8_t flags) {
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
      return std::nullopt;
  }
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
