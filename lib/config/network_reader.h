// Networks of the configuration, and what makes a port one of them.
#ifndef TIDEGATE_CONFIG_NETWORK_READER_H_
#define TIDEGATE_CONFIG_NETWORK_READER_H_

#include <vector>

#include "config/json_node.h"
#include "config/switch_options.h"
#include "tidegate/security_groups.h"

namespace tidegate::config {

std::vector<NetworkSpec> ReadNetworks(const JsonNode& array);

// The members of a port that have to do with switching. Gives `port` its network's zone.
SwitchPortSpec ReadSwitchPort(const JsonNode& node, const std::vector<NetworkSpec>& networks, PortSpec& port);

// What must hold between networks and ports: each address of a network leads to one place, and networks with a VNI have
// a port that ends their tunnels. REQUIRES: nothing has failed so far; as many nodes as ports.
void CheckSwitch(const JsonNode& root, const std::vector<JsonNode>& nodes, const std::vector<NetworkSpec>& networks,
                 const std::vector<PortSpec>& specs, const std::vector<SwitchPortSpec>& ports);

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_NETWORK_READER_H_
