// The nodes a packet passes, in its order: rx - firewall - tx, or rx - firewall - drop, or ... - tx - drop.
#ifndef TIDEGATE_DATAPLANE_NODES_NODES_H_
#define TIDEGATE_DATAPLANE_NODES_NODES_H_

#include <string>
#include <vector>

#include "nodes/register.h"
#include "tidegate/drop_reason.h"

namespace tidegate {

// Registration returns a node's number, or RTE_NODE_ID_INVALID. Of rx and tx the graph has a clone for each port; what
// is registered is only their pattern.
rte_node_t RegisterRxNode();
rte_node_t RegisterFirewallNode(const std::vector<std::string>& tx_nodes);
rte_node_t RegisterTxNode();
rte_node_t RegisterDropNode(DropReason reason);

inline constexpr char kRxNode[] = "rx";
inline constexpr char kFirewallNode[] = "firewall";
inline constexpr char kTxNode[] = "tx";
std::string DropNodeName(DropReason reason);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_NODES_NODES_H_
