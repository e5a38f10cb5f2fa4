// Writing a connection's life word no more often than it needs.
#ifndef TIDEGATE_TRACK_REFRESH_H_
#define TIDEGATE_TRACK_REFRESH_H_

#include "table/table_worker.h"
#include "tidegate/conn_state.h"
#include "tidegate/conn_table.h"
#include "tidegate/timeouts.h"

namespace tidegate {

// Brings the entry to `state` and `flags`, to live for that state's timeout from now on. Where only the end moves, and
// by less than a sixteenth of the timeout, nothing is written: the packets of a busy connection then share its lines
// unchanged. False: another thread changed the entry, whose life word is now in `entry`.
template <class Table>
[[gnu::always_inline]] inline bool Refresh(Table& table, TableEntry& entry, ConnState state, std::uint8_t flags,
                                           const Timeouts& timeouts, TableWorker& worker) {
  const TimeNs now = worker.clock.now;
  const TimeNs timeout = timeouts.Of(state);
  const bool same = entry.life.state() == static_cast<std::uint8_t>(state) && entry.life.flags() == flags;
  if (same && entry.life.EndsNear(now + timeout, timeout / 16)) return true;
  return table.UpdateLife(entry, state, flags, now + timeout, worker);
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_REFRESH_H_
