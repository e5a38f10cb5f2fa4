// The ports of the switch and the wires between them.
#ifndef TIDEGATE_CONFIG_PORT_READER_H_
#define TIDEGATE_CONFIG_PORT_READER_H_

#include <vector>

#include "config/json_node.h"
#include "tidegate/security_groups.h"

namespace tidegate::config {

// Reads an array of ports. It is enough that one end of a wire names the other as its peer; the other's peer is filled
// in. `groups` are the security groups there are.
std::vector<PortSpec> ReadPorts(const JsonNode& array, const std::vector<SecurityGroup>& groups);

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_PORT_READER_H_
