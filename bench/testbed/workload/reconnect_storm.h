// "reconnect_storm": clients with long connections that all end at a moment, as a service fails over, and all come
// back.
//
//   connections 65536    half of a table of 131,072: with the corpses of the old ones, all of it
//   ramp_s 30            in which they come at first
//   keepalive_s 60       between two exchanges of each (mosquitto's default)
//   at_s 120             the moment
//   how "vanish"         nothing says that they are over: they stay in the table as established
//       "close"          the server closes all
//       "reset"          all are reset
//   jitter_s 10          within which clients come back: 6,500 a second
//   backoff_s 1, backoff_max_s 128   of a client whose connection fails again within 20 s (retry_wait.h; the AWS SDK's
//                        minimum connection time)
#ifndef TIDEGATE_TESTBED_WORKLOAD_RECONNECT_STORM_H_
#define TIDEGATE_TESTBED_WORKLOAD_RECONNECT_STORM_H_

#include <memory>

#include "testbed/workload/parameters.h"
#include "testbed/workload/workload.h"

namespace tidegate::testbed {

std::unique_ptr<Workload> MakeReconnectStorm(Parameters& parameters);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_RECONNECT_STORM_H_
