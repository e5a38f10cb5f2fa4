// The plain ACKs of a burst: all of them are judged by what their connections' words say, and then each changes them.
//
// A compare-and-swap holds up every load behind it, and judging is a long chain of instructions; with no swap between
// them several packets are judged at once. What was judged by words that have changed meanwhile, by an earlier packet
// of the burst or by another thread, fails at its swap.
//
// Each part of them has an array of its own, so that the compiler judges many with the same vector instructions. So
// whatever can be compared is put there and compared, instead of being looked at one by one.
#ifndef TIDEGATE_TRACK_PLAIN_BURST_H_
#define TIDEGATE_TRACK_PLAIN_BURST_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "packet/plain_ack.h"
#include "table/atomics.h"
#include "tidegate/conn_table.h"
#include "track/conn_flags.h"
#include "track/plain_step.h"

namespace tidegate {

template <std::size_t kMax>
class PlainBurst {
 public:
  [[gnu::always_inline]] void SetHeader(std::size_t i, const internal::PlainHeader& header) {
    ports_and_seq_[i] = header.ports_and_seq;
    ack_and_window_[i] = header.ack_and_window;
    payload_length_[i] = header.payload_length;
  }
  // But for the addresses.
  internal::PlainHeader Header(std::size_t i) const {
    return {0, ports_and_seq_[i], ack_and_window_[i], payload_length_[i]};
  }

  // ACK number i belongs to `entry`, whose words say this now.
  template <class Entries>
  [[gnu::always_inline]] void SetConn(std::size_t i, const Entries& entries, const TableEntry& entry, FlowSide sender) {
    const auto track = entries.Track(entry);
    const WordPair own = track.LoadPair(PairOf(sender));
    const WordPair peer = track.LoadPair(PairOf(sender) ^ 1);
    own_sent_[i] = own[0];
    own_heard_[i] = own[1];
    peer_sent_[i] = peer[0];
    peer_heard_[i] = peer[1];
    life_[i] = entry.life.raw();
    senders_[i] = static_cast<std::uint32_t>(sender);
    slot_[i] = entry.slot;
    generation_[i] = entry.generation();
  }
  // It belongs to none that is known.
  void SetNoConn(std::size_t i) { life_[i] = 0; }

  // Judges all numbers below `count`. What was not set means nothing, and does no harm.
  void Judge(std::size_t count, const EndBounds& near) {
    for (std::size_t i = 0; i < count; ++i) {
      const PlainWords words{own_sent_[i], own_heard_[i], peer_sent_[i], peer_heard_[i]};
      const PlainStep step = StepPlainly(words, Header(i).Ack());
      const bool stays = OtherThanEstablished(i) == 0 && LifeWord(life_[i]).EndsNear(near);
      to_sent_[i] = step.sent;
      to_heard_[i] = step.heard;
      ct_bits_[i] = EstablishedBits(High(life_[i]) >> 8, senders_[i]);
      fits_[i] = stays ? step.fit : PlainFit::kUnclear;
    }
  }

  // Changes the words of the sender, if the ACK does. False: it has to be judged alone; it does not fit plainly, or its
  // connection has to be written, or has changed since.
  template <class Entries>
  [[gnu::always_inline]] bool Follow(std::size_t i, const Entries& entries, Writers writers) const {
    const PlainFit fit = fits_[i];
    const TableEntry entry = Entry(i);
    if (fit == PlainFit::kUnclear || !entries.IsAsFound(entry)) return false;
    return fit == PlainFit::kAsIs || entries.Track(entry).SwapPair(senders_[i], {own_sent_[i], own_heard_[i]},
                                                                   {to_sent_[i], to_heard_[i]}, writers);
  }

  // CtBits() of ACK number i.
  std::uint8_t CtBits(std::size_t i) const { return static_cast<std::uint8_t>(ct_bits_[i]); }
  // Of ACK number i, as it was found but for its attributes.
  TableEntry Entry(std::size_t i) const { return {slot_[i], RecordIdentity(generation_[i], 0), LifeWord(life_[i])}; }

 private:
  template <class T>
  using Array = std::array<T, kMax>;

  static std::uint32_t High(std::uint64_t word) { return static_cast<std::uint32_t>(word >> 32); }

  // CtBits() of an established connection.
  static std::uint32_t EstablishedBits(std::uint32_t flags, std::uint32_t sender) {
    static_assert(kFlagOriginHigh == 1 && ct::kRpl == 1 << 3);
    const std::uint32_t reply = (flags ^ sender) & 1;
    return ct::kTrk | ct::kEst | reply << 3;
  }

  // Not 0 unless connection number i is established, both have spoken, no rule has to be asked again, and all words are
  // its own.
  std::uint32_t OtherThanEstablished(std::size_t i) const {
    constexpr std::uint32_t kGeneration = 0xffff0000;
    constexpr std::uint32_t kStateAndFlag = std::uint32_t{kFlagReplied | kFlagRecheck} << 8 | 0xff;
    constexpr std::uint32_t kWanted =
        std::uint32_t{kFlagReplied} << 8 | static_cast<std::uint32_t>(ConnState::kEstablished);
    const std::uint32_t wanted = generation_[i] << 16 | kWanted;
    return ((High(life_[i]) ^ wanted) & (kGeneration | kStateAndFlag)) |
           (((High(own_sent_[i]) ^ wanted) | (High(own_heard_[i]) ^ wanted)) & kGeneration);
  }

  alignas(64) Array<std::uint64_t> own_sent_{}, own_heard_{}, peer_sent_{}, peer_heard_{}, to_sent_{}, to_heard_{};
  Array<std::uint64_t> life_{}, ports_and_seq_{}, ack_and_window_{};
  Array<std::uint32_t> payload_length_{}, ct_bits_{};
  Array<std::uint32_t> senders_{}, slot_{}, generation_{};
  Array<PlainFit> fits_{};
};

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_PLAIN_BURST_H_
