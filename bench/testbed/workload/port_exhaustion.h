// "port_exhaustion": a few clients that go round their ephemeral ports, connection by connection, against one service:
// netperf TCP_CRR as in the talk. 4 x 28,232 tuples, used again faster than TIME-WAIT passes.
#ifndef TIDEGATE_TESTBED_WORKLOAD_PORT_EXHAUSTION_H_
#define TIDEGATE_TESTBED_WORKLOAD_PORT_EXHAUSTION_H_

#include <memory>

#include "testbed/workload/parameters.h"
#include "testbed/workload/workload.h"

namespace tidegate::testbed {

std::unique_ptr<Workload> MakePortExhaustion(Parameters& parameters);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_PORT_EXHAUSTION_H_
