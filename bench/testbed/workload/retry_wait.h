// How long an application waits before it connects again: at random up to a limit that doubles with each failure ("full
// jitter", M. Brooker, AWS architecture blog 2015). From 1 s to 128 s, as the AWS IoT device SDKs do.
#ifndef TIDEGATE_TESTBED_WORKLOAD_RETRY_WAIT_H_
#define TIDEGATE_TESTBED_WORKLOAD_RETRY_WAIT_H_

#include <algorithm>
#include <cstdint>

#include "testbed/workload/parameters.h"
#include "testbed/world/random.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

class RetryWait {
 public:
  explicit RetryWait(Parameters& p)
      : first_(p.Seconds("backoff_s", 1, 0.001, 86400)), most_(p.Seconds("backoff_max_s", 128, 0.001, 86400)) {}

  // `failures`: one after another, from 1.
  TimeNs Draw(Random& random, std::uint32_t failures) const {
    const std::uint32_t doublings = std::min<std::uint32_t>(failures - 1, 16);
    return random.Between(0, std::min(std::max(first_, most_), first_ << doublings));
  }

 private:
  TimeNs first_;
  TimeNs most_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_RETRY_WAIT_H_
