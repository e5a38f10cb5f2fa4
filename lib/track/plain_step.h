// FitOf() and HeardAfter() of tcp_window.h for the case that nearly all segments are: an ACK, with data or not, between
// two endpoints that have both sent and acknowledged, and neither a FIN, nor anything uncertain.
//
// Without branches, and on the halves of the words, so that a compiler makes one vector instruction of the same step of
// several packets.
#ifndef TIDEGATE_TRACK_PLAIN_STEP_H_
#define TIDEGATE_TRACK_PLAIN_STEP_H_

#include <algorithm>
#include <cstdint>

#include "packet/plain_ack.h"
#include "track/tcp_side.h"
#include "track/tcp_window.h"

namespace tidegate {

// The words of the segment's sender and of its receiver (tcp_side.h). What stands above them in a record stays as it
// is.
struct PlainWords {
  std::uint64_t own_sent;
  std::uint64_t own_heard;
  std::uint64_t peer_sent;
  std::uint64_t peer_heard;
};

enum class PlainFit : std::uint32_t {
  kUnclear,  // ask FitOf()
  kAsIs,     // it fits, and says nothing new
  kChanges   // it fits
};

// What the sender's words are behind the segment, if it fits.
struct PlainStep {
  std::uint64_t sent;
  std::uint64_t heard;
  PlainFit fit;
};

[[gnu::always_inline]] inline PlainStep StepPlainly(const PlainWords& words, const internal::PlainAck& segment) {
  const std::uint32_t seq = segment.seq;
  const std::uint32_t end = seq + segment.payload_length;
  const std::uint32_t ack = segment.ack;
  const std::uint32_t window = segment.window;
  constexpr auto kKnown = static_cast<std::uint32_t>(TcpSent::kKnown >> 32);
  constexpr auto kOdd = static_cast<std::uint32_t>((TcpSent::kFinished | TcpSent::kLoose) >> 32);
  constexpr std::uint32_t kKinds = 3u << (TcpHeard::kKindShift - 32);
  constexpr std::uint32_t kAck = static_cast<std::uint32_t>(TcpHeard::Kind::kAck) << (TcpHeard::kKindShift - 32);
  const auto low = [](std::uint64_t word) { return static_cast<std::uint32_t>(word); };
  const auto high = [](std::uint64_t word) { return static_cast<std::uint32_t>(word >> 32); };
  // TcpHeard::WindowBytes().
  const auto window_of = [&](std::uint64_t heard, std::uint64_t sent) {
    return (((high(heard) & TcpHeard::kMaxWindow) << 2) + 3) << (high(sent) & 0xf);
  };
  const std::uint32_t flags = ((high(words.own_sent) ^ kKnown) | (high(words.peer_sent) ^ kKnown)) & (kKnown | kOdd);
  const std::uint32_t kinds = ((high(words.own_heard) ^ kAck) | (high(words.peer_heard) ^ kAck)) & kKinds;
  const std::uint32_t offered = window_of(words.peer_heard, words.peer_sent);
  const std::uint32_t offers = std::max(window_of(words.own_heard, words.own_sent), kMinAckWindow);
  // The bounds I to IV: none of these differences is negative.
  const std::uint32_t bounds = (low(words.peer_heard) + offered - seq) | (end - (low(words.own_sent) - offered)) |
                               (low(words.peer_sent) - ack) | (ack - (low(words.peer_sent) - offers));
  const auto later = [](std::uint32_t number, std::uint32_t than) {
    return static_cast<std::int32_t>(number - than) > 0 ? number : than;
  };
  const std::uint32_t largest = std::max(high(words.own_heard) & TcpHeard::kMaxWindow, window >> 2);
  const std::uint32_t heard = (high(words.own_heard) & ~TcpHeard::kMaxWindow) | largest;
  const std::uint64_t sent = std::uint64_t{high(words.own_sent)} << 32 | later(end, low(words.own_sent));
  const std::uint64_t new_heard = std::uint64_t{heard} << 32 | later(ack, low(words.own_heard));
  const bool fits = (flags | kinds | bounds >> 31) == 0;
  const bool changes = ((sent ^ words.own_sent) | (new_heard ^ words.own_heard)) != 0;
  return {sent, new_heard, fits ? (changes ? PlainFit::kChanges : PlainFit::kAsIs) : PlainFit::kUnclear};
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_PLAIN_STEP_H_
