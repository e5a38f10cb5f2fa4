// Security groups: random rules and packets against a reference that follows the words of the header one by one.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "rules/rules_test_util.h"
#include "tidegate/security_groups.h"

namespace tidegate::rules {
namespace {

// The reference: what the header says, in its order and with nothing prepared.
struct Reference {
  const std::vector<SecurityGroup>& groups;
  const std::vector<PortSpec>& ports;

  Allowance Ask(const PortSpec& port, Direction direction, const Packet& packet) const {
    int allowance = 0;
    for (const SecurityGroup& group : groups) {
      if (!Has(port.security_groups, group.name)) continue;
      for (const SecurityRule& rule : group.rules) {
        if (rule.direction != direction || !Matches(rule, port.zone, packet, direction)) continue;
        allowance |= static_cast<int>(group.stateful ? Allowance::kTracked : Allowance::kUntracked);
      }
    }
    return static_cast<Allowance>(allowance);
  }

  static bool Has(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  bool Matches(const SecurityRule& rule, Zone zone, const Packet& packet, Direction direction) const {
    const bool v6 = packet.source.v6;
    if (rule.ip_version != 0 && (rule.ip_version == 6) != v6) return false;
    const bool is_icmp = packet.protocol == (v6 ? kProtocolIcmpV6 : kProtocolIcmp);
    const bool tcp_udp = packet.protocol == kProtocolTcp || packet.protocol == kProtocolUdp;
    const bool has_ports = tcp_udp || packet.protocol == kProtocolSctp;
    if (rule.match == ProtocolMatch::kIcmpTcpUdp && !is_icmp && !tcp_udp) return false;
    if (rule.match == ProtocolMatch::kOne && !MatchesOne(rule, packet, is_icmp, has_ports)) return false;
    const IpAddress& local = direction == kIn ? packet.destination : packet.source;
    if (rule.local && !rule.local->Contains(local)) return false;
    const IpAddress& remote = direction == kIn ? packet.source : packet.destination;
    if (const auto* prefix = std::get_if<IpPrefix>(&rule.remote)) return prefix->Contains(remote);
    if (const auto* group = std::get_if<GroupRemote>(&rule.remote)) return IsMember(group->group, zone, remote);
    return true;
  }

  static bool MatchesOne(const SecurityRule& rule, const Packet& packet, bool is_icmp, bool has_ports) {
    const bool wants_icmp = rule.protocol == kProtocolIcmp;
    if (wants_icmp ? !is_icmp : rule.protocol != packet.protocol) return false;
    if (has_ports && (packet.port < rule.port_min || packet.port > rule.port_max)) return false;
    if (rule.icmp_type && (!is_icmp || *rule.icmp_type != packet.icmp.type)) return false;
    return !rule.icmp_code || *rule.icmp_code == packet.icmp.code;
  }

  bool IsMember(const std::string& name, Zone zone, const IpAddress& address) const {
    for (const SecurityGroup& group : groups) {
      if (group.name != name) continue;
      for (const IpPrefix& member : group.members) {
        if (member.Contains(address)) return true;
      }
    }
    for (const PortSpec& port : ports) {
      if (port.zone != zone || !Has(port.security_groups, name)) continue;
      if (std::find(port.addresses.begin(), port.addresses.end(), address) != port.addresses.end()) return true;
    }
    return false;
  }
};

constexpr const char* kGroupNames[] = {"g0", "g1", "g2"};

// How many rules, and how large a world they divide.
struct WorldSize {
  int rules = 5;      // of a group, at most
  int services = 8;   // ports; ICMP's types and codes are fewer
  bool wide = false;  // any service range instead of short ones
};

// Draws from a world so small that rules and packets meet often.
class RandomWorld {
 public:
  explicit RandomWorld(std::uint32_t seed, WorldSize size = {}) : random_(seed), size_(size) {
    for (const char* name : kGroupNames) {
      SecurityGroup& group = groups.emplace_back(SecurityGroup{name, {}});
      for (int rules = Below(size_.rules); rules > 0; --rules) group.rules.push_back(MakeRule());
      for (int members = Below(4); members > 0; --members) group.members.push_back(MakePrefix());
      group.stateful = Below(3) != 0;
    }
    for (int i = 0; i < 6; ++i) ports.push_back(MakePort(i));
  }

  Packet MakePacket() {
    const bool v6 = Below(2) == 0;
    Packet packet{MakeProtocol(), MakeAddress(v6), MakeAddress(v6)};
    if (HasPorts(packet.protocol)) packet.port = static_cast<std::uint16_t>(Below(size_.services));
    if (packet.protocol == (v6 ? kProtocolIcmpV6 : kProtocolIcmp)) packet.icmp = {MakeSmall(), MakeSmall(), 0};
    return packet;
  }

  int Below(int limit) { return static_cast<int>(random_() % limit); }

  std::vector<SecurityGroup> groups;
  std::vector<PortSpec> ports;

 private:
  std::uint8_t MakeSmall() { return static_cast<std::uint8_t>(Below(3)); }

  std::uint8_t MakeProtocol() {
    if (size_.wide) return kProtocolTcp;
    constexpr std::uint8_t kProtocols[] = {
        kProtocolIcmp, kProtocolTcp, kProtocolUdp, kProtocolIcmpV6, kProtocolSctp, kGre, 0};
    return kProtocols[Below(7)];
  }

  static bool HasPorts(std::uint8_t protocol) {
    return protocol == kProtocolTcp || protocol == kProtocolUdp || protocol == kProtocolSctp;
  }

  // Addresses that differ in their first bit, around the middle and in the last three.
  IpAddress MakeAddress(bool v6) {
    IpAddress address;
    address.v6 = v6;
    const int width = v6 ? 16 : 4;
    address.bytes[0] = Below(2) == 0 ? 0x80 : 0;
    address.bytes[width / 2] = static_cast<std::uint8_t>(Below(2));
    address.bytes[width - 1] = static_cast<std::uint8_t>(Below(8));
    return address;
  }

  IpPrefix MakePrefix() {
    IpPrefix prefix{MakeAddress(Below(2) == 0), 0};
    const int width = prefix.address.v6 ? 128 : 32;
    const int lengths[] = {0, 1, width / 2, width / 2 + 8, width - 2, width - 1, width};
    prefix.length = static_cast<std::uint8_t>(lengths[Below(7)]);
    for (int bit = prefix.length; bit < width; ++bit) prefix.address.bytes[bit / 8] &= ~(0x80 >> (bit % 8));
    return prefix;
  }

  SecurityRule MakeRule() {
    SecurityRule rule = Rule(Below(2) == 0 ? kIn : kOut);
    rule.ip_version = std::vector<std::uint8_t>{0, 0, 4, 6}[Below(4)];
    rule.match = std::vector{ProtocolMatch::kAny, ProtocolMatch::kIcmpTcpUdp, ProtocolMatch::kOne}[Below(3)];
    if (size_.wide) return MakeWideRule(rule);
    if (rule.match == ProtocolMatch::kOne) MakeService(rule);
    if (Below(3) == 0) rule.remote = MakePrefix();
    if (Below(3) == 0) rule.remote = Group(kGroupNames[Below(3)]);
    if (Below(4) == 0) rule.local = MakePrefix();
    return rule;
  }

  // For few, so that thousands of them do not allow everything.
  SecurityRule MakeWideRule(SecurityRule& rule) {
    rule.match = ProtocolMatch::kOne;
    rule.protocol = kProtocolTcp;
    rule.port_min = static_cast<std::uint16_t>(Below(size_.services));
    rule.port_max = static_cast<std::uint16_t>(rule.port_min + Below(size_.services - rule.port_min));
    const IpAddress address = MakeAddress(Below(2) == 0);
    rule.remote = IpPrefix{address, static_cast<std::uint8_t>(address.v6 ? 128 : 32)};
    if (Below(8) == 0) rule.local = MakePrefix();
    return rule;
  }

  void MakeService(SecurityRule& rule) {
    rule.protocol = MakeProtocol();
    const bool has_ports = HasPorts(rule.protocol);
    const bool is_icmp = rule.protocol == kProtocolIcmp || rule.protocol == kProtocolIcmpV6;
    if (has_ports && Below(2) == 0) {
      rule.port_min = static_cast<std::uint16_t>(Below(size_.services));
      rule.port_max =
          static_cast<std::uint16_t>(rule.port_min + Below(size_.wide ? size_.services - rule.port_min : 8));
    }
    if (is_icmp && Below(2) == 0) rule.icmp_type = MakeSmall();
    if (rule.icmp_type && Below(2) == 0) rule.icmp_code = MakeSmall();
  }

  PortSpec MakePort(int index) {
    PortSpec port = Port(std::to_string(index), {}, {}, Below(2));
    for (int tries = Below(4); tries > 0; --tries) {
      const IpAddress address = MakeAddress(Below(2) == 0);
      if (IsFree(address, port)) port.addresses.push_back(address);
    }
    for (const SecurityGroup& group : groups) {
      if (Below(2) == 0) port.security_groups.push_back(group.name);
    }
    return port;
  }

  bool IsFree(const IpAddress& address, const PortSpec& candidate) const {
    const auto has = [&](const PortSpec& port) {
      return port.zone == candidate.zone &&
             std::find(port.addresses.begin(), port.addresses.end(), address) != port.addresses.end();
    };
    return !has(candidate) && std::none_of(ports.begin(), ports.end(), has);
  }

  std::mt19937 random_;
  WorldSize size_;
};

struct Answers {
  int allowed = 0;
  int denied = 0;
  int untracked = 0;  // of those allowed
};

// Asks for the way of each of `packets` random packets, and compares.
void Compare(RandomWorld& world, int packets, Answers& answers) {
  const auto policy = Compile(world.groups, world.ports);
  const Reference reference{world.groups, world.ports};
  for (int i = 0; i < packets; ++i) {
    const Packet packet = world.MakePacket();
    const auto port = static_cast<PortIndex>(world.Below(6));
    const Direction direction = world.Below(2) == 0 ? kIn : kOut;
    const Allowance expected = reference.Ask(world.ports[port], direction, packet);
    ASSERT_EQ(policy->Ask(port, direction, packet.View()), expected)
        << "packet " << i << ": protocol " << int{packet.protocol} << " " << ToString(packet.source) << " to "
        << ToString(packet.destination) << " port " << packet.port;
    const RuleExplanation why = policy->Explain(port, direction, packet.View());
    ASSERT_EQ(why.allowance, expected) << "packet " << i;
    ASSERT_EQ(why.decides.has_value(), expected != Allowance::kNone) << "packet " << i;
    ++(expected == Allowance::kNone ? answers.denied : answers.allowed);
    if (expected == Allowance::kUntracked) ++answers.untracked;
  }
}

TEST(SecurityPolicy, AgreesWithTheReferenceOnRandomRulesAndPackets) {
  Answers answers;
  for (std::uint32_t seed = 0; seed < 1000; ++seed) {
    SCOPED_TRACE(seed);
    RandomWorld world(seed);
    ASSERT_NO_FATAL_FAILURE(Compare(world, 200, answers));
  }
  // No answer is rare, or the comparison would say little.
  EXPECT_GT(answers.allowed, 40000);
  EXPECT_GT(answers.denied, 40000);
  EXPECT_GT(answers.untracked, 10000);
}

// So many ranges over each other that a segment's rules come from several nodes of the tree.
TEST(SecurityPolicy, AgreesWithTheReferenceOnThousandsOfWideRanges) {
  Answers answers;
  for (std::uint32_t seed = 0; seed < 10; ++seed) {
    SCOPED_TRACE(seed);
    RandomWorld world(seed, {.rules = 200, .services = 65536, .wide = true});
    ASSERT_NO_FATAL_FAILURE(Compare(world, 1000, answers));
  }
  EXPECT_GT(answers.allowed, 1000);
  EXPECT_GT(answers.denied, 1000);
}

}  // namespace
}  // namespace tidegate::rules
