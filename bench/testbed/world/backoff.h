// When a client sends its SYN again.
//
// Classic: after 1 s, then twice as long each time (RFC 6298), six times in all (Linux' tcp_syn_retries): the last one
// 63 s after the first, and 127 s after it the client gives up. Linear: Linux since 6.5 waits 1 s four times more
// before it begins to double (tcp_syn_linear_timeouts = 4), the last one 67 s after the first.
#ifndef TIDEGATE_TESTBED_WORLD_BACKOFF_H_
#define TIDEGATE_TESTBED_WORLD_BACKOFF_H_

#include <cstdint>

#include "testbed/cell/cell.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

constexpr std::uint32_t SynAttempts(SynBackoff backoff) { return backoff == SynBackoff::kClassic ? 7 : 11; }

// Between the SYN of this number, from 1, and the next; after the last one until the client gives up.
constexpr TimeNs SynWait(SynBackoff backoff, std::uint32_t attempt) {
  const std::uint32_t doublings = backoff == SynBackoff::kClassic ? attempt - 1 : attempt <= 5 ? 0 : attempt - 5;
  return kSecond << doublings;
}

static_assert(SynWait(SynBackoff::kClassic, 1) == kSecond && SynWait(SynBackoff::kClassic, 7) == 64 * kSecond);
static_assert(SynWait(SynBackoff::kLinear, 5) == kSecond && SynWait(SynBackoff::kLinear, 6) == 2 * kSecond);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORLD_BACKOFF_H_
