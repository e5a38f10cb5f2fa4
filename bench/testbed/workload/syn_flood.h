// "syn_flood": SYNs that nobody means, laid over another workload. From forged addresses drawn at random, or from a few
// real sources; steady or in pulses; against addresses where nobody answers, or against a service that does.
#ifndef TIDEGATE_TESTBED_WORKLOAD_SYN_FLOOD_H_
#define TIDEGATE_TESTBED_WORKLOAD_SYN_FLOOD_H_

#include <memory>

#include "testbed/workload/parameters.h"
#include "testbed/workload/workload.h"

namespace tidegate::testbed {

std::unique_ptr<Workload> MakeSynFlood(Parameters& parameters);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_SYN_FLOOD_H_
