// Writing a connection's life word no more often than it needs.
#ifndef TIDEGATE_TRACK_REFRESH_H_
#define TIDEGATE_TRACK_REFRESH_H_

#include "table/table_worker.h"
#include "tidegate/conn_state.h"
#include "tidegate/conn_table.h"
#include "tidegate/timeouts.h"

namespace tidegate {

// True if an entry that stays in `state` has to be written to live for its timeout from now on: not while only the end
// moves, and by less than a sixteenth of the timeout. The packets of a busy connection then share its lines unchanged.
[[gnu::always_inline]] inline bool NeedsRefresh(const TableEntry& entry, ConnState state, const Timeouts& timeouts,
                                                const TableWorker& worker) {
  const TimeNs timeout = timeouts.Of(state);
  return !entry.life.EndsNear(worker.clock.now + timeout, timeout / 16);
}

// Brings the entry to `state` and `flags`, to live for that state's timeout from now on. False: another thread changed
// the entry, whose life word is now in `entry`.
template <class Table>
[[gnu::always_inline]] inline bool Refresh(Table& table, TableEntry& entry, ConnState state, std::uint8_t flags,
                                           const Timeouts& timeouts, TableWorker& worker) {
  const bool same = entry.life.state() == static_cast<std::uint8_t>(state) && entry.life.flags() == flags;
  if (same && !NeedsRefresh(entry, state, timeouts, worker)) return true;
  return table.UpdateLife(entry, state, flags, worker.clock.now + timeouts.Of(state), worker);
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_REFRESH_H_
