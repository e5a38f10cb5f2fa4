// Connections that begin independently of each other, at a mean rate (a Poisson process), each from a tuple that was
// not used before.
#ifndef TIDEGATE_TESTBED_WORKLOAD_ARRIVALS_H_
#define TIDEGATE_TESTBED_WORKLOAD_ARRIVALS_H_

#include <algorithm>
#include <cstdint>

#include "testbed/workload/addresses.h"
#include "testbed/workload/workload.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

class Arrivals {
 public:
  explicit Arrivals(double per_second) : mean_(static_cast<TimeNs>(1e9 / std::max(per_second, 1e-6))) {}

  // Sets the timer for the next one.
  void SetNext(Stage& stage, std::uint32_t tag) const {
    stage.SetTimer(stage.now() + stage.random().Exponential(mean_), tag);
  }

 private:
  TimeNs mean_;
};

// Goes through the addresses and ports of `clients` clients.
class FreshTuples {
 public:
  FreshTuples(std::uint32_t base, std::uint32_t clients) : base_(base), clients_(clients) {}

  void Next(Plan& plan) {
    plan.client_address = base_ + 1 + static_cast<std::uint32_t>(used_ % clients_);
    plan.client_port = static_cast<std::uint16_t>(kFirstPort + used_ / clients_ % kPorts);
    ++used_;
  }

 private:
  std::uint32_t base_;
  std::uint32_t clients_;
  std::uint64_t used_ = 0;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_ARRIVALS_H_
