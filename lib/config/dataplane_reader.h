// The member "dataplane" of the configuration.
#ifndef TIDEGATE_CONFIG_DATAPLANE_READER_H_
#define TIDEGATE_CONFIG_DATAPLANE_READER_H_

#include "config/dataplane_options.h"
#include "config/json_node.h"

namespace tidegate::config {

DataplaneOptions ReadDataplane(const JsonNode& dataplane);

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_DATAPLANE_READER_H_
