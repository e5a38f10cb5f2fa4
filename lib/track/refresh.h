// Writing a connection's life word no more often than it needs.
#ifndef TIDEGATE_TRACK_REFRESH_H_
#define TIDEGATE_TRACK_REFRESH_H_

#include "table/table_worker.h"
#include "tidegate/conn_state.h"
#include "tidegate/conn_table.h"
#include "tidegate/timeouts.h"

namespace tidegate {

// An entry that stays in its state is not written before its end has to move by this share of the timeout, so that the
// packets of a busy connection share its lines unchanged.
inline constexpr TimeNs kRefreshShare = 16;

// Where an entry may end that need not be written to live until `expiry`, which is `timeout` from now.
constexpr EndBounds RefreshBounds(TimeNs expiry, TimeNs timeout) { return {expiry, timeout / kRefreshShare}; }

// Brings the entry to `state` and `flags`, to live for that state's timeout from now on. False: another thread changed
// the entry, whose life word is now in `entry`.
template <class Table>
[[gnu::always_inline]] inline bool Refresh(Table& table, TableEntry& entry, ConnState state, std::uint8_t flags,
                                           const Timeouts& timeouts, TableWorker& worker) {
  const TimeNs timeout = timeouts.Of(state);
  const TimeNs expiry = worker.clock.now + timeout;
  const bool same = entry.life.state() == static_cast<std::uint8_t>(state) && entry.life.flags() == flags;
  if (same && entry.life.EndsNear(RefreshBounds(expiry, timeout))) return true;
  return table.UpdateLife(entry, state, flags, expiry, worker);
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_REFRESH_H_
