// Why a packet was dropped: one name per cause, counted per core, the same in every output.
#ifndef TIDEGATE_DROP_REASON_H_
#define TIDEGATE_DROP_REASON_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tidegate {

enum class DropReason : std::uint8_t {
  kNone,
  // Parsing: the headers are cut short or contradict themselves.
  kTruncatedEthernet,
  kTruncatedVlan,
  kTooManyVlans,
  kUnsupportedEtherType,
  kTruncatedIpv4,
  kBadIpv4Header,
  kBadIpv4Length,
  kTruncatedIpv6,
  kBadIpv6Header,
  kBadIpv6Length,
  kBadIpv6Extension,
  kIpFragment,
  kTruncatedTcp,
  kBadTcpHeader,
  kBadTcpOptions,
  kTruncatedUdp,
  kBadUdpLength,
  kTruncatedIcmp,
  kTruncatedSctp,
  kBadSctpChunk,
  // Checksums, where they are verified.
  kBadIpv4Checksum,
  kBadTcpChecksum,
  kBadUdpChecksum,
  kBadIcmpChecksum,
  kBadSctpChecksum,
  // Reassembly.
  kFragmentInvalid,
  kFragmentTableFull,
  kFragmentTimeout,
  // Protocol tracking.
  kTcpNoFlags,
  kTcpSynFin,
  kTcpSynRst,
  kTcpFinRst,
  kTcpWithoutAck,
  kTcpNoConnection,
  kTcpInvalidState,
  kTcpBeyondWindow,
  kTcpBadAck,
  kTcpBadRst,
  kSctpNoAssociation,
  kSctpInvalidState,
  kSctpBadTag,
  kIcmpNoRequest,
  kIcmpErrorUnrelated,
  // Security groups.
  kRuleDeniedInbound,
  kRuleDeniedOutbound,
  // Making room for a new connection.
  kHalfOpenQuota,
  kSourceQuota,
  kSynRate,
  kFirstSyn,
  kUnknownSource,
  kZoneFull,
  kZoneHalfOpen,
  kTableFull,
  // The switch around the firewall: who sent it,
  kUnknownPort,
  kSpoofedMac,
  kSpoofedIp,
  kSpoofedArp,
  kSpoofedNd,
  kRogueDhcp,
  kRogueRouter,
  kEtherTypeDenied,
  // where it goes,
  kUnknownDestination,
  kHairpin,
  kFloodLimit,
  kTooBig,
  // the overlay,
  kNotVxlan,
  kBadVxlan,
  kUnknownVni,
  kUnknownVtep,
  kCongestionLost,
  kNoNeighbour,
  // and what it is sent with.
  kNoBuffer,
  kHandoffFull,
  kTxQueueFull,
  kCount_
};

inline constexpr std::size_t kDropReasonCount = static_cast<std::size_t>(DropReason::kCount_);

struct DropReasonInfo {
  DropReason reason;
  std::string_view name;         // what counters, replay and tidegatectl print
  std::string_view description;  // one line for people
};

inline constexpr std::array<DropReasonInfo, kDropReasonCount> kDropReasons = {{
    {DropReason::kNone, "none", "not dropped"},
    {DropReason::kTruncatedEthernet, "truncated_ethernet", "shorter than an Ethernet header"},
    {DropReason::kTruncatedVlan, "truncated_vlan", "ends within a VLAN tag"},
    {DropReason::kTooManyVlans, "too_many_vlans", "more than two VLAN tags"},
    {DropReason::kUnsupportedEtherType, "unsupported_ethertype", "neither IPv4, IPv6 nor ARP"},
    {DropReason::kTruncatedIpv4, "truncated_ipv4", "ends within the IPv4 header"},
    {DropReason::kBadIpv4Header, "bad_ipv4_header", "IPv4 version or header length is wrong"},
    {DropReason::kBadIpv4Length, "bad_ipv4_length", "IPv4 total length contradicts the frame or the header"},
    {DropReason::kTruncatedIpv6, "truncated_ipv6", "ends within the IPv6 header"},
    {DropReason::kBadIpv6Header, "bad_ipv6_header", "IPv6 version is wrong"},
    {DropReason::kBadIpv6Length, "bad_ipv6_length", "IPv6 payload length exceeds the frame"},
    {DropReason::kBadIpv6Extension, "bad_ipv6_extension",
     "IPv6 extension headers are cut short, misplaced or too many"},
    {DropReason::kIpFragment, "ip_fragment", "a fragment, whose connection cannot be told"},
    {DropReason::kTruncatedTcp, "truncated_tcp", "ends within the TCP header"},
    {DropReason::kBadTcpHeader, "bad_tcp_header", "TCP data offset is below 5 or beyond the segment"},
    {DropReason::kBadTcpOptions, "bad_tcp_options", "a TCP option's length is wrong"},
    {DropReason::kTruncatedUdp, "truncated_udp", "ends within the UDP header"},
    {DropReason::kBadUdpLength, "bad_udp_length", "UDP length contradicts the IP length"},
    {DropReason::kTruncatedIcmp, "truncated_icmp", "ends within the ICMP or ICMPv6 header"},
    {DropReason::kTruncatedSctp, "truncated_sctp", "ends within the SCTP header or its first chunk's"},
    {DropReason::kBadSctpChunk, "bad_sctp_chunk",
     "an SCTP chunk's length is wrong, or a chunk stands where it may not"},
    {DropReason::kBadIpv4Checksum, "bad_ipv4_checksum", "the IPv4 header's checksum is wrong"},
    {DropReason::kBadTcpChecksum, "bad_tcp_checksum", "the TCP checksum is wrong"},
    {DropReason::kBadUdpChecksum, "bad_udp_checksum", "the UDP checksum is wrong"},
    {DropReason::kBadIcmpChecksum, "bad_icmp_checksum", "the ICMP or ICMPv6 checksum is wrong"},
    {DropReason::kBadSctpChecksum, "bad_sctp_checksum", "the SCTP checksum is wrong"},
    {DropReason::kFragmentInvalid, "fragment_invalid", "fragments overlap, contradict each other or are too many"},
    {DropReason::kFragmentTableFull, "fragment_table_full", "too many packets are waiting for their fragments"},
    {DropReason::kFragmentTimeout, "fragment_timeout", "the other fragments did not arrive in time"},
    {DropReason::kTcpNoFlags, "tcp_no_flags", "TCP without any of SYN, ACK, FIN and RST (null scan)"},
    {DropReason::kTcpSynFin, "tcp_syn_fin", "TCP with SYN and FIN"},
    {DropReason::kTcpSynRst, "tcp_syn_rst", "TCP with SYN and RST"},
    {DropReason::kTcpFinRst, "tcp_fin_rst", "TCP with FIN and RST"},
    {DropReason::kTcpWithoutAck, "tcp_without_ack", "TCP with FIN and without ACK"},
    {DropReason::kTcpNoConnection, "tcp_no_connection", "a TCP segment other than SYN, and no connection"},
    {DropReason::kTcpInvalidState, "tcp_invalid_state", "a TCP segment its connection's state does not allow"},
    {DropReason::kTcpBeyondWindow, "tcp_beyond_window", "a TCP segment beyond what its receiver offered to take"},
    {DropReason::kTcpBadAck, "tcp_bad_ack", "a TCP segment that acknowledges what was never sent"},
    {DropReason::kTcpBadRst, "tcp_bad_rst", "a RST whose numbers the other side cannot expect"},
    {DropReason::kSctpNoAssociation, "sctp_no_association", "an SCTP packet other than INIT, and no association"},
    {DropReason::kSctpInvalidState, "sctp_invalid_state", "an SCTP chunk its association's state does not allow"},
    {DropReason::kSctpBadTag, "sctp_bad_tag", "an SCTP packet without its association's verification tag"},
    {DropReason::kIcmpNoRequest, "icmp_no_request", "an ICMP reply, and no request"},
    {DropReason::kIcmpErrorUnrelated, "icmp_error_unrelated", "an ICMP error about no connection, or not its packet"},
    {DropReason::kRuleDeniedInbound, "rule_denied_inbound", "no inbound rule of the port's groups allows it"},
    {DropReason::kRuleDeniedOutbound, "rule_denied_outbound", "no outbound rule of the port's groups allows it"},
    {DropReason::kHalfOpenQuota, "half_open_quota", "new connection refused: too many half-open ones"},
    {DropReason::kSourceQuota, "source_quota",
     "new connection refused: its source network has too many half-open ones"},
    {DropReason::kSynRate, "syn_rate", "new connection refused: its source network begins too many"},
    {DropReason::kFirstSyn, "first_syn", "new connection refused until it is tried again"},
    {DropReason::kUnknownSource, "unknown_source",
     "new connection refused under load: its source network is not known"},
    {DropReason::kZoneFull, "zone_full", "new connection refused: its zone has as many as it may"},
    {DropReason::kZoneHalfOpen, "zone_half_open", "new connection refused: its zone has too many half-open ones"},
    {DropReason::kTableFull, "table_full", "new connection refused: no entry may be reused"},
    {DropReason::kUnknownPort, "unknown_port", "neither end is a configured port"},
    {DropReason::kSpoofedMac, "spoofed_mac", "a source MAC address that is not the port's"},
    {DropReason::kSpoofedIp, "spoofed_ip", "a source IP address that is not the port's"},
    {DropReason::kSpoofedArp, "spoofed_arp", "ARP that speaks for another than the port"},
    {DropReason::kSpoofedNd, "spoofed_nd", "neighbour discovery that speaks for another than the port"},
    {DropReason::kRogueDhcp, "rogue_dhcp", "an answer of a DHCP server from a virtual machine"},
    {DropReason::kRogueRouter, "rogue_router", "a router advertisement or redirect from a virtual machine"},
    {DropReason::kEtherTypeDenied, "ethertype_denied", "neither IP nor ARP, or tagged, from a virtual machine"},
    {DropReason::kUnknownDestination, "unknown_destination", "nobody in the network has its destination address"},
    {DropReason::kHairpin, "hairpin", "its destination lies where it came from"},
    {DropReason::kFloodLimit, "flood_limit", "more broadcasts and unknown destinations at once than are copied"},
    {DropReason::kTooBig, "too_big", "larger than the MTU of the way out, and not to be cut"},
    {DropReason::kNotVxlan, "not_vxlan", "neither VXLAN to this tunnel end nor the ARP it needs"},
    {DropReason::kBadVxlan, "bad_vxlan", "a VXLAN packet whose headers are cut short or contradict themselves"},
    {DropReason::kUnknownVni, "unknown_vni", "VXLAN of a network that is not configured here"},
    {DropReason::kUnknownVtep, "unknown_vtep", "VXLAN from a tunnel end that its network does not name"},
    {DropReason::kCongestionLost, "congestion_lost", "marked as congested in a tunnel, for a sender without ECN"},
    {DropReason::kNoNeighbour, "no_neighbour", "the next hop towards the tunnel's other end has not answered yet"},
    {DropReason::kNoBuffer, "no_buffer", "no packet buffer was free for a copy or an answer"},
    {DropReason::kHandoffFull, "handoff_full", "the worker it was handed to had no room for it"},
    {DropReason::kTxQueueFull, "tx_queue_full", "the output device did not take it"},
}};

constexpr std::string_view Name(DropReason reason) { return kDropReasons[static_cast<std::size_t>(reason)].name; }

// A row that stands in another place than its number would print wrong names everywhere.
static_assert([] {
  for (std::size_t i = 0; i < kDropReasonCount; ++i) {
    if (static_cast<std::size_t>(kDropReasons[i].reason) != i) return false;
  }
  return true;
}());

}  // namespace tidegate

#endif  // TIDEGATE_DROP_REASON_H_
