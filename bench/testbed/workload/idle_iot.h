// "idle_iot": devices that are connected for hours and say something only to show that they are there: MQTT, SSH. Each
// entry is silent for longer than any short connection lives, and losing it cuts a device off.
//
//   devices 120000       most of a table of 131,072, which has room for all: alone, no policy needs to lose one; laid
//                        under a flood, those that have been silent longest are the ones to keep
//   keepalive_min_s 30, keepalive_max_s 1200   what AWS IoT Core allows (1,200 by default; mosquitto's clients have 60,
//                        Azure's 300): each device has its own, evenly spread on a logarithmic scale
//   lifetime_s 14400     of a connection, mean
//   ramp_s 60            in which the devices come
//   backoff_s 1, backoff_max_s 128   before a device connects again (retry_wait.h)
#ifndef TIDEGATE_TESTBED_WORKLOAD_IDLE_IOT_H_
#define TIDEGATE_TESTBED_WORKLOAD_IDLE_IOT_H_

#include <memory>

#include "testbed/workload/parameters.h"
#include "testbed/workload/workload.h"

namespace tidegate::testbed {

std::unique_ptr<Workload> MakeIdleIot(Parameters& parameters);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_IDLE_IOT_H_
