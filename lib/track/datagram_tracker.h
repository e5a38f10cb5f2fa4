// Protocols without a life-cycle: UDP, ICMP echo, and any other by its addresses.
#ifndef TIDEGATE_TRACK_DATAGRAM_TRACKER_H_
#define TIDEGATE_TRACK_DATAGRAM_TRACKER_H_

#include "packet/icmp.h"
#include "table/table_worker.h"
#include "tidegate/conn_table.h"
#include "tidegate/timeouts.h"
#include "track/conn_flags.h"
#include "track/refresh.h"
#include "track/track_outcome.h"

namespace tidegate {

inline ConnState FirstDatagramState(const PacketView& view) {
  if (view.IsUdp()) return ConnState::kUdpSingle;
  return view.IsIcmp() ? ConnState::kIcmpEcho : ConnState::kOther;
}

inline NewEntry NewDatagramEntry(const PacketView& view, FlowSide sender, const Timeouts& timeouts, TimeNs now) {
  const ConnState state = FirstDatagramState(view);
  return {
      .state = state, .flags = WithOrigin(sender), .attributes = 0, .expiry = now + timeouts.Of(state), .track = {}};
}

// True if no update of the entry can succeed any more.
inline bool IsOver(const TableEntry& entry, TimeNs now) {
  return !entry.life.IsOf(entry.generation()) || entry.life.Expired(now);
}

// A UDP flow whose other side has answered is a stream: it lives longer and is not given up for a new connection.
template <class Table>
TrackOutcome TrackDatagram(Table& table, TableEntry& entry, FlowSide sender, const Timeouts& timeouts,
                           TableWorker& worker) {
  for (;;) {
    const auto state = static_cast<ConnState>(entry.life.state());
    const std::uint8_t flags = entry.life.flags();
    const bool reply = sender != OriginOf(flags);
    const ConnState next = reply && state == ConnState::kUdpSingle ? ConnState::kUdpStream : state;
    const std::uint8_t next_flags = flags | (reply ? kFlagReplied : 0);
    if (Refresh(table, entry, next, next_flags, timeouts, worker)) return TrackOutcome::kPass;
    if (IsOver(entry, worker.clock.now)) return TrackOutcome::kGone;
  }
}

// Echo. A reply is one to its sender's request only if it comes from the other side (RFC 792): the identifier is the
// asker's, and a request the other way is a query of its own, which only by chance has the same one.
template <class Table>
Tracked TrackEcho(Table& table, TableEntry& entry, const PacketView& view, FlowSide sender, const Timeouts& timeouts,
                  TableWorker& worker) {
  const std::uint8_t flags = entry.life.flags();
  const bool by_origin = sender == OriginOf(flags);
  const bool both_ask = (flags & kFlagBothAsk) != 0;
  if (internal::IsEchoReply(view) && by_origin && !both_ask) {
    return {TrackOutcome::kInvalid, DropReason::kIcmpNoRequest};
  }
  if (!internal::IsEchoReply(view) && !by_origin && !both_ask) return TrackOutcome::kOtherAsk;
  return TrackDatagram(table, entry, sender, timeouts, worker);
}

// Lets the other side ask as well. False: the entry is gone.
template <class Table>
bool LetBothAsk(Table& table, TableEntry& entry, const Timeouts& timeouts, TableWorker& worker) {
  while (!Refresh(table, entry, ConnState::kIcmpEcho, entry.life.flags() | kFlagBothAsk, timeouts, worker)) {
    if (IsOver(entry, worker.clock.now)) return false;
  }
  return true;
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_DATAGRAM_TRACKER_H_
