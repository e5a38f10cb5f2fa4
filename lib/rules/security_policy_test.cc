// Security groups: tables of rules and packets to check by eye.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/rules_test_util.h"
#include "tidegate/security_groups.h"

namespace tidegate::rules {
namespace {

Packet Tcp(std::string_view from, std::string_view to, std::uint16_t port) {
  return {kProtocolTcp, Address(from), Address(to), port};
}
Packet Udp(std::string_view from, std::string_view to, std::uint16_t port) {
  return {kProtocolUdp, Address(from), Address(to), port};
}
Packet Sctp(std::string_view from, std::string_view to, std::uint16_t port) {
  return {kProtocolSctp, Address(from), Address(to), port};
}
Packet Icmp(std::string_view from, std::string_view to, std::uint8_t type, std::uint8_t code) {
  return {kProtocolIcmp, Address(from), Address(to), 0, {type, code, 0}};
}
Packet IcmpV6(std::string_view from, std::string_view to, std::uint8_t type, std::uint8_t code) {
  return {kProtocolIcmpV6, Address(from), Address(to), 0, {type, code, 0}};
}
Packet Other(std::uint8_t protocol, std::string_view from, std::string_view to) {
  return {protocol, Address(from), Address(to)};
}

SecurityRule PortRule(std::uint8_t protocol, std::uint16_t min, std::uint16_t max, Remote remote = {}) {
  SecurityRule rule = Rule(kIn, protocol, std::move(remote));
  rule.port_min = min;
  rule.port_max = max;
  return rule;
}
SecurityRule IcmpRule(std::uint8_t protocol, std::optional<std::uint8_t> type, std::optional<std::uint8_t> code = {}) {
  SecurityRule rule = Rule(kIn, protocol);
  rule.icmp_type = type;
  rule.icmp_code = code;
  return rule;
}
SecurityRule IcmpTcpUdpRule() {
  SecurityRule rule = Rule(kIn);
  rule.match = ProtocolMatch::kIcmpTcpUdp;
  return rule;
}
SecurityRule OfVersion(std::uint8_t version, SecurityRule rule) {
  rule.ip_version = version;
  return rule;
}
// One rule in the only group of port 0.
bool AllowsWithRule(const SecurityRule& rule, Direction direction, const Packet& packet) {
  const auto policy = Compile({{"g", {rule}}}, {Port("vm", {"10.0.0.4", "2001:db8::4"}, {"g"})});
  return policy->Allows(0, direction, packet.View());
}

constexpr std::string_view kVm = "10.0.0.4";
constexpr std::string_view kVm6 = "2001:db8::4";
constexpr std::string_view kPeer = "192.0.2.9";
constexpr std::string_view kPeer6 = "2001:db8:9::9";

TEST(SecurityPolicy, OneRuleAgainstOnePacket) {
  const Packet syn22 = Tcp(kPeer, kVm, 22);
  const Packet syn22_v6 = Tcp(kPeer6, kVm6, 22);
  const Packet reply_to_22 = Tcp(kVm, kPeer, 22);
  const Packet ping = Icmp(kPeer, kVm, 8, 0);
  const Packet ping_v6 = IcmpV6(kPeer6, kVm6, 128, 0);

  const struct {
    std::string_view what;
    SecurityRule rule;
    Direction direction;
    Packet packet;
    bool allowed;
  } kRows[] = {
      // Direction.
      {"in for in", Rule(kIn), kIn, syn22, true},
      {"in for out", Rule(kIn), kOut, reply_to_22, false},
      {"out for out", Rule(kOut), kOut, reply_to_22, true},
      {"out for in", Rule(kOut), kIn, syn22, false},
      // Protocol: any.
      {"any, udp", Rule(kIn), kIn, Udp(kPeer, kVm, 53), true},
      {"any, icmp", Rule(kIn), kIn, ping, true},
      {"any, gre", Rule(kIn), kIn, Other(kGre, kPeer, kVm), true},
      {"any, protocol 0", Rule(kIn), kIn, Other(0, kPeer, kVm), true},
      {"any, protocol 255", Rule(kIn), kIn, Other(255, kPeer, kVm), true},
      {"any, v6", Rule(kIn), kIn, syn22_v6, true},
      // Protocol: icmp_tcp_udp.
      {"itu, tcp", IcmpTcpUdpRule(), kIn, syn22, true},
      {"itu, udp", IcmpTcpUdpRule(), kIn, Udp(kPeer, kVm, 53), true},
      {"itu, icmp", IcmpTcpUdpRule(), kIn, ping, true},
      {"itu, gre", IcmpTcpUdpRule(), kIn, Other(kGre, kPeer, kVm), false},
      {"itu, icmpv6", IcmpTcpUdpRule(), kIn, ping_v6, true},
      {"itu, 58 in v4", IcmpTcpUdpRule(), kIn, Other(58, kPeer, kVm), false},
      {"itu, 1 in v6", IcmpTcpUdpRule(), kIn, Other(1, kPeer6, kVm6), false},
      // Protocol: one.
      {"tcp, tcp", Rule(kIn, kProtocolTcp), kIn, syn22, true},
      {"tcp, udp", Rule(kIn, kProtocolTcp), kIn, Udp(kPeer, kVm, 22), false},
      {"gre, gre", Rule(kIn, kGre), kIn, Other(kGre, kPeer, kVm), true},
      {"gre, tcp", Rule(kIn, kGre), kIn, syn22, false},
      {"0, 0", Rule(kIn, std::uint8_t{0}), kIn, Other(0, kPeer, kVm), true},
      {"0, 1", Rule(kIn, std::uint8_t{0}), kIn, ping, false},
      {"icmp, icmp", Rule(kIn, kProtocolIcmp), kIn, ping, true},
      {"icmp, icmpv6", Rule(kIn, kProtocolIcmp), kIn, ping_v6, true},
      {"icmp, 58 in v4", Rule(kIn, kProtocolIcmp), kIn, Other(58, kPeer, kVm), false},
      {"icmp, 1 in v6", Rule(kIn, kProtocolIcmp), kIn, Other(1, kPeer6, kVm6), false},
      {"icmpv6, icmpv6", Rule(kIn, kProtocolIcmpV6), kIn, ping_v6, true},
      {"icmpv6, icmp", Rule(kIn, kProtocolIcmpV6), kIn, ping, false},
      {"icmpv6, 58 in v4", Rule(kIn, kProtocolIcmpV6), kIn, Other(58, kPeer, kVm), true},
      // Ports: of the destination, both ends of the range included.
      {"22-22, 22", PortRule(kProtocolTcp, 22, 22), kIn, syn22, true},
      {"22-22, 21", PortRule(kProtocolTcp, 22, 22), kIn, Tcp(kPeer, kVm, 21), false},
      {"22-22, 23", PortRule(kProtocolTcp, 22, 22), kIn, Tcp(kPeer, kVm, 23), false},
      {"22-22, udp", PortRule(kProtocolTcp, 22, 22), kIn, Udp(kPeer, kVm, 22), false},
      {"source port", PortRule(kProtocolTcp, 40000, 40000), kIn, syn22, false},
      {"80-90, 79", PortRule(kProtocolUdp, 80, 90), kIn, Udp(kPeer, kVm, 79), false},
      {"80-90, 80", PortRule(kProtocolUdp, 80, 90), kIn, Udp(kPeer, kVm, 80), true},
      {"80-90, 90", PortRule(kProtocolUdp, 80, 90), kIn, Udp(kPeer, kVm, 90), true},
      {"80-90, 91", PortRule(kProtocolUdp, 80, 90), kIn, Udp(kPeer, kVm, 91), false},
      {"3868, sctp 3868", PortRule(kProtocolSctp, 3868, 3868), kIn, Sctp(kPeer, kVm, 3868), true},
      {"3868, sctp 3869", PortRule(kProtocolSctp, 3868, 3868), kIn, Sctp(kPeer, kVm, 3869), false},
      {"3868, tcp 3868", PortRule(kProtocolSctp, 3868, 3868), kIn, Tcp(kPeer, kVm, 3868), false},
      {"0-0, 0", PortRule(kProtocolTcp, 0, 0), kIn, Tcp(kPeer, kVm, 0), true},
      {"0-65535, 65535", PortRule(kProtocolTcp, 0, 65535), kIn, Tcp(kPeer, kVm, 65535), true},
      {"22-22, v6", PortRule(kProtocolTcp, 22, 22), kIn, syn22_v6, true},
      // ICMP type and code.
      {"type 8, 8/0", IcmpRule(kProtocolIcmp, 8), kIn, ping, true},
      {"type 8, 8/7", IcmpRule(kProtocolIcmp, 8), kIn, Icmp(kPeer, kVm, 8, 7), true},
      {"type 8, 8/255", IcmpRule(kProtocolIcmp, 8), kIn, Icmp(kPeer, kVm, 8, 255), true},
      {"type 8, 9/0", IcmpRule(kProtocolIcmp, 8), kIn, Icmp(kPeer, kVm, 9, 0), false},
      {"type 8, 7/255", IcmpRule(kProtocolIcmp, 8), kIn, Icmp(kPeer, kVm, 7, 255), false},
      {"type 3 code 4, 3/4", IcmpRule(kProtocolIcmp, 3, 4), kIn, Icmp(kPeer, kVm, 3, 4), true},
      {"type 3 code 4, 3/3", IcmpRule(kProtocolIcmp, 3, 4), kIn, Icmp(kPeer, kVm, 3, 3), false},
      {"type 3 code 4, 3/5", IcmpRule(kProtocolIcmp, 3, 4), kIn, Icmp(kPeer, kVm, 3, 5), false},
      {"type 0 code 0, 0/0", IcmpRule(kProtocolIcmp, 0, 0), kIn, Icmp(kPeer, kVm, 0, 0), true},
      {"type 0 code 0, 0/1", IcmpRule(kProtocolIcmp, 0, 0), kIn, Icmp(kPeer, kVm, 0, 1), false},
      {"type 128, v6 128/0", IcmpRule(kProtocolIcmpV6, 128), kIn, ping_v6, true},
      {"type 128, v6 129/0", IcmpRule(kProtocolIcmpV6, 128), kIn, IcmpV6(kPeer6, kVm6, 129, 0), false},
      {"type 0, 58 in v4", IcmpRule(kProtocolIcmpV6, 0), kIn, Other(58, kPeer, kVm), false},
      // IP version.
      {"v4, v4", OfVersion(4, Rule(kIn)), kIn, syn22, true},
      {"v4, v6", OfVersion(4, Rule(kIn)), kIn, syn22_v6, false},
      {"v6, v4", OfVersion(6, Rule(kIn)), kIn, syn22, false},
      {"v6, v6", OfVersion(6, Rule(kIn)), kIn, syn22_v6, true},
      // Remote networks: the source of inbound packets, the destination of outbound ones.
      {"0.0.0.0/0, v4", Rule(kIn, Net("0.0.0.0/0")), kIn, syn22, true},
      {"0.0.0.0/0, v6", Rule(kIn, Net("0.0.0.0/0")), kIn, syn22_v6, false},
      {"::/0, v4", Rule(kIn, Net("::/0")), kIn, syn22, false},
      {"::/0, v6", Rule(kIn, Net("::/0")), kIn, syn22_v6, true},
      {"in, source within", Rule(kIn, Net("192.0.2.8/29")), kIn, syn22, true},
      {"in, source below", Rule(kIn, Net("192.0.2.8/29")), kIn, Tcp("192.0.2.7", kVm, 22), false},
      {"in, source above", Rule(kIn, Net("192.0.2.8/29")), kIn, Tcp("192.0.2.16", kVm, 22), false},
      {"in, destination within", Rule(kIn, Net("10.0.0.0/8")), kIn, syn22, false},
      {"out, destination within", Rule(kOut, Net("192.0.2.9/32")), kOut, reply_to_22, true},
      {"out, source within", Rule(kOut, Net("10.0.0.0/8")), kOut, reply_to_22, false},
      {"v6 within the first half", Rule(kIn, Net("2001:db8:9::/48")), kIn, syn22_v6, true},
      {"v6 outside the first half", Rule(kIn, Net("2001:db8:8::/48")), kIn, syn22_v6, false},
      {"v6 within the second half", Rule(kIn, Net("2001:db8:9::8/125")), kIn, syn22_v6, true},
      {"v6 outside the second half", Rule(kIn, Net("2001:db8:9::/125")), kIn, syn22_v6, false},
  };
  for (const auto& row : kRows) EXPECT_EQ(AllowsWithRule(row.rule, row.direction, row.packet), row.allowed) << row.what;
}

TEST(SecurityPolicy, DeniesWhatNoRuleAllows) {
  const auto policy = Compile({{"empty", {}}}, {Port("in-empty", {}, {"empty"}), Port("in-none", {}, {})});
  for (PortIndex port : {0, 1}) {
    EXPECT_FALSE(policy->Allows(port, kIn, Tcp(kPeer, kVm, 22).View()));
    EXPECT_FALSE(policy->Allows(port, kOut, Tcp(kVm, kPeer, 22).View()));
  }
}

TEST(SecurityPolicy, AllowsAllWhereNothingIsFirewalled) {
  PortSpec uplink;
  uplink.name = "uplink";
  const auto policy = Compile({}, {uplink});
  EXPECT_EQ(policy->port_count(), 1u);
  for (PortIndex port : {PortIndex{0}, kNoPort}) {
    EXPECT_TRUE(policy->Allows(port, kIn, Tcp(kPeer, kVm, 22).View()));
    EXPECT_TRUE(policy->Allows(port, kOut, Udp(kPeer6, kVm6, 22).View()));
  }
}

TEST(SecurityPolicy, RulesOfAllGroupsOfAPortAddUp) {
  const std::vector<SecurityGroup> groups = {{"ssh", {PortRule(kProtocolTcp, 22, 22)}},
                                             {"dns", {PortRule(kProtocolUdp, 53, 53)}}};
  const auto policy = Compile(groups, {Port("both", {}, {"dns", "ssh"}), Port("one", {}, {"dns"}),
                                       Port("both-turned", {}, {"ssh", "dns"}), Port("twice", {}, {"ssh", "ssh"})});
  const struct {
    PortIndex port;
    bool tcp22;
    bool udp53;
  } kRows[] = {{0, true, true}, {1, false, true}, {2, true, true}, {3, true, false}};
  for (const auto& row : kRows) {
    EXPECT_EQ(policy->Allows(row.port, kIn, Tcp(kPeer, kVm, 22).View()), row.tcp22) << row.port;
    EXPECT_EQ(policy->Allows(row.port, kIn, Udp(kPeer, kVm, 53).View()), row.udp53) << row.port;
  }
}

TEST(SecurityPolicy, RemoteGroupMeansItsMembersInTheSameZone) {
  // Zone 1 has the same groups on other addresses, as an overlapping tenant would.
  const std::vector<SecurityGroup> groups = {{"web", {Rule(kOut, Group("db"))}},
                                             {"db", {PortRule(kProtocolTcp, 5432, 5432, Group("web"))}}};
  const auto policy =
      Compile(groups, {Port("web1", {"10.0.0.1", "2001:db8::1"}, {"web"}), Port("web2", {"10.0.0.2"}, {"web"}),
                       Port("db", {"10.0.0.9", "2001:db8::9"}, {"db"}), Port("other-web", {"10.0.0.3"}, {"web"}, 1),
                       Port("other-db", {"10.0.0.9"}, {"db"}, 1)});
  const struct {
    std::string_view what;
    PortIndex port;
    Direction direction;
    Packet packet;
    bool allowed;
  } kRows[] = {
      {"first member", 2, kIn, Tcp("10.0.0.1", "10.0.0.9", 5432), true},
      {"second member", 2, kIn, Tcp("10.0.0.2", "10.0.0.9", 5432), true},
      {"member, other port", 2, kIn, Tcp("10.0.0.1", "10.0.0.9", 5433), false},
      {"member by IPv6", 2, kIn, Tcp("2001:db8::1", "2001:db8::9", 5432), true},
      {"stranger", 2, kIn, Tcp("10.0.0.4", "10.0.0.9", 5432), false},
      {"stranger by IPv6", 2, kIn, Tcp("2001:db8::2", "2001:db8::9", 5432), false},
      {"itself is no member", 2, kIn, Tcp("10.0.0.9", "10.0.0.9", 5432), false},
      {"member of the other zone", 2, kIn, Tcp("10.0.0.3", "10.0.0.9", 5432), false},
      {"in the other zone its own member", 4, kIn, Tcp("10.0.0.3", "10.0.0.9", 5432), true},
      {"in the other zone a member of this one", 4, kIn, Tcp("10.0.0.1", "10.0.0.9", 5432), false},
      {"to a member", 0, kOut, Udp("10.0.0.1", "10.0.0.9", 1), true},
      {"to no member", 0, kOut, Udp("10.0.0.1", "10.0.0.2", 1), false},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(policy->Allows(row.port, row.direction, row.packet.View()), row.allowed) << row.what;
  }
}

TEST(SecurityPolicy, RemoteGroupMayBeTheRulesOwn) {
  const auto policy = Compile({{"default", {Rule(kIn, Group("default"))}}, {"unused", {}}},
                              {Port("a", {"10.0.0.1"}, {"default"}), Port("b", {"10.0.0.2"}, {"default"})});
  EXPECT_TRUE(policy->Allows(0, kIn, Tcp("10.0.0.2", "10.0.0.1", 80).View()));
  EXPECT_FALSE(policy->Allows(0, kIn, Tcp("10.0.0.3", "10.0.0.1", 80).View()));
}

TEST(SecurityPolicy, RemoteGroupWithoutMembersAllowsNobody) {
  const auto policy = Compile({{"g", {Rule(kIn, Group("empty"))}}, {"empty", {}}}, {Port("a", {"10.0.0.1"}, {"g"})});
  EXPECT_FALSE(policy->Allows(0, kIn, Tcp("10.0.0.1", "10.0.0.1", 80).View()));
  EXPECT_FALSE(policy->Allows(0, kIn, Tcp("0.0.0.0", "10.0.0.1", 80).View()));
}

TEST(SecurityPolicy, ALocalEndIsTheAddressOfThePacketAtThePort) {
  const auto at = [](std::string_view local, std::uint16_t port) {
    SecurityRule rule = PortRule(kProtocolTcp, port, port);
    rule.local = *ParseIpPrefix(local);
    return rule;
  };
  // Within each other, beside each other, and everything.
  const auto policy = Compile({{"g",
                                {at("10.0.0.0/24", 1), at("10.0.0.4/32", 2), at("10.0.0.4/30", 3), at("10.0.1.0/24", 4),
                                 at("0.0.0.0/0", 5), at("::/0", 6)}}},
                              {Port("vm", {}, {"g"})});
  const struct {
    std::string_view local;
    std::string_view allowed;  // a digit for each port
  } kRows[] = {{"9.255.255.255", "5"}, {"10.0.0.0", "15"},  {"10.0.0.3", "15"},
               {"10.0.0.4", "1235"},   {"10.0.0.5", "135"}, {"10.0.0.8", "15"},
               {"10.0.1.0", "45"},     {"10.0.2.0", "5"},   {"2001:db8::4", "6"}};
  for (const auto& row : kRows) {
    std::string allowed;
    for (char port = '1'; port <= '6'; ++port) {
      const std::string_view remote = Address(row.local).v6 ? kPeer6 : kPeer;
      const Packet packet = Tcp(remote, row.local, static_cast<std::uint16_t>(port - '0'));
      if (policy->Allows(0, kIn, packet.View())) allowed += port;
    }
    EXPECT_EQ(allowed, row.allowed) << row.local;
  }
}

TEST(SecurityPolicy, ListedMembersCountInEveryZone) {
  SecurityGroup friends{"friends", {}};
  friends.members = {*ParseIpPrefix("192.0.2.0/24"), *ParseIpPrefix("2001:db8:9::9")};
  const auto policy =
      Compile({friends, {"g", {Rule(kIn, Group("friends"))}}}, {Port("a", {}, {"g"}), Port("b", {}, {"g"}, 7)});
  for (const PortIndex port : {0, 1}) {
    EXPECT_TRUE(policy->Allows(port, kIn, Tcp("192.0.2.255", kVm, 80).View()));
    EXPECT_FALSE(policy->Allows(port, kIn, Tcp("192.0.3.0", kVm, 80).View()));
    EXPECT_TRUE(policy->Allows(port, kIn, Tcp("2001:db8:9::9", kVm6, 80).View()));
  }
}

TEST(SecurityPolicy, StatelessRulesAllowUntracked) {
  SecurityGroup stateless{"stateless", {PortRule(kProtocolTcp, 1, 2)}};
  stateless.stateful = false;
  const SecurityGroup stateful{"stateful", {PortRule(kProtocolTcp, 2, 3)}};
  const std::vector<PortSpec> ports = {Port("vm", {}, {"stateless", "stateful"}), PortSpec{}};
  const auto policy = Compile({stateless, stateful}, ports);
  const Allowance kAllowances[] = {Allowance::kNone, Allowance::kUntracked, Allowance::kEither, Allowance::kTracked,
                                   Allowance::kNone};
  for (std::uint16_t port = 0; port < 5; ++port) {
    EXPECT_EQ(policy->Ask(0, kIn, Tcp(kPeer, kVm, port).View()), kAllowances[port]) << port;
  }
  EXPECT_EQ(policy->Ask(1, kIn, Tcp(kPeer, kVm, 9).View()), Allowance::kEither);
  EXPECT_TRUE(policy->has_stateless());
  EXPECT_FALSE(Compile({stateful}, {Port("vm", {}, {"stateful"})})->has_stateless());
  EXPECT_FALSE(Compile({stateless, stateful}, {Port("vm", {}, {"stateful"})})->has_stateless());
}

TEST(SecurityPolicy, PortOfFindsAnAddressInItsZone) {
  const auto policy = Compile(
      {}, {Port("a", {"10.0.0.1", "2001:db8::1"}, {}), Port("b", {"10.0.0.2"}, {}), Port("c", {"10.0.0.1"}, {}, 7)});
  const struct {
    std::string_view address;
    Zone zone;
    PortIndex port;
  } kRows[] = {
      {"10.0.0.1", 0, 0},       {"2001:db8::1", 0, 0},    {"10.0.0.2", 0, 1},       {"10.0.0.1", 7, 2},
      {"10.0.0.2", 7, kNoPort}, {"10.0.0.3", 0, kNoPort}, {"10.0.0.1", 8, kNoPort}, {"a00:1::", 0, kNoPort},
  };
  for (const auto& row : kRows) EXPECT_EQ(policy->PortOf(Address(row.address), row.zone), row.port) << row.address;
}

TEST(SecurityPolicy, CompileNamesTheCulprit) {
  const SecurityRule code_alone = IcmpRule(kProtocolIcmp, {}, 4);
  const SecurityRule gre_port = PortRule(kGre, 1, 2);
  const struct {
    std::vector<SecurityGroup> groups;
    std::vector<PortSpec> ports;
    std::string_view message;
  } kRows[] = {
      {{{"g", {}}, {"g", {}}}, {}, R"(two security groups have the name "g")"},
      {{{"g", {Rule(kIn), Rule(kIn, Group("h"))}}},
       {},
       R"(security group "g", rule 1: its remote, security group "h", does not exist)"},
      {{{"g", {PortRule(kProtocolTcp, 2, 1)}}}, {}, R"(security group "g", rule 0: port_min is above port_max)"},
      {{{"g", {gre_port}}}, {}, R"(security group "g", rule 0: ports are for TCP, UDP and SCTP only)"},
      {{{"g", {IcmpRule(kProtocolTcp, 8)}}}, {}, R"(security group "g", rule 0: type and code are for ICMP only)"},
      {{{"g", {code_alone}}}, {}, R"(security group "g", rule 0: a code needs a type)"},
      {{{"g", {OfVersion(5, Rule(kIn))}}}, {}, R"(security group "g", rule 0: ip_version is neither 0, 4 nor 6)"},
      {{}, {Port("p", {}, {}), Port("p", {}, {})}, R"(two ports have the name "p")"},
      {{}, {Port("p", {}, {"g"})}, R"(port "p": security group "g" does not exist)"},
      {{},
       {Port("p", {"10.0.0.1"}, {}, 3), Port("q", {"10.0.0.1"}, {}, 3)},
       R"(ports "p" and "q" both have the address 10.0.0.1 in zone 3)"},
      {{}, {Port("p", {"::1", "::1"}, {})}, R"(port "p" has the address ::1 twice)"},
  };
  for (const auto& row : kRows) {
    const auto policy = SecurityPolicy::Compile(row.groups, row.ports);
    ASSERT_FALSE(policy.ok()) << row.message;
    EXPECT_EQ(policy.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(policy.status().message(), absl::string_view(row.message.data(), row.message.size()));
  }
}

}  // namespace
}  // namespace tidegate::rules
