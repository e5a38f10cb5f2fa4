// What configurations mean.
#include "config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/protocol_names.h"

namespace tidegate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Config Parse(std::string_view json) {
  absl::StatusOr<Config> config = ParseConfig(json);
  EXPECT_TRUE(config.ok()) << config.status();
  return config.ok() ? *std::move(config) : Config();
}

// A group's rules without their places.
std::vector<SecurityRule> RulesOf(const SecurityGroup& group) {
  std::vector<SecurityRule> rules = group.rules;
  for (SecurityRule& rule : rules) rule.place.clear();
  return rules;
}

// The rule of a group "g" that has only this one; a group "other" is there to be named.
SecurityRule ParseRule(const std::string& rule) {
  const Config config = Parse(R"({"security_groups": [{"name": "g", "rules": [)" + rule + R"(]}, {"name": "other"}]})");
  return config.groups.size() == 2 && config.groups[0].rules.size() == 1 ? config.groups[0].rules[0] : SecurityRule();
}

// The documentation's smallest useful configuration.
constexpr std::string_view kMinimal = R"(
{"table": {"capacity": 131072, "eviction": "state_first", "admission": "always"},
 "timeouts": {"tcp_time_wait": 120},
 "security_groups": [{"name": "web", "rules": [
    {"direction": "inbound", "protocol": "tcp", "port_min": 22, "port_max": 22, "remote": {"cidr_block": "0.0.0.0/0"}},
    {"direction": "outbound", "protocol": "any", "remote": {"cidr_block": "0.0.0.0/0"}}]}],
 "ports": [{"name": "vm1", "addresses": ["192.168.0.4", "2001:db8::4"], "security_groups": ["web"],
            "device": "net_af_packet0,iface=vm1", "peer": "uplink"},
           {"name": "uplink", "device": "net_af_packet1,iface=up0"}]}
)";

TEST(Config, TheMinimalExampleLoads) {
  const Config config = Parse(kMinimal);
  EXPECT_EQ(config.firewall.capacity, 131072u);
  EXPECT_EQ(config.firewall.capacity_v6, 131072u);
  EXPECT_EQ(config.firewall.half_open_max, 32768u);
  EXPECT_EQ(config.firewall.eviction, "state_first");
  EXPECT_EQ(config.firewall.admission, "always");
  EXPECT_EQ(config.firewall.tracking.defaults.timeouts.Of(ConnState::kTimeWait), 120 * kSecond);

  ASSERT_EQ(config.groups.size(), 1u);
  EXPECT_EQ(config.groups[0].name, "web");
  SecurityRule ssh;
  ssh.match = ProtocolMatch::kOne;
  ssh.protocol = kProtocolTcp;
  ssh.port_min = ssh.port_max = 22;
  ssh.remote = *ParseIpPrefix("0.0.0.0/0");
  SecurityRule all_out;
  all_out.direction = Direction::kOutbound;
  all_out.remote = *ParseIpPrefix("0.0.0.0/0");
  EXPECT_THAT(RulesOf(config.groups[0]), ElementsAre(ssh, all_out));

  ASSERT_EQ(config.ports.size(), 2u);
  EXPECT_EQ(config.ports[0].name, "vm1");
  EXPECT_THAT(config.ports[0].addresses, ElementsAre(*ParseIpAddress("192.168.0.4"), *ParseIpAddress("2001:db8::4")));
  EXPECT_THAT(config.ports[0].security_groups, ElementsAre("web"));
  EXPECT_EQ(config.ports[0].device, "net_af_packet0,iface=vm1");
  EXPECT_EQ(config.ports[0].peer, "uplink");
  EXPECT_TRUE(config.ports[0].firewalled);
  EXPECT_EQ(config.ports[1].peer, "vm1");  // implied
  EXPECT_FALSE(config.ports[1].firewalled);

  EXPECT_EQ(config.dataplane.workers, 1u);
  EXPECT_TRUE(SecurityPolicy::Compile(config.groups, config.ports).ok());
}

TEST(Config, EverythingHasADefault) {
  const Config config = Parse("{}");
  const FirewallOptions defaults;
  EXPECT_EQ(config.firewall.capacity, defaults.capacity);
  EXPECT_EQ(config.firewall.capacity_v6, defaults.capacity_v6);
  EXPECT_EQ(config.firewall.half_open_max, defaults.half_open_max);
  EXPECT_EQ(config.firewall.eviction, defaults.eviction);
  EXPECT_EQ(config.firewall.admission, defaults.admission);
  for (const TimeoutRow& row : kTimeoutRows) {
    EXPECT_EQ(config.firewall.tracking.defaults.timeouts.Of(row.state), row.default_s * kSecond) << row.name;
  }
  EXPECT_THAT(config.groups, IsEmpty());
  EXPECT_THAT(config.ports, IsEmpty());
  EXPECT_EQ(config.dataplane.huge_pages, "auto");
}

TEST(Config, OtherLimitsFollowTheCapacity) {
  const Config one = Parse(R"({"table": {"capacity": 65536}})");
  EXPECT_EQ(one.firewall.capacity_v6, 65536u);
  EXPECT_EQ(one.firewall.half_open_max, 16384u);

  const Config all = Parse(R"({"table": {"capacity": 16, "capacity_v6": 134217728, "half_open_max": 1,
                                         "eviction": "none", "admission": "half_open_quota"}})");
  EXPECT_EQ(all.firewall.capacity, 16u);
  EXPECT_EQ(all.firewall.capacity_v6, 134217728u);
  EXPECT_EQ(all.firewall.half_open_max, 1u);
  EXPECT_EQ(all.firewall.eviction, "none");
  EXPECT_EQ(all.firewall.admission, "half_open_quota");
}

TEST(Config, AccountingIsOffUnlessAskedFor) {
  EXPECT_FALSE(Parse("{}").firewall.accounting);
  EXPECT_FALSE(Parse(R"({"table": {"accounting": false}})").firewall.accounting);
  EXPECT_TRUE(Parse(R"({"table": {"accounting": true}})").firewall.accounting);
}

TEST(Config, EveryTimeoutTakesItsLimits) {
  for (const TimeoutRow& row : kTimeoutRows) {
    for (const std::uint32_t seconds : {row.min_s, row.max_s}) {
      const std::string text = R"({"timeouts": {")" + std::string(row.name) + R"(": )" + std::to_string(seconds) + "}}";
      EXPECT_EQ(Parse(text).firewall.tracking.defaults.timeouts.Of(row.state), seconds * kSecond) << text;
    }
  }
}

TEST(Config, DataplaneOptions) {
  const DataplaneOptions options =
      Parse(R"({"dataplane": {"workers": 2, "eal": ["-m", "256"], "huge_pages": "off"}})").dataplane;
  EXPECT_EQ(options.workers, 2u);
  EXPECT_THAT(options.eal, ElementsAre("-m", "256"));
  EXPECT_EQ(options.huge_pages, "off");
}

TEST(Config, ReassemblyIsOnUnlessItIsSwitchedOff) {
  const ReassemblyOptions defaults = Parse("{}").dataplane.reassembly;
  EXPECT_TRUE(defaults.enabled);
  EXPECT_EQ(defaults.max_packets, 1024u);
  EXPECT_EQ(defaults.timeout_ms, 2000u);
  const ReassemblyOptions other =
      Parse(R"({"dataplane": {"reassembly": {"enabled": false, "max_packets": 7, "timeout_ms": 500}}})")
          .dataplane.reassembly;
  EXPECT_FALSE(other.enabled);
  EXPECT_EQ(other.max_packets, 7u);
  EXPECT_EQ(other.timeout_ms, 500u);
}

TEST(Config, ImpairmentIsThereOnlyOnTheSidesThatAreNamed) {
  EXPECT_FALSE(Parse("{}").dataplane.impairment.before);
  EXPECT_FALSE(Parse("{}").dataplane.impairment.after);
  const ImpairmentOptions options = Parse(R"({"dataplane": {"impairment": {"seed": 9, "before":
      {"loss": 0.02, "duplicate": 1, "reorder": 0.5, "delay_ms": 3}}}})")
                                        .dataplane.impairment;
  EXPECT_FALSE(options.after);
  ASSERT_TRUE(options.before);
  EXPECT_EQ(options.before->loss, 0.02);
  EXPECT_EQ(options.before->duplicate, 1);
  EXPECT_EQ(options.before->reorder, 0.5);
  EXPECT_EQ(options.before->delay_ms, 3u);
  EXPECT_EQ(options.seed, 9u);
}

TEST(Config, ProtocolsOfRules) {
  const struct {
    std::string_view json;
    ProtocolMatch match;
    int protocol;
  } kRows[] = {
      {R"("any")", ProtocolMatch::kAny, 0},        {R"("icmp_tcp_udp")", ProtocolMatch::kIcmpTcpUdp, 0},
      {R"("all")", ProtocolMatch::kIcmpTcpUdp, 0},  // never widened to "any"
      {R"("tcp")", ProtocolMatch::kOne, 6},        {R"("udp")", ProtocolMatch::kOne, 17},
      {R"("icmp")", ProtocolMatch::kOne, 1},       {R"("ipv6-icmp")", ProtocolMatch::kOne, 58},
      {R"("icmpv6")", ProtocolMatch::kOne, 58},    {R"("gre")", ProtocolMatch::kOne, 47},
      {R"("esp")", ProtocolMatch::kOne, 50},       {R"("ah")", ProtocolMatch::kOne, 51},
      {R"("ip_in_ip")", ProtocolMatch::kOne, 4},   {R"("sctp")", ProtocolMatch::kOne, 132},
      {R"("number_99")", ProtocolMatch::kOne, 99}, {R"("0")", ProtocolMatch::kOne, 0},
      {R"("255")", ProtocolMatch::kOne, 255},      {"0", ProtocolMatch::kOne, 0},
      {"255", ProtocolMatch::kOne, 255},
  };
  for (const auto& row : kRows) {
    const SecurityRule rule = ParseRule(R"({"direction": "inbound", "protocol": )" + std::string(row.json) + "}");
    EXPECT_EQ(rule.match, row.match) << row.json;
    EXPECT_EQ(rule.protocol, row.protocol) << row.json;
  }
}

TEST(Config, PortsAreForTcpUdpAndSctp) {
  for (const char* protocol : {"tcp", "udp", "sctp", "number_132"}) {
    const SecurityRule rule =
        ParseRule(R"({"direction": "inbound", "port_min": 3868, "port_max": 3869, "protocol": ")" +
                  std::string(protocol) + "\"}");
    EXPECT_EQ(rule.port_min, 3868) << protocol;
    EXPECT_EQ(rule.port_max, 3869) << protocol;
  }
}

TEST(Config, ProtocolNamesAreUnique) {
  for (const config::ProtocolName& row : config::kProtocolNames) {
    EXPECT_EQ(config::ProtocolNumber(row.name), row.number) << row.name;
  }
}

TEST(Config, RemotesOfRules) {
  const struct {
    std::string_view json;
    Remote remote;
  } kRows[] = {
      {"", AnyRemote{}},
      {R"(, "remote": {"cidr_block": "10.0.0.0/8"})", *ParseIpPrefix("10.0.0.0/8")},
      {R"(, "remote": {"cidr_block": "::/0"})", *ParseIpPrefix("::/0")},
      {R"(, "remote": {"address": "10.0.0.1"})", *ParseIpPrefix("10.0.0.1/32")},
      {R"(, "remote": {"address": "2001:db8::1"})", *ParseIpPrefix("2001:db8::1/128")},
      {R"(, "remote": {"name": "other"})", GroupRemote{"other"}},
      {R"(, "remote": {"name": "g"})", GroupRemote{"g"}},
  };
  for (const auto& row : kRows) {
    const std::string text = R"({"direction": "inbound", "protocol": "any")" + std::string(row.json) + "}";
    EXPECT_EQ(ParseRule(text).remote, row.remote) << text;
  }
}

TEST(Config, LocalEndsOfRules) {
  const struct {
    std::string_view json;
    std::optional<IpPrefix> local;
  } kRows[] = {
      {"", std::nullopt},
      {R"(, "local": {"cidr_block": "0.0.0.0/0"})", ParseIpPrefix("0.0.0.0/0")},
      {R"(, "local": {"cidr_block": "2001:db8::/64"})", ParseIpPrefix("2001:db8::/64")},
      {R"(, "local": {"address": "10.0.0.1"})", ParseIpPrefix("10.0.0.1/32")},
  };
  for (const auto& row : kRows) {
    const std::string text = R"({"direction": "inbound", "protocol": "any")" + std::string(row.json) + "}";
    EXPECT_EQ(ParseRule(text).local, row.local) << text;
  }
}

TEST(Config, DirectionAndIpVersionOfRules) {
  EXPECT_EQ(ParseRule(R"({"direction": "inbound", "protocol": "any"})").direction, Direction::kInbound);
  EXPECT_EQ(ParseRule(R"({"direction": "outbound", "protocol": "any"})").direction, Direction::kOutbound);
  EXPECT_EQ(ParseRule(R"({"direction": "inbound", "protocol": "any"})").ip_version, 0);
  EXPECT_EQ(ParseRule(R"({"direction": "inbound", "protocol": "any", "ip_version": "ipv4"})").ip_version, 4);
  EXPECT_EQ(ParseRule(R"({"direction": "inbound", "protocol": "any", "ip_version": "ipv6"})").ip_version, 6);
}

TEST(Config, IcmpTypeAndCodeOfRules) {
  const SecurityRule all = ParseRule(R"({"direction": "inbound", "protocol": "icmp"})");
  EXPECT_FALSE(all.icmp_type || all.icmp_code);
  const SecurityRule type = ParseRule(R"({"direction": "inbound", "protocol": "icmp", "type": 0})");
  EXPECT_TRUE(type.icmp_type == 0 && !type.icmp_code);
  const SecurityRule both = ParseRule(R"({"direction": "inbound", "protocol": "ipv6-icmp", "type": 1, "code": 255})");
  EXPECT_TRUE(both.icmp_type == 1 && both.icmp_code == 255);
}

// As `ibmcloud is security-group --output json` shows a group.
TEST(Config, AGroupExportedFromTheCloudLoads) {
  const Config config = Parse(R"({"security_groups": [
    {"created_at": "2026-01-05T10:00:00.000Z", "crn": "crn:v1:bluemix:public:is:us-south:a/1::security-group:r006-1",
     "href": "https://us-south.iaas.cloud.ibm.com/v1/security_groups/r006-1", "id": "r006-1", "name": "web",
     "resource_group": {"id": "1", "name": "Default"}, "targets": [], "vpc": {"id": "r006-9", "name": "vpc"},
     "rules": [{"id": "r006-2", "href": "https://us-south.iaas.cloud.ibm.com/v1/security_groups/r006-1/rules/r006-2",
                "direction": "inbound", "ip_version": "ipv4", "name": "from-itself", "protocol": "icmp_tcp_udp",
                "local": {"cidr_block": "0.0.0.0/0"},
                "remote": {"crn": "crn:v1", "href": "https://us-south", "id": "r006-1", "name": "web"}}]}]})");
  ASSERT_EQ(config.groups.size(), 1u);
  SecurityRule rule;
  rule.match = ProtocolMatch::kIcmpTcpUdp;
  rule.ip_version = 4;
  rule.remote = GroupRemote{"web"};
  rule.local = ParseIpPrefix("0.0.0.0/0");
  EXPECT_THAT(RulesOf(config.groups[0]), ElementsAre(rule));
}

TEST(Config, SecurityGroupsMakeAPortFirewalled) {
  const Config config = Parse(R"({"security_groups": [{"name": "g"}],
      "ports": [{"name": "a"}, {"name": "b", "security_groups": []}, {"name": "c", "security_groups": ["g"]}]})");
  ASSERT_EQ(config.ports.size(), 3u);
  EXPECT_FALSE(config.ports[0].firewalled);
  EXPECT_TRUE(config.ports[1].firewalled);
  EXPECT_TRUE(config.ports[2].firewalled);
}

TEST(Config, WiresJoinTwoPortsFromEitherEndOrBoth) {
  const Config config = Parse(R"({"ports": [{"name": "a", "peer": "b"}, {"name": "b"},
                                            {"name": "c"}, {"name": "d", "peer": "c"},
                                            {"name": "e", "peer": "f"}, {"name": "f", "peer": "e"}]})");
  ASSERT_EQ(config.ports.size(), 6u);
  const std::string_view kPeers[] = {"b", "a", "d", "c", "f", "e"};
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(config.ports[i].peer, kPeers[i]);
}

TEST(Config, AnAddressMayReturnInAnotherZone) {
  const Config config = Parse(R"({"ports": [{"name": "a", "addresses": ["10.0.0.1"], "zone": 16777215},
                                            {"name": "b", "addresses": ["10.0.0.1"]}]})");
  ASSERT_EQ(config.ports.size(), 2u);
  EXPECT_EQ(config.ports[0].zone, 16777215u);
  EXPECT_EQ(config.ports[1].zone, 0u);
}

// A million members in a configuration of their own: seconds at worst, not minutes.
TEST(Config, AGroupMayHaveAMillionMembers) {
  std::string members;
  for (int i = 0; i < 1'000'000; ++i) {
    members += (i == 0 ? "\"10." : ",\"10.") + std::to_string(i >> 16) + "." + std::to_string(i >> 8 & 255) + "." +
               std::to_string(i & 255) + "\"";
  }
  const Config config = Parse(R"({"security_groups": [{"name": "g", "members": [)" + members + "]}]}");
  ASSERT_EQ(config.groups.size(), 1u);
  EXPECT_EQ(config.groups[0].members.size(), 1'000'000u);
}

TEST(Config, LoadReadsAFile) {
  const std::string path = ::testing::TempDir() + "tidegate_config_test.json";
  std::ofstream(path) << kMinimal;
  const absl::StatusOr<Config> config = LoadConfig(path);
  std::remove(path.c_str());
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->ports.size(), 2u);
}

}  // namespace
}  // namespace tidegate
