// The nodes a packet passes, in its order:
//
//   rx-PORT - reassemble - firewall -(fragment)- tx-PORT - drop-tx_queue_full
//                 |            |
//               drop-...     drop-...
//
// What came in fragments passes the node fragment as well. Where reassembly is switched off, neither is there. Where a
// test asks for it, impair-before stands behind rx and impair-after in front of tx. The nodes that let packets wait
// have a source beside them, which lets them go when their time is over.
#ifndef TIDEGATE_DATAPLANE_NODES_NODES_H_
#define TIDEGATE_DATAPLANE_NODES_NODES_H_

#include <string>
#include <vector>

#include "nodes/register.h"
#include "tidegate/drop_reason.h"

namespace tidegate {

// Registration returns a node's number, or RTE_NODE_ID_INVALID. Of rx and tx the graph has a clone for each port; what
// is registered is only their pattern.
rte_node_t RegisterRxNode(const std::string& next);
// `fragment_node` is empty if there is none.
rte_node_t RegisterFirewallNode(const std::vector<std::string>& next_of_port, const std::string& fragment_node);
rte_node_t RegisterFragmentNode(const std::vector<std::string>& next_of_port);
rte_node_t RegisterTxNode();
rte_node_t RegisterDropNode(DropReason reason);

// Two nodes each: the one that packets come to and its source. Returns false if one of them could not be registered.
bool RegisterReassembleNodes();
bool RegisterImpairBeforeNodes(const std::string& next);
bool RegisterImpairAfterNodes(const std::vector<std::string>& next_of_port);

inline constexpr char kRxNode[] = "rx";
inline constexpr char kFirewallNode[] = "firewall";
inline constexpr char kTxNode[] = "tx";
inline constexpr char kReassembleNode[] = "reassemble";
inline constexpr char kReassembleSource[] = "reassemble-late";
inline constexpr char kFragmentNode[] = "fragment";
inline constexpr char kImpairBeforeNode[] = "impair-before";
inline constexpr char kImpairBeforeSource[] = "impair-before-late";
inline constexpr char kImpairAfterNode[] = "impair-after";
inline constexpr char kImpairAfterSource[] = "impair-after-late";
std::string DropNodeName(DropReason reason);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_NODES_NODES_H_
