// The nodes a packet passes, in its order:
//
//   rx-PORT -(reassemble)- firewall -(fragment)- tx-PORT - drop-tx_queue_full
//                 |            |
//               drop-...     drop-...
//
// Bursts with fragments in them pass reassemble; what came in fragments passes the node fragment as well. Where
// reassembly is switched off, neither is there. What is larger than its way out goes through too-big. Where networks
// are configured, there is a switch before that and there may be an overlay around it all:
//
//   rx-VM -------- port-security -.
//   rx-UPLINK --------------------+- switch - reassemble - firewall - tx-VM, tx-UPLINK
//   rx-TUNNELS --- vxlan-decap ---'                                '- vxlan-encap - tx-TUNNELS
//
// ARP that the tunnels' end has taken in ends in arp-heard; what it asks itself begins in neighbour-ask.
//
// Where workers hand packets to each other, the nodes rx lead to spread, which sends some of them on and puts the
// others into rings, from which the source handoff-rx of another worker takes them; a node tx that has no queue of its
// own does the same, towards a source handoff-tx.
//
// Where a test asks for it, impair-before stands in front of reassemble and impair-after behind the firewall. The nodes
// that let packets wait have a source beside them, which lets them go when their time is over.
#ifndef TIDEGATE_DATAPLANE_NODES_NODES_H_
#define TIDEGATE_DATAPLANE_NODES_NODES_H_

#include <string>
#include <vector>

#include "nodes/register.h"
#include "tidegate/drop_reason.h"

namespace tidegate {

// Registration returns a node's number, or RTE_NODE_ID_INVALID. Of rx and tx the graph has a clone for each port; what
// is registered is only their pattern.

// What a port's packets meet first, by its kind. A kind that no port has is left empty.
struct RxNext {
  std::string wire;
  std::string bypass;
  std::string secured;  // a port of a network, with port security
  std::string member;   // without
  std::string tunnels;
  std::string past_reassembly;  // bursts of a wire without fragments; the same as `wire` without reassembly
};
// `spread_node` is empty if no port's packets are spread over the workers.
rte_node_t RegisterRxNode(const RxNext& next, const std::string& spread_node);
rte_node_t RegisterBypassNode(const std::vector<std::string>& next_of_port);
rte_node_t RegisterPortSecurityNode();
// Copies that a switch makes in one call at most.
inline constexpr std::size_t kMostCopies = 1024;
rte_node_t RegisterSwitchNode(const std::string& next);
rte_node_t RegisterVxlanDecapNode(const std::string& tx_underlay);
// Into how many pieces a packet is cut at most that did not come in any.
inline constexpr std::size_t kMostCutPieces = 8;
rte_node_t RegisterTooBigNode(const std::vector<std::string>& next_of_port);
// `fragment_node` is empty if there is none.
rte_node_t RegisterFirewallNode(const std::vector<std::string>& next_of_port, const std::string& fragment_node);
rte_node_t RegisterFragmentNode(const std::vector<std::string>& next_of_port);
rte_node_t RegisterTxNode();
// A source.
rte_node_t RegisterHandoffTxNode(const std::vector<std::string>& tx_of_port);
rte_node_t RegisterDropNode(DropReason reason);
rte_node_t RegisterHeardNode();

// Two nodes each: the one that packets come to and its source. Returns false if one of them could not be registered.
bool RegisterSpreadNodes(const RxNext& next);
bool RegisterReassembleNodes();
bool RegisterVxlanEncapNodes(const std::string& tx_underlay);
bool RegisterImpairBeforeNodes(const std::string& next);
bool RegisterImpairAfterNodes(const std::vector<std::string>& next_of_port);

inline constexpr char kRxNode[] = "rx";
inline constexpr char kSpreadNode[] = "spread";
inline constexpr char kHandoffRxSource[] = "handoff-rx";
inline constexpr char kHandoffTxSource[] = "handoff-tx";
inline constexpr char kBypassNode[] = "bypass";
inline constexpr char kPortSecurityNode[] = "port-security";
inline constexpr char kSwitchNode[] = "switch";
inline constexpr char kVxlanDecapNode[] = "vxlan-decap";
inline constexpr char kVxlanEncapNode[] = "vxlan-encap";
inline constexpr char kNeighbourSource[] = "neighbour-ask";
inline constexpr char kHeardNode[] = "arp-heard";
inline constexpr char kTooBigNode[] = "too-big";
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
