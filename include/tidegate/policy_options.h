// What the policies are made of: each takes from here what it needs.
#ifndef TIDEGATE_POLICY_OPTIONS_H_
#define TIDEGATE_POLICY_OPTIONS_H_

#include <cstdint>

#include "tidegate/timeouts.h"

namespace tidegate {

struct PolicyOptions {
  std::uint64_t half_open_max = 32768;     // half-open connections of a family,
  std::uint64_t half_open_per_source = 0;  //   and of a source network; 0: any number
  std::uint64_t syn_rate = 100;            // new connections a second that a source network may begin,
  std::uint64_t syn_burst = 200;           //   and at once (admission)
  std::uint64_t slot_end = 1;              // of the table: one more than its last slot (eviction)
  Timeouts timeouts;
};

}  // namespace tidegate

#endif  // TIDEGATE_POLICY_OPTIONS_H_
