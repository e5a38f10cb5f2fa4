// What a TCP connection remembers of each side: two of the record's 48-bit words.
//
//   word 2 * side      sequence number behind the last byte it sent (32 bits), known, has timestamps
//   word 2 * side + 1  its last timestamp (32 bits)
#ifndef TIDEGATE_TRACK_SENT_WORD_H_
#define TIDEGATE_TRACK_SENT_WORD_H_

#include <cstddef>
#include <cstdint>

#include "table/record.h"
#include "tidegate/conn_table.h"
#include "tidegate/flow_key.h"
#include "tidegate/packet_view.h"
#include "track/reopen.h"
#include "track/tcp_segment.h"

namespace tidegate {

inline constexpr std::uint64_t kSentKnown = std::uint64_t{1} << 32;
inline constexpr std::uint64_t kSentHasTimestamps = std::uint64_t{1} << 33;

constexpr std::size_t SentWordOf(FlowSide side) { return 2 * static_cast<std::size_t>(side); }
constexpr std::size_t StampWordOf(FlowSide side) { return SentWordOf(side) + 1; }

constexpr std::uint64_t MakeSentWord(std::uint32_t seq_end, bool has_timestamps) {
  return seq_end | kSentKnown | (has_timestamps ? kSentHasTimestamps : 0);
}

// The words of a connection that this segment of `side` begins.
inline TrackWords FirstSentWords(const PacketView& view, FlowSide side) {
  TrackWords words{};
  words[SentWordOf(side)] = MakeSentWord(SequenceEnd(view), view.tcp.has_timestamps);
  words[StampWordOf(side)] = view.tcp.ts_value;
  return words;
}

template <class Table>
LastSent LoadLastSent(const Table& table, const TableEntry& entry, FlowSide side) {
  const std::uint64_t sent = table.LoadTrack(entry, SentWordOf(side));
  const std::uint64_t stamp = table.LoadTrack(entry, StampWordOf(side));
  return {static_cast<std::uint32_t>(sent), static_cast<std::uint32_t>(stamp), (sent & kSentHasTimestamps) != 0};
}

// Sets the word to `desired(old)` unless that is the old one. Ends early if the entry is gone.
template <class Table, class Desired>
void AdvanceWord(Table& table, const TableEntry& entry, std::size_t word, Desired desired) {
  std::uint64_t old = table.LoadTrack(entry, word);
  for (std::uint64_t next = desired(old); next != old; next = desired(old)) {
    if (table.SwapTrack(entry, word, old, next) != SwapResult::kChanged) return;
  }
}

// Remembers what `side` has sent, if it is more than before. `stamps`: its timestamp too. A SYN sets the numbers anew:
// only half-open connections come here with one, and the last SYN is the one that will be answered.
template <class Table>
void RememberSent(Table& table, const TableEntry& entry, FlowSide side, const PacketView& view, bool stamps) {
  const std::uint32_t end = SequenceEnd(view);
  if ((view.tcp.flags & kTcpSyn) != 0) {
    AdvanceWord(table, entry, SentWordOf(side),
                [&](std::uint64_t) { return MakeSentWord(end, view.tcp.has_timestamps); });
  }
  AdvanceWord(table, entry, SentWordOf(side), [&](std::uint64_t old) {
    if ((old & kSentKnown) == 0) return MakeSentWord(end, view.tcp.has_timestamps);
    return SequenceAfter(end, static_cast<std::uint32_t>(old)) ? (old & ~std::uint64_t{0xffffffff}) | end : old;
  });
  if (!stamps || !view.tcp.has_timestamps) return;
  AdvanceWord(table, entry, StampWordOf(side), [&](std::uint64_t old) -> std::uint64_t {
    return old == 0 || SequenceAfter(view.tcp.ts_value, static_cast<std::uint32_t>(old)) ? view.tcp.ts_value : old;
  });
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_SENT_WORD_H_
