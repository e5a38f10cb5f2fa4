// "tcp_crr": short connections, one request each, as netperf TCP_CRR; "tcp_rr": long-lived ones with a few packets a
// minute, the ones that a state-blind policy kills; "tcp_mix": both, so many that the table would need `overload` times
// its slots to keep each entry for as long as the timeouts say.
#ifndef TIDEGATE_TESTBED_WORKLOAD_TCP_MIX_H_
#define TIDEGATE_TESTBED_WORKLOAD_TCP_MIX_H_

#include <memory>

#include "testbed/workload/parameters.h"
#include "testbed/workload/workload.h"

namespace tidegate::testbed {

std::unique_ptr<Workload> MakeTcpCrr(Parameters& parameters);
std::unique_ptr<Workload> MakeTcpRr(Parameters& parameters);
std::unique_ptr<Workload> MakeTcpMix(Parameters& parameters);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_TCP_MIX_H_
