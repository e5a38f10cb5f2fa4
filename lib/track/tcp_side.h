// What a connection remembers of each TCP endpoint: two of the record's 48-bit words.
//
//   word 2 * side      "sent"    47..43 unused   42..36 flags   35..32 shift   31..0 end
//   word 2 * side + 1  "heard"   47..46 kind     45..32 window                 31..0 number
//
// Sent: `end` is the number behind the last byte that the endpoint sent, its FIN included; `shift` scales the windows
// it offers (RFC 7323 section 2), 0 unless both offered to scale.
//
// Heard: `window` is the largest one it offered, in units of 4 << shift bytes, rounded up. What `number` is depends on
// the kind: the highest acknowledgement it sent; or, once the other side has sent its FIN and no acknowledgement can
// limit anything any more, its last timestamp; or the end of a SYN of its own that did not fit the connection (and
// `window` then that SYN's options).
//
// A packet may find the words of a later entry in the slot. So the words are loaded first, and whoever is about to drop
// the packet makes sure that the entry was still there after that.
#ifndef TIDEGATE_TRACK_TCP_SIDE_H_
#define TIDEGATE_TRACK_TCP_SIDE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "tidegate/flow_key.h"
#include "tidegate/packet_view.h"
#include "track/tcp_segment.h"

namespace tidegate {

constexpr std::size_t SentWordOf(FlowSide side) { return 2 * static_cast<std::size_t>(side); }
constexpr std::size_t HeardWordOf(FlowSide side) { return SentWordOf(side) + 1; }
constexpr std::size_t PairOf(FlowSide side) { return static_cast<std::size_t>(side); }  // of both, TrackAccess's number

class TcpSent {
 public:
  enum Flag : std::uint64_t {
    kKnown = std::uint64_t{1} << 36,     // the endpoint has spoken
    kScales = std::uint64_t{1} << 37,    // its SYN offered to scale windows
    kFinished = std::uint64_t{1} << 38,  // it has sent its FIN, which `end` covers
    kFastOpen = std::uint64_t{1} << 39,  // its SYN had data, which may be acknowledged or not (RFC 7413)
    kLoose = std::uint64_t{1} << 40,     // its numbers are not certain: nothing is judged by them
    kOpens = std::uint64_t{1} << 41,     // it began with a SYN that answers none
    kEarly = std::uint64_t{1} << 42,     // `end` has moved before the handshake was complete: less may be acknowledged
  };

  constexpr TcpSent() = default;
  constexpr explicit TcpSent(std::uint64_t raw) : raw_(raw) {}

  constexpr std::uint64_t raw() const { return raw_; }
  constexpr std::uint32_t end() const { return static_cast<std::uint32_t>(raw_); }
  constexpr int shift() const { return static_cast<int>(raw_ >> 32 & 0xf); }
  constexpr bool Is(Flag flag) const { return (raw_ & flag) != 0; }

  constexpr TcpSent With(Flag flag) const { return TcpSent(raw_ | flag); }
  constexpr TcpSent WithEnd(std::uint32_t end) const { return TcpSent((raw_ & ~std::uint64_t{0xffffffff}) | end); }
  constexpr TcpSent WithShift(int shift) const {
    return TcpSent((raw_ & ~(std::uint64_t{0xf} << 32)) | std::uint64_t{static_cast<unsigned>(shift)} << 32);
  }
  constexpr TcpSent WithoutScaling() const { return TcpSent(WithShift(0).raw_ & ~std::uint64_t{kScales}); }
  // With all that `segment` adds to what has been sent.
  TcpSent After(const PacketView& segment) const {
    const std::uint32_t end_of_segment = SequenceEnd(segment);
    const TcpSent more = SequenceAfter(end_of_segment, end()) ? WithEnd(end_of_segment) : *this;
    return (segment.tcp.flags & kTcpFin) != 0 ? more.With(kFinished) : more;
  }

  constexpr bool operator==(const TcpSent&) const = default;

 private:
  std::uint64_t raw_ = 0;
};

class TcpHeard {
 public:
  enum class Kind : std::uint8_t { kNothing, kAck, kStamp, kOtherSyn };

  static constexpr int kKindShift = 46;
  static constexpr int kWindowBits = 14;
  static constexpr std::uint32_t kMaxWindow = (1u << kWindowBits) - 1;

  constexpr TcpHeard() = default;
  constexpr explicit TcpHeard(std::uint64_t raw) : raw_(raw) {}
  constexpr TcpHeard(Kind kind, std::uint32_t window, std::uint32_t number)
      : raw_(std::uint64_t{static_cast<std::uint8_t>(kind)} << kKindShift | std::uint64_t{window} << 32 | number) {}

  constexpr std::uint64_t raw() const { return raw_; }
  constexpr Kind kind() const { return static_cast<Kind>(raw_ >> kKindShift); }
  constexpr bool Is(Kind other) const { return kind() == other; }
  constexpr std::uint32_t window() const { return static_cast<std::uint32_t>(raw_ >> 32) & kMaxWindow; }
  constexpr std::uint32_t number() const { return static_cast<std::uint32_t>(raw_); }

  // The largest window in bytes. Never less than what was offered.
  constexpr std::uint32_t WindowBytes(int shift) const { return ((window() << 2) + 3) << shift; }

  constexpr bool operator==(const TcpHeard&) const = default;

 private:
  std::uint64_t raw_ = 0;
};

// A window field in the units of a heard word. That of a SYN is never scaled (RFC 7323 section 2.2).
constexpr std::uint32_t WindowUnits(const TcpFields& tcp, int shift) {
  const std::uint32_t scaled = (tcp.flags & kTcpSyn) != 0 ? (tcp.window + (1u << shift) - 1) >> shift : tcp.window;
  return scaled >> 2;
}

// A SYN that did not fit, packed into a heard word.
inline TcpHeard RememberedSyn(const PacketView& syn) {
  const std::uint32_t scaling = syn.tcp.has_window_scale ? 0x10u | syn.tcp.window_scale : 0;
  return {TcpHeard::Kind::kOtherSyn, scaling << 8 | syn.tcp.window >> 8, SequenceEnd(syn)};
}

struct TcpSide {
  TcpSent sent;
  TcpHeard heard;

  constexpr bool operator==(const TcpSide&) const = default;
};

// The side of an endpoint whose first segment seen is this one.
inline TcpSide FirstSeen(const PacketView& segment) {
  using Kind = TcpHeard::Kind;
  const TcpFields& tcp = segment.tcp;
  const bool syn = (tcp.flags & kTcpSyn) != 0;
  TcpSent sent = TcpSent(SequenceEnd(segment)).With(TcpSent::kKnown);
  if (syn && tcp.has_window_scale) sent = sent.With(TcpSent::kScales).WithShift(tcp.window_scale);
  if (syn && segment.payload_length != 0) sent = sent.With(TcpSent::kFastOpen);
  if ((tcp.flags & kTcpFin) != 0) sent = sent.With(TcpSent::kFinished);
  const bool ack = (tcp.flags & kTcpAck) != 0;
  if (syn && !ack) sent = sent.With(TcpSent::kOpens);
  return {sent, {ack ? Kind::kAck : Kind::kNothing, WindowUnits(tcp, sent.shift()), ack ? tcp.ack : 0}};
}

// The side of an endpoint that began with the SYN a heard word remembers.
constexpr TcpSide FromRememberedSyn(TcpHeard syn) {
  const bool scales = (syn.window() & 0x1000) != 0;
  const int shift = scales ? static_cast<int>(syn.window() >> 8 & 0xf) : 0;
  TcpSent sent = TcpSent(syn.number()).With(TcpSent::kKnown).With(TcpSent::kOpens);
  if (scales) sent = sent.With(TcpSent::kScales).WithShift(shift);
  const std::uint32_t window = (syn.window() & 0xff) << 8 | 0xff;
  return {sent, {TcpHeard::Kind::kNothing, ((window + (1u << shift) - 1) >> shift) >> 2, 0}};
}

// Windows are scaled only if both SYNs offered it (RFC 7323 section 2.2). What a side offered before it knew is taken
// for unscaled again.
constexpr TcpSide Unscaled(const TcpSide& side) {
  const std::uint32_t window =
      std::min(TcpHeard::kMaxWindow, ((side.heard.window() << 2) + 3) << side.sent.shift() >> 2);
  return {side.sent.WithoutScaling(), {side.heard.kind(), window, side.heard.number()}};
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_TCP_SIDE_H_
