// Time in Tidegate: a parameter of every call, never read from a clock.
#ifndef TIDEGATE_TIME_H_
#define TIDEGATE_TIME_H_

#include <cstdint>

namespace tidegate {

// Nanoseconds since an epoch of the caller's choice: a monotonic clock in a dataplane, the capture's time stamps in a
// replay, virtual time in a simulation. All calls on one table must share the epoch. Threads may differ by a few
// milliseconds: an entry then expires that much earlier for one of them, and nothing else happens.
using TimeNs = std::uint64_t;

inline constexpr TimeNs kMillisecond = 1'000'000;
inline constexpr TimeNs kSecond = 1'000 * kMillisecond;

}  // namespace tidegate

#endif  // TIDEGATE_TIME_H_
