// Security groups: who may open a connection to or from a virtual machine's port.
//
// Rules only allow. A connection is allowed if any rule of any group of the port does; what no rule allows is denied,
// in both directions. Packets of a connection that exists are never checked again. The rules of stateless groups allow
// packets, not connections: each packet on its own, in each direction.
#ifndef TIDEGATE_SECURITY_GROUPS_H_
#define TIDEGATE_SECURITY_GROUPS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "tidegate/flow_key.h"
#include "tidegate/ip_address.h"
#include "tidegate/packet_view.h"
#include "tidegate/rule_explanation.h"

namespace tidegate {

// As the virtual machine sees it: inbound comes to it, outbound leaves it.
enum class Direction : std::uint8_t { kInbound, kOutbound };

constexpr std::string_view Name(Direction direction) {
  return direction == Direction::kInbound ? "inbound" : "outbound";
}

// A port of the switch by its place in the configuration.
using PortIndex = std::uint16_t;
inline constexpr PortIndex kNoPort = 0xffff;

// Everybody, a network, or the members of a group: the addresses of its ports in the zone of the port that the rule is
// for, and those listed as its members.
struct AnyRemote {
  bool operator==(const AnyRemote&) const = default;
};
struct GroupRemote {
  std::string group;
  bool operator==(const GroupRemote&) const = default;
};
using Remote = std::variant<AnyRemote, IpPrefix, GroupRemote>;

// Which protocols a rule speaks of.
enum class ProtocolMatch : std::uint8_t {
  kAny,         // every IP protocol
  kIcmpTcpUdp,  // ICMP (ICMPv6 for IPv6), TCP and UDP; IBM Cloud's older name for it is "all"
  kOne,         // the one of `protocol`; ICMP stands for ICMPv6 in IPv6 packets
};

struct SecurityRule {
  Direction direction = Direction::kInbound;
  ProtocolMatch match = ProtocolMatch::kAny;
  std::uint8_t protocol = 0;    // valid for kOne
  std::uint8_t ip_version = 0;  // 4, 6, or 0 for both
  // TCP, UDP and SCTP destination ports; the full range for other protocols.
  std::uint16_t port_min = 0;
  std::uint16_t port_max = 0xffff;
  std::optional<std::uint8_t> icmp_type;  // none: every type
  std::optional<std::uint8_t> icmp_code;  // none: every code; only together with a type
  Remote remote;
  std::optional<IpPrefix> local{};  // the port's own end: the packet's address there; none: every address
  std::string place{};              // where the rule was written, for people

  bool operator==(const SecurityRule&) const = default;
};

struct SecurityGroup {
  std::string name;
  std::vector<SecurityRule> rules;
  // Members that are no ports of this switch, in every zone. A group of nothing else is a list of addresses.
  std::vector<IpPrefix> members{};
  bool stateful = true;
};

// A port of the switch. One with security groups is a virtual machine's; one without is an uplink, where nothing is
// checked and whose traffic is checked at the other end.
struct PortSpec {
  std::string name;
  std::vector<IpAddress> addresses;
  std::vector<std::string> security_groups;
  std::string device;  // a DPDK device, as for its option --vdev, or a PCI address
  std::string peer;    // the name of the port at the other end of the wire
  Zone zone = 0;
  bool firewalled = false;  // "security_groups" is given, be it empty
};

// The compiled rules of all ports: what the packet path asks. Immutable, so any thread may read it; a change is a new
// object. Holds no reference to what it was made of, but a copy of the rules for explanations.
class SecurityPolicy {
 public:
  // Fails with kInvalidArgument and one line that names the culprit if a port or a rule names a group that does not
  // exist, or if two groups, two ports, or two ports' addresses in one zone are the same.
  static absl::StatusOr<std::unique_ptr<const SecurityPolicy>> Compile(const std::vector<SecurityGroup>& groups,
                                                                       const std::vector<PortSpec>& ports);
  ~SecurityPolicy();

  // May `view`, the first packet of a connection, pass `port` in this direction? A port that is not firewalled allows
  // all, and so does kNoPort. The remote end is the source of an inbound packet and the destination of an outbound one.
  // REQUIRES: view.ip_version != 0; port < port_count() or port == kNoPort.
  // Cost: tens of nanoseconds, growing with the logarithm of the number of rules (docs/rules.md); only packets without
  // a connection ask.
  bool Allows(PortIndex port, Direction direction, const PacketView& view) const {
    return Ask(port, direction, view) != Allowance::kNone;
  }

  // The same, and how.
  Allowance Ask(PortIndex port, Direction direction, const PacketView& view) const;

  // Whether any port has rules of stateless groups: without, no answer is kUntracked.
  bool has_stateless() const;

  // Why Ask() answers what it does: which rule allows the packet, or how those fail that come nearest.
  // Cost: a walk over all rules of the port; for people.
  RuleExplanation Explain(PortIndex port, Direction direction, const PacketView& view) const;

  // The port that owns an address in a zone, or kNoPort.
  PortIndex PortOf(const IpAddress& address, Zone zone) const;

  std::size_t port_count() const;

  // Bytes of what the packet path reads.
  std::size_t MemoryBytes() const;

 private:
  struct Compiled;
  explicit SecurityPolicy(std::unique_ptr<const Compiled> compiled);

  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace tidegate

#endif  // TIDEGATE_SECURITY_GROUPS_H_
