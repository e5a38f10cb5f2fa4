// Erlang's loss formula: what a table that evicts nothing refuses, if connections come at random.
//
//   ErlangB(1000.0 * 120, 112'928)  // 1000 connections a second, each held for 120 s: 0.059
#ifndef TIDEGATE_TESTBED_OPTIMUM_ERLANG_B_H_
#define TIDEGATE_TESTBED_OPTIMUM_ERLANG_B_H_

#include <cstdint>

namespace tidegate::testbed {

// The share that is refused, of arrivals that are a Poisson process, whatever the distribution of how long they stay
// (M/G/K/K). `offered`: arrivals a second times seconds they stay, >= 0. By the recurrence over the slots, which loses
// no digits: O(slots).
constexpr double ErlangB(double offered, std::uint64_t slots) {
  double refused = 1;
  for (std::uint64_t k = 1; k <= slots; ++k) refused = offered * refused / (static_cast<double>(k) + offered * refused);
  return refused;
}

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_OPTIMUM_ERLANG_B_H_
