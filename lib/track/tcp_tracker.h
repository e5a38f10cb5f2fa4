// Takes a TCP segment through its connection: state machine, sequence numbers, timeouts.
#ifndef TIDEGATE_TRACK_TCP_TRACKER_H_
#define TIDEGATE_TRACK_TCP_TRACKER_H_

#include <cstdint>

#include "table/table_worker.h"
#include "tidegate/conn_table.h"
#include "tidegate/timeouts.h"
#include "track/conn_flags.h"
#include "track/refresh.h"
#include "track/sent_word.h"
#include "track/tcp_machine.h"

namespace tidegate {

enum class TrackOutcome : std::uint8_t {
  kPass,     // the packet belongs to the connection
  kInvalid,  // it does not fit the connection's state
  kReopen,   // it begins a new connection in place of this one
  kGone,     // the entry was reused meanwhile: look again
};

// The entry of a connection that this SYN begins.
inline NewEntry NewTcpEntry(const PacketView& syn, FlowSide sender, const Timeouts& timeouts, TimeNs now) {
  return {.state = ConnState::kSynSent,
          .flags = WithOrigin(sender),
          .attributes = 0,
          .expiry = now + timeouts.Of(ConnState::kSynSent),
          .track = FirstSentWords(syn, sender)};
}

// True if the RST may come from the endpoint it names: in answer to a SYN it must acknowledge it (RFC 9293 section
// 3.10.7.3); later its number lies where that side may be, a megabyte of unacknowledged data behind its end. Others are
// passed and change nothing; an endpoint that finds them exact (RFC 5961 section 3) closes, and its silence ends the
// entry in time.
inline bool IsPlausibleRst(const PacketView& view, ConnState state, std::uint64_t sent, std::uint64_t peer_sent) {
  constexpr std::uint32_t kBehind = 1u << 20;
  if ((sent & kSentKnown) == 0) {
    return state == ConnState::kSynSent && (view.tcp.flags & kTcpAck) != 0 &&
           view.tcp.ack == static_cast<std::uint32_t>(peer_sent);
  }
  return static_cast<std::uint32_t>(sent) - view.tcp.seq <= kBehind;
}

// True if the segment acknowledges a FIN of `peer`.
inline bool AcknowledgesFin(const PacketView& view, ConnState state, bool peer_is_closer, std::uint64_t peer_sent) {
  const bool both = state == ConnState::kClosing || state == ConnState::kLastAck || state == ConnState::kTimeWait;
  if (!both && !(IsClosingState(state) && peer_is_closer)) return false;
  return (view.tcp.flags & kTcpAck) != 0 && !SequenceAfter(static_cast<std::uint32_t>(peer_sent), view.tcp.ack);
}

// REQUIRES: `entry` is of a TCP connection and `event` is the segment's.
template <class Table>
TrackOutcome TrackTcp(Table& table, TableEntry& entry, const PacketView& view, TcpEvent event, FlowSide sender,
                      const Timeouts& timeouts, TableWorker& worker) {
  for (;;) {
    const auto state = static_cast<ConnState>(entry.life.state());
    const std::uint8_t flags = entry.life.flags();
    const FlowSide first = IsClosingState(state) ? CloserOf(flags) : OriginOf(flags);
    const std::uint64_t peer_sent = table.LoadTrack(entry, SentWordOf(Opposite(sender)));
    const bool acks_fin = AcknowledgesFin(view, state, Opposite(sender) == CloserOf(flags), peer_sent);
    const TcpRole role = sender == first ? TcpRole::kLeader : TcpRole::kPeer;
    const TcpTransition step = NextTcpState(state, role, event, acks_fin);
    if (step.action == TcpAction::kInvalid) return TrackOutcome::kInvalid;
    if (step.action == TcpAction::kIgnore) return TrackOutcome::kPass;
    if (step.action == TcpAction::kReopen) {
      const bool ended = state == ConnState::kClose || MayReopen(view.tcp, LoadLastSent(table, entry, sender));
      return ended ? TrackOutcome::kReopen : TrackOutcome::kPass;
    }
    if (event == TcpEvent::kRst &&
        !IsPlausibleRst(view, state, table.LoadTrack(entry, SentWordOf(sender)), peer_sent)) {
      return TrackOutcome::kPass;
    }
    // The numbers before the state: who sees a FIN in the state must find it in the numbers.
    RememberSent(table, entry, sender, view, event != TcpEvent::kAck || IsClosingState(step.next));
    std::uint8_t next_flags = flags | (sender != OriginOf(flags) ? kFlagReplied : 0);
    if (step.next == ConnState::kFinWait && state != ConnState::kFinWait) {
      next_flags = static_cast<std::uint8_t>((next_flags & ~kFlagCloserHigh) |
                                             (sender == FlowSide::kHigh ? kFlagCloserHigh : 0));
    } else if (step.swap_closer) {
      next_flags ^= kFlagCloserHigh;
    }
    if (Refresh(table, entry, step.next, next_flags, timeouts, worker)) return TrackOutcome::kPass;
    if (!entry.life.IsOf(entry.generation())) return TrackOutcome::kGone;
  }
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_TCP_TRACKER_H_
