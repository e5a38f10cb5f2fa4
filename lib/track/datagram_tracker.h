// Protocols without a life-cycle: UDP, ICMP echo, and any other by its addresses.
#ifndef TIDEGATE_TRACK_DATAGRAM_TRACKER_H_
#define TIDEGATE_TRACK_DATAGRAM_TRACKER_H_

#include "table/table_worker.h"
#include "tidegate/conn_table.h"
#include "tidegate/timeouts.h"
#include "track/conn_flags.h"
#include "track/refresh.h"
#include "track/tcp_tracker.h"

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
    if (!entry.life.IsOf(entry.generation())) return TrackOutcome::kGone;
  }
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_DATAGRAM_TRACKER_H_
