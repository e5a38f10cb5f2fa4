// Eviction "state_first": the entry whose loss hurts least, told by its protocol state.
//
// In this order: closed or in TIME-WAIT; half-open for longer than a handshake takes; datagrams. Within a class the one
// that would end first: of datagrams those that nobody has answered, and of the answered ones those that have been
// silent longest. Established connections, closing ones (the open half may still carry data) and handshakes under way
// are never evicted: the new connection is refused instead.
//
// Losing a TIME-WAIT entry costs next to nothing: a repeated FIN is not answered through the firewall, and a new SYN on
// the tuple is judged by the rules, as a first one. A half-open entry past its grace is a client that gave up or a
// forged source; a client that is merely slow sends its SYN again.
#ifndef TIDEGATE_EVICT_STATE_FIRST_H_
#define TIDEGATE_EVICT_STATE_FIRST_H_

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "tidegate/eviction.h"
#include "tidegate/policy_options.h"
#include "tidegate/time.h"

namespace tidegate {

class StateFirst {
 public:
  static constexpr std::string_view kName = "state_first";

  // For which half-open entries are safe: a round trip and a retransmission.
  static constexpr TimeNs kHalfOpenGrace = 3 * kSecond;

  StateFirst() : StateFirst(PolicyOptions{}) {}
  explicit StateFirst(const PolicyOptions& options) {
    // The shortest of the half-open timeouts: entries with longer ones are safe for longer.
    TimeNs timeout = ~TimeNs{0};
    for (const TimeoutRow& row : kTimeoutRows) {
      if (ClassOf(row.state) == ConnClass::kHalfOpen) timeout = std::min(timeout, options.timeouts.Of(row.state));
    }
    stale_below_ = timeout > kHalfOpenGrace ? timeout - kHalfOpenGrace : 0;
  }

  int Choose(const EvictionCandidates& candidates, const Pressure&) const {
    if (const int ended = candidates.FirstToEnd(ConnClass::kTimeWait); ended != kNoVictim) return ended;
    const int half_open = candidates.FirstToEnd(ConnClass::kHalfOpen);
    if (half_open != kNoVictim && candidates.left(half_open) < stale_below_) return half_open;
    return candidates.FirstToEnd(ConnClass::kDatagram);
  }

 private:
  TimeNs stale_below_ = 0;  // a half-open entry with less time left is stale
};
static_assert(EvictionPolicy<StateFirst>);

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_STATE_FIRST_H_
