// "slow_loris": an attack that holds connections with next to nothing (R. Hansen 2009): each one sends another line of
// a header that never ends, and the server acknowledges it. For the table they are as live as any.
//
//   sources 50, connections 1000   of each source, which slowloris opens by default: 50,000 in all
//   rate 1000                connections a second, of all together, until they are there
//   interval_s 10            between two lines of a connection (slowhttptest -i, by default)
//   server_timeout_s 60      until the server closes an unfinished request (client_header_timeout of nginx), 0 for
//   never;
//                            the attacker opens another one at once
//   begin_s 0, end_s         of the attack; by default all the time
#ifndef TIDEGATE_TESTBED_WORKLOAD_SLOW_LORIS_H_
#define TIDEGATE_TESTBED_WORKLOAD_SLOW_LORIS_H_

#include <memory>

#include "testbed/workload/parameters.h"
#include "testbed/workload/workload.h"

namespace tidegate::testbed {

std::unique_ptr<Workload> MakeSlowLoris(Parameters& parameters);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_SLOW_LORIS_H_
