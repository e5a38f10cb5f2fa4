// The way of most packets through tracking, without the state machine: plain ACKs of connections that have long been
// established.
//
// In two steps, for all of a burst: first each is judged by what its connection's words say, then each changes them. A
// compare-and-swap holds up every load behind it, and judging is a long chain of instructions; with no swap between
// them several packets are judged at once. What was judged by words that have changed meanwhile, by an earlier packet
// of the burst or by another thread, fails at its swap.
#ifndef TIDEGATE_TRACK_PLAIN_TRACK_H_
#define TIDEGATE_TRACK_PLAIN_TRACK_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "packet/plain_ack.h"
#include "table/atomics.h"
#include "table/table_worker.h"
#include "tidegate/conn_state.h"
#include "tidegate/conn_table.h"
#include "tidegate/timeouts.h"
#include "track/conn_flags.h"
#include "track/plain_step.h"
#include "track/refresh.h"

namespace tidegate {

// The connection is established, and both have spoken.
inline bool IsEstablished(LifeWord life) {
  return life.state() == static_cast<std::uint8_t>(ConnState::kEstablished) && (life.flags() & kFlagReplied) != 0;
}

// Loads what an ACK of `sender` is judged by. False: the entry is gone.
template <class Entries>
[[gnu::always_inline]] inline bool LoadPlainWords(const Entries& entries, const TableEntry& entry, FlowSide sender,
                                                  PlainWords& words) {
  const auto track = entries.Track(entry);
  const FlowSide peer = Opposite(sender);
  words = {track.LoadWhole(SentWordOf(sender)), track.LoadWhole(HeardWordOf(sender)), track.LoadWhole(SentWordOf(peer)),
           track.LoadWhole(HeardWordOf(peer))};
  return track.AreOf(words.own_sent, words.own_heard);
}

// The plain ACKs of a burst by their numbers in it, each part of them in an array of its own. What stands at other
// numbers is judged as well, and means nothing.
template <std::size_t kMax>
class PlainBurst {
 public:
  [[gnu::always_inline]] void SetAck(std::size_t i, const internal::PlainAck& ack) {
    seq_[i] = ack.seq;
    end_[i] = ack.seq + ack.payload_length;
    ack_[i] = ack.ack;
    window_[i] = ack.window;
    ip_length_[i] = ack.ip_length;
  }
  internal::PlainAck Ack(std::size_t i) const {
    return {seq_[i], ack_[i], end_[i] - seq_[i], ip_length_[i], static_cast<std::uint16_t>(window_[i])};
  }
  std::uint32_t IpLength(std::size_t i) const { return ip_length_[i]; }

  // The connection of ACK number i is established, and its words say this.
  [[gnu::always_inline]] void SetWords(std::size_t i, const PlainWords& words) {
    own_sent_[i] = words.own_sent;
    own_heard_[i] = words.own_heard;
    peer_sent_[i] = words.peer_sent;
    peer_heard_[i] = words.peer_heard;
  }

  // Judges all numbers below `count`.
  void Judge(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const PlainWords words{own_sent_[i], own_heard_[i], peer_sent_[i], peer_heard_[i]};
      const PlainStep step = StepPlainly(words, seq_[i], end_[i], ack_[i], window_[i]);
      to_sent_[i] = step.sent;
      to_heard_[i] = step.heard;
      fits_[i] = step.fit;
    }
  }

  PlainFit Fit(std::size_t i) const { return fits_[i]; }
  // What the words of its sender were, and are to be.
  WordPair From(std::size_t i) const { return {own_sent_[i], own_heard_[i]}; }
  WordPair To(std::size_t i) const { return {to_sent_[i], to_heard_[i]}; }

 private:
  template <class T>
  using Array = std::array<T, kMax>;

  alignas(64) Array<std::uint64_t> own_sent_{}, own_heard_{}, peer_sent_{}, peer_heard_{}, to_sent_{}, to_heard_{};
  Array<std::uint32_t> seq_{}, end_{}, ack_{}, window_{}, ip_length_{};
  Array<PlainFit> fits_{};
};

// Changes the words of the sender, if the ACK does. False: the connection has changed since it was judged.
template <class Entries>
[[gnu::always_inline]] inline bool FollowPlainly(const Entries& entries, const TableEntry& entry, FlowSide sender,
                                                 PlainFit fit, const WordPair& from, const WordPair& to) {
  if (!entries.IsAsFound(entry)) return false;
  return fit == PlainFit::kAsIs || entries.Track(entry).SwapPair(static_cast<std::size_t>(sender), from, to);
}

// Both steps for a single ACK. False: it is more than that; TcpPassage has to see. REQUIRES: `entry` is current.
template <class Table>
bool TrackPlainly(Table& table, TableEntry& entry, const internal::PlainAck& ack, FlowSide sender,
                  const Timeouts& timeouts, TableWorker& worker) {
  PlainWords words;
  if (!IsEstablished(entry.life) || !LoadPlainWords(table.entries(), entry, sender, words)) return false;
  const PlainStep step = StepPlainly(words, ack.seq, ack.seq + ack.payload_length, ack.ack, ack.window);
  const WordPair from{words.own_sent, words.own_heard};
  return step.fit != PlainFit::kUnclear &&
         FollowPlainly(table.entries(), entry, sender, step.fit, from, {step.sent, step.heard}) &&
         Refresh(table, entry, ConnState::kEstablished, entry.life.flags(), timeouts, worker);
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_PLAIN_TRACK_H_
