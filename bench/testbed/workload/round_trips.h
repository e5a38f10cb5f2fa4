// How far clients and servers are: two parameters that most workloads have.
#ifndef TIDEGATE_TESTBED_WORKLOAD_ROUND_TRIPS_H_
#define TIDEGATE_TESTBED_WORKLOAD_ROUND_TRIPS_H_

#include <cstdint>

#include "testbed/workload/parameters.h"
#include "testbed/world/plan.h"

namespace tidegate::testbed {

class RoundTrips {
 public:
  // The defaults: 40 ms to clients all over a continent, 0.3 ms to servers in the same building.
  explicit RoundTrips(Parameters& p, std::uint64_t client_us = 40'000, std::uint64_t server_us = 300)
      : client_us_(static_cast<std::uint32_t>(p.Count("client_rtt_us", client_us, 1, 10'000'000))),
        server_us_(static_cast<std::uint32_t>(p.Count("server_rtt_us", server_us, 1, 10'000'000))) {}

  void Set(Plan& plan) const {
    plan.client_rtt_us = client_us_;
    plan.server_rtt_us = server_us_;
  }

 private:
  std::uint32_t client_us_;
  std::uint32_t server_us_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_ROUND_TRIPS_H_
