// The members "timeouts", "tcp", "checksums" and "zones" of the configuration.
#ifndef TIDEGATE_CONFIG_TRACKING_READER_H_
#define TIDEGATE_CONFIG_TRACKING_READER_H_

#include "config/json_node.h"
#include "tidegate/tracking.h"

namespace tidegate::config {

// What a zone does not name it has from the top level.
TrackingOptions ReadTracking(const JsonNode& root);

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_TRACKING_READER_H_
