// The dataplane's clock: nanoseconds from the processor's time-stamp counter.
#ifndef TIDEGATE_DATAPLANE_CLOCK_H_
#define TIDEGATE_DATAPLANE_CLOCK_H_

#include <rte_cycles.h>

#include <cstdint>

#include "tidegate/time.h"

namespace tidegate {

// Counts from its making. Reading it is one rdtsc and one multiplication: no system call, no division. The counters of
// all cores run together (constant_tsc, nonstop_tsc), which is what DPDK itself relies on.
// Thread-safe. REQUIRES: DPDK's environment runs, which knows the counter's frequency.
class TscClock {
 public:
  TscClock() : start_(rte_rdtsc()), ns_per_tick_((kSecond << kShift) / rte_get_tsc_hz()) {}

  TimeNs Now() const {
    // 64 by 64 bits into 128, or the product would wrap after four seconds. rdtsc of another core may be a hair
    // earlier than the start.
    const std::uint64_t now = rte_rdtsc();
    if (now < start_) return 0;
    return static_cast<TimeNs>((static_cast<unsigned __int128>(now - start_) * ns_per_tick_) >> kShift);
  }

 private:
  static constexpr int kShift = 32;  // fixed point: an error below 1 ns in a second at any frequency of above 1 GHz

  std::uint64_t start_;
  std::uint64_t ns_per_tick_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CLOCK_H_
