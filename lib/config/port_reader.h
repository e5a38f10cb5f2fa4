// The ports of the switch, the wires between them, and what they are in networks.
#ifndef TIDEGATE_CONFIG_PORT_READER_H_
#define TIDEGATE_CONFIG_PORT_READER_H_

#include "config/config.h"
#include "config/json_node.h"
#include "config/references.h"

namespace tidegate::config {

// Reads the root's array of ports. It is enough that one end of a wire names the other as its peer; the other's peer is
// filled in. `references` leads to the security groups there are. REQUIRES: the root has ports; networks have been
// read.
void ReadPorts(const JsonNode& root, const References& references, Config& out);

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_PORT_READER_H_
