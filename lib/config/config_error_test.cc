// What is said of wrong configurations: every line in full, as a user reads it.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"

namespace tidegate {
namespace {

struct Row {
  std::string json;
  std::string message;
};

std::string MessageOf(std::string_view json) {
  const absl::StatusOr<Config> config = ParseConfig(json);
  if (config.ok()) return "no error";
  EXPECT_EQ(config.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(config.status().message());
}

void ExpectMessages(const std::vector<Row>& rows) {
  for (const Row& row : rows) EXPECT_EQ(MessageOf(row.json), row.message) << row.json;
}

TEST(ConfigError, TextThatIsNoJson) {
  ExpectMessages({
      {"", "1:1: syntax error while parsing value - unexpected end of input; expected '[', '{', or a literal"},
      {"{\"table\": }", "1:11: syntax error while parsing value - unexpected '}'; expected '[', '{', or a literal"},
      {"{\n  \"ports\": [\n  }\n",
       "3:3: syntax error while parsing value - unexpected '}'; expected '[', '{', or a literal"},
      {"{\n\n", "3:1: syntax error while parsing object key - unexpected end of input; expected string literal"},
      {"{} {}", "1:4: syntax error while parsing value - unexpected '{'; expected end of input"},
      {"{\"table\": tru}", "1:14: syntax error while parsing value - invalid literal"},
      {"// comment\n{}", "1:1: syntax error while parsing value - invalid literal"},
      {"{\"table\": {\"capacity\": 1e999}}", "1:28: number overflow parsing '1e999'"},
      {"[\"\xff\"]", "1:3: syntax error while parsing value - invalid string: ill-formed UTF-8 byte"},
      {std::string(100000, '['), std::string() +
                                     [] {
                                       std::string place;
                                       for (int i = 0; i < 31; ++i) place += "/0";
                                       return place;
                                     }() +
                                     ": nested deeper than 32 levels"},
  });
}

// A terminal must not obey what a file says, and a line must stay one.
TEST(ConfigError, ControlCharactersAreEscaped) {
  ExpectMessages({
      {"{\"ports\": \"a\x7f\"}", R"(/ports: "a\u007f" is no array)"},
      {"{\"ports\": \"\u00e4\u009b2J\"}", R"(/ports: "\u00e4\u009b2J" is no array)"},
      {"{\"ports\": \"\u00e4\u00a0\"}", "/ports: \"\u00e4\u00a0\" is no array"},
      {"{\"\x7f\": {}, \"\x7f\": {}}", R"(/\u007f: the key is given twice)"},
      {R"({"ports": [{"name": "a\nb", "peer": "c"}, {"name": "c"}, {"name": "d", "peer": "c"}]})",
       R"(/ports/2/peer: "c" is already the peer of "a\nb", expected a wire between two ports)"},
  });
}

TEST(ConfigError, KeysGivenTwice) {
  ExpectMessages({
      {R"({"table": {}, "table": {}})", "/table: the key is given twice"},
      {R"({"table": {"capacity": 16, "capacity": 16}})", "/table/capacity: the key is given twice"},
      {R"({"security_groups": [{"name": "g"}, {"name": "h", "rules": [{}, {"port_min": 1, "port_min": 2}]}]})",
       "/security_groups/1/rules/1/port_min: the key is given twice"},
      {R"({"a/b~c": {"x\ny": 1, "x\ny": 2}})", R"(/a~1b~0c/x\ny: the key is given twice)"},
  });
}

TEST(ConfigError, TopLevel) {
  ExpectMessages({
      {"[]",
       "the top level: an array is no object, expected one with the keys table, timeouts, tcp, checksums, zones, "
       "security_groups, group_members, prefix_lists, address_groups, networks, ports, reload, dataplane"},
      {"7",
       "the top level: 7 is no object, expected one with the keys table, timeouts, tcp, checksums, zones, "
       "security_groups, group_members, prefix_lists, address_groups, networks, ports, reload, dataplane"},
      {R"({"Table": {}})",
       "/Table: unknown key, expected one of table, timeouts, tcp, checksums, zones, security_groups, group_members, "
       "prefix_lists, "
       "address_groups, networks, ports, reload, dataplane"},
      {R"({"x\ny": {}})",
       R"(/x\ny: unknown key, expected one of table, timeouts, tcp, checksums, zones, security_groups, group_members, prefix_lists, )"
       "address_groups, networks, ports, reload, dataplane"},
      {R"({"ports": {}})", "/ports: an object is no array"},
      {R"({"security_groups": "web"})",
       R"(/security_groups: "web" is the name of a file, expected the text itself where the configuration is no file)"},
  });
}

const std::string kEvictionNames =
    "state_first, hazard_cost, none, fifo, clock, random_k, lru, sieve, s3fifo, linux_early_drop, vpp_acl, bpf_lru, "
    "ovs_none";
const std::string kAdmissionNames =
    "always, half_open_quota, random_half_open_drop, oldest_half_open_drop, token_bucket, first_syn_drop, "
    "no_state_until_syn_ack, sketch_gate";

TEST(ConfigError, Table) {
  ExpectMessages({
      {R"({"table": null})",
       "/table: null is no object, expected one with the keys capacity, capacity_v6, eviction, "
       "admission, ageing, half_open_max, half_open_per_source, syn_rate, syn_burst, accounting"},
      {R"({"table": {"capactiy": 16}})",
       "/table/capactiy: unknown key, expected one of capacity, capacity_v6, eviction, admission, ageing, "
       "half_open_max, "
       "half_open_per_source, syn_rate, syn_burst, accounting"},
      {R"({"table": {"capacity": 15}})", "/table/capacity: 15 is out of range, expected 16 to 134217728"},
      {R"({"table": {"capacity": 134217729}})", "/table/capacity: 134217729 is out of range, expected 16 to 134217728"},
      {R"({"table": {"capacity": -16}})", "/table/capacity: -16 is out of range, expected 16 to 134217728"},
      {R"({"table": {"capacity": 18446744073709551615}})",
       "/table/capacity: 18446744073709551615 is out of range, expected 16 to 134217728"},
      {R"({"table": {"capacity": "16"}})", R"(/table/capacity: "16" is no integer, expected 16 to 134217728)"},
      {R"({"table": {"capacity": 16.5}})", "/table/capacity: 16.5 is no integer, expected 16 to 134217728"},
      {R"({"table": {"capacity": true}})", "/table/capacity: true is no integer, expected 16 to 134217728"},
      {R"({"table": {"capacity_v6": 0}})", "/table/capacity_v6: 0 is out of range, expected 16 to 134217728"},
      {R"({"table": {"half_open_per_source": 0}})",
       "/table/half_open_per_source: 0 is out of range, expected 1 to 65535"},
      {R"({"table": {"syn_rate": 0}})", "/table/syn_rate: 0 is out of range, expected 1 to 1000000"},
      {R"({"table": {"syn_burst": 1000001}})", "/table/syn_burst: 1000001 is out of range, expected 1 to 1000000"},
      {R"({"table": {"half_open_max": 0}})", "/table/half_open_max: 0 is out of range, expected 1 to 134217728"},
      {R"({"table": {"eviction": "lfu"}})", R"(/table/eviction: "lfu" is unknown, expected one of )" + kEvictionNames},
      {R"({"table": {"eviction": 1}})", "/table/eviction: 1 is unknown, expected one of " + kEvictionNames},
      {R"({"table": {"admission": "never"}})",
       R"(/table/admission: "never" is unknown, expected one of )" + kAdmissionNames},
      {R"({"table": {"ageing": "slow"}})", R"(/table/ageing: "slow" is unknown, expected one of fixed, adaptive)"},
      {R"({"table": {"accounting": "yes"}})", R"(/table/accounting: "yes" is no boolean, expected true or false)"},
      {R"({"table": {"accounting": 1}})", "/table/accounting: 1 is no boolean, expected true or false"},
      {R"({"table": {"accounting": null}})", "/table/accounting: null is no boolean, expected true or false"},
  });
}

TEST(ConfigError, Timeouts) {
  ExpectMessages({
      {R"({"timeouts": {"tcp_timewait": 1}})",
       "/timeouts/tcp_timewait: unknown key, expected one of tcp_syn_sent, tcp_syn_sent2, tcp_syn_recv, "
       "tcp_established, "
       "tcp_fin_wait, tcp_close_wait, tcp_closing, tcp_last_ack, tcp_time_wait, tcp_close, sctp_cookie_wait, "
       "sctp_cookie_echoed, sctp_established, sctp_shutdown_sent, sctp_shutdown_recd, sctp_shutdown_ack_sent, "
       "sctp_closed, udp_single, udp_stream, icmp_echo, other"},
      {R"({"timeouts": {"tcp_time_wait": 0}})", "/timeouts/tcp_time_wait: 0 is out of range, expected 1 to 3600"},
      {R"({"timeouts": {"tcp_established": 59}})",
       "/timeouts/tcp_established: 59 is out of range, expected 60 to 864000"},
      {R"({"timeouts": {"udp_single": 1.5}})", "/timeouts/udp_single: 1.5 is no integer, expected 1 to 86400"},
  });
}

TEST(ConfigError, Dataplane) {
  ExpectMessages({
      {R"({"dataplane": {"worker": 1}})",
       "/dataplane/worker: unknown key, expected one of workers, spread, eal, huge_pages, reassembly, impairment"},
      {R"({"dataplane": {"workers": 0}})", "/dataplane/workers: 0 is out of range, expected 1 to 128"},
      {R"({"dataplane": {"spread": true}})", "/dataplane/spread: true is unknown, expected one of auto, on, off"},
      {R"({"dataplane": {"eal": "-m 256"}})", R"(/dataplane/eal: "-m 256" is no array)"},
      {R"({"dataplane": {"eal": ["-m", 256]}})", "/dataplane/eal/1: 256 is no string"},
      {R"({"dataplane": {"reassembly": {"max_packets": 0}}})",
       "/dataplane/reassembly/max_packets: 0 is out of range, expected 1 to 65536"},
      {R"({"dataplane": {"reassembly": {"timeout_ms": 60001}}})",
       "/dataplane/reassembly/timeout_ms: 60001 is out of range, expected 10 to 60000"},
      {R"({"dataplane": {"reassembly": {"enabled": 1}}})",
       "/dataplane/reassembly/enabled: 1 is no boolean, expected true or false"},
      {R"({"dataplane": {"impairment": {"both": {}}}})",
       "/dataplane/impairment/both: unknown key, expected one of before, after, seed"},
      {R"({"dataplane": {"impairment": {"before": {"loss": 1.5}}}})",
       "/dataplane/impairment/before/loss: 1.5 is out of range, expected 0.0 to 1.0"},
      {R"({"dataplane": {"impairment": {"after": {"reorder": "1%"}}}})",
       R"(/dataplane/impairment/after/reorder: "1%" is no number, expected 0.0 to 1.0)"},
      {R"({"dataplane": {"huge_pages": true}})",
       "/dataplane/huge_pages: true is unknown, expected one of auto, on, off"},
  });
}

TEST(ConfigError, Groups) {
  ExpectMessages({
      {R"({"security_groups": [{"rules": []}]})", R"(/security_groups/0: the key "name" is missing)"},
      {R"({"security_groups": [{"name": ""}]})",
       R"(/security_groups/0/name: "" is too short, expected at least one character)"},
      {R"({"security_groups": [{"name": 1}]})", "/security_groups/0/name: 1 is no string"},
      {R"({"security_groups": [{"name": "g"}, {"name": "h"}, {"name": "g"}]})",
       R"(/security_groups/2/name: "g" is already the name of /security_groups/0)"},
      {R"({"security_groups": [{"name": "g", "rule": []}]})",
       "/security_groups/0/rule: unknown key, expected one of name, id, rules, members, stateful"},
      {R"({"security_groups": [7]})",
       "/security_groups/0: 7 is no object, expected one with the keys name, id, rules, members, stateful"},
  });
}

// `members` stands in an inbound rule with the protocol.
Row RuleRow(const std::string& protocol, const std::string& members, const std::string& message) {
  return {R"({"security_groups": [{"name": "g", "rules": [{"direction": "inbound", "protocol": )" + protocol +
              (members.empty() ? "" : ", ") + members + "}]}]}",
          "/security_groups/0/rules/0" + message};
}

// The whole rule.
Row WholeRuleRow(const std::string& rule, const std::string& message) {
  return {R"({"security_groups": [{"name": "g", "rules": [)" + rule + "]}]}", "/security_groups/0/rules/0" + message};
}

TEST(ConfigError, DirectionVersionAndProtocolOfRules) {
  const std::string no_protocol =
      " is no protocol, expected any, icmp_tcp_udp, tcp, udp, icmp, another name of IANA, or a number";
  ExpectMessages({
      WholeRuleRow("{}", R"(: the key "direction" is missing)"),
      WholeRuleRow(R"({"direction": "inbound"})", R"(: the key "protocol" is missing)"),
      WholeRuleRow(R"({"direction": "ingress", "protocol": "any"})",
                   R"(/direction: "ingress" is unknown, expected one of inbound, outbound)"),
      RuleRow(R"("any")", R"("ip_version": "ipv5")", R"(/ip_version: "ipv5" is unknown, expected one of ipv4, ipv6)"),
      RuleRow(R"("any")", R"("ip_version": 4)", "/ip_version: 4 is unknown, expected one of ipv4, ipv6"),
      RuleRow(R"("TCP")", "", R"(/protocol: "TCP")" + no_protocol),
      RuleRow(R"("256")", "", R"(/protocol: "256")" + no_protocol),
      RuleRow(R"("-1")", "", R"(/protocol: "-1")" + no_protocol),
      RuleRow(R"("")", "", R"(/protocol: "")" + no_protocol),
      RuleRow("256", "", "/protocol: 256 is out of range, expected 0 to 255"),
      RuleRow("-1", "", "/protocol: -1 is out of range, expected 0 to 255"),
      RuleRow("null", "", "/protocol: null is no string"),
      RuleRow(R"("any")", R"("port": 1)",
              "/port: unknown key, expected one of direction, ip_version, protocol, port_min, port_max, type, code, "
              "remote, local"),
  });
}

TEST(ConfigError, PortsAndTypesOfRules) {
  ExpectMessages({
      RuleRow(R"("tcp")", R"("port_min": 70000, "port_max": 70000)",
              "/port_min: 70000 is out of range, expected 0 to 65535"),
      RuleRow(R"("tcp")", R"("port_min": 1, "port_max": -1)", "/port_max: -1 is out of range, expected 0 to 65535"),
      RuleRow(R"("tcp")", R"("port_min": "ssh", "port_max": 22)",
              R"(/port_min: "ssh" is no integer, expected 0 to 65535)"),
      RuleRow(R"("tcp")", R"("port_min": 1)", R"(: "port_min" is given without "port_max", expected both or neither)"),
      RuleRow(R"("udp")", R"("port_max": 1)", R"(: "port_max" is given without "port_min", expected both or neither)"),
      RuleRow(R"("tcp")", R"("port_min": 90, "port_max": 80)", "/port_min: 90 is above port_max, 80"),
      RuleRow(R"("any")", R"("port_min": 1, "port_max": 2)", "/port_min: only for the protocols tcp, udp and sctp"),
      RuleRow(R"("icmp_tcp_udp")", R"("port_max": 2)", "/port_max: only for the protocols tcp, udp and sctp"),
      RuleRow(R"("gre")", R"("port_min": 1, "port_max": 2)", "/port_min: only for the protocols tcp, udp and sctp"),
      RuleRow(R"("icmp")", R"("type": 256)", "/type: 256 is out of range, expected 0 to 255"),
      RuleRow(R"("icmp")", R"("type": 3, "code": 256)", "/code: 256 is out of range, expected 0 to 255"),
      RuleRow(R"("icmp")", R"("code": 1)", R"(: "code" is given without "type")"),
      RuleRow(R"("tcp")", R"("type": 8)", "/type: only for the protocols icmp and ipv6-icmp"),
      RuleRow(R"("any")", R"("code": 8)", "/code: only for the protocols icmp and ipv6-icmp"),
  });
}

TEST(ConfigError, EndsOfRules) {
  const std::string no_network = " is no network, expected ADDRESS/LENGTH without bits beyond the length";
  ExpectMessages({
      RuleRow(
          R"("any")", R"("remote": "10.0.0.0/8")",
          R"(/remote: "10.0.0.0/8" is no object, expected one with the keys cidr_block, address, name, id, crn, href)"),
      RuleRow(R"("any")", R"("remote": {})",
              "/remote: found none, expected a cidr_block, an address, or a group by name, id, crn or href"),
      RuleRow(R"("any")", R"("remote": {"id": "r006-1"})",
              R"(/remote/id: "r006-1" is no security group, expected the name or identifier of one)"),
      RuleRow(
          R"("any")", R"("remote": {"cidr_block": "::/0", "name": "g"})",
          "/remote: found cidr_block, name, expected a cidr_block, an address, or a group by name, id, crn or href"),
      RuleRow(R"("any")", R"("remote": {"cidr": "::/0"})",
              "/remote/cidr: unknown key, expected one of cidr_block, address, name, id, crn, href"),
      RuleRow(R"("any")", R"("remote": {"cidr_block": "10.0.0.1/8"})",
              R"(/remote/cidr_block: "10.0.0.1/8")" + no_network),
      RuleRow(R"("any")", R"("remote": {"cidr_block": "10.0.0.0/33"})",
              R"(/remote/cidr_block: "10.0.0.0/33")" + no_network),
      RuleRow(R"("any")", R"("remote": {"cidr_block": "x\ny"})", R"(/remote/cidr_block: "x\ny")" + no_network),
      RuleRow(R"("any")", R"("remote": {"cidr_block": 10})", "/remote/cidr_block: 10 is no string"),
      RuleRow(R"("any")", R"("remote": {"address": "10.0.0.0/8"})",
              R"(/remote/address: "10.0.0.0/8" is no IP address)"),
      RuleRow(R"("any")", R"("remote": {"name": "h"})",
              R"(/remote/name: "h" is no security group, expected the name or identifier of one)"),
      RuleRow(R"("any")", R"("ip_version": "ipv6", "remote": {"cidr_block": "0.0.0.0/0"})",
              R"(/remote/cidr_block: "0.0.0.0/0" is IPv4, expected the rule's IP version to be the same)"),
      RuleRow(R"("any")", R"("ip_version": "ipv4", "remote": {"address": "::1"})",
              R"(/remote/address: "::1" is IPv6, expected the rule's IP version to be the same)"),
      RuleRow(R"("any")", R"("local": {})", "/local: found none, expected exactly one of cidr_block, address"),
      RuleRow(R"("any")", R"("local": {"cidr_block": "10.0.0.0/8", "address": "10.0.0.1"})",
              "/local: found both, expected exactly one of cidr_block, address"),
      RuleRow(R"("any")", R"("local": {"name": "g"})", "/local/name: unknown key, expected one of cidr_block, address"),
      RuleRow(R"("any")", R"("local": {"cidr_block": "10.0.0.1/8"})",
              R"(/local/cidr_block: "10.0.0.1/8")" + no_network),
      RuleRow(R"("any")", R"("local": {"address": "vm"})", R"(/local/address: "vm" is no IP address)"),
      RuleRow(R"("any")", R"("remote": {"cidr_block": "10.0.0.0/8"}, "local": {"cidr_block": "::/0"})",
              R"(/local/cidr_block: "::/0" is IPv6, expected the rule's other end to be the same)"),
  });
}

Row PortsRow(const std::string& ports, const std::string& message) {
  return {R"({"ports": [)" + ports + "]}", message};
}

TEST(ConfigError, Ports) {
  ExpectMessages({
      PortsRow("{}", R"(/ports/0: the key "name" is missing)"),
      PortsRow(R"({"name": ""})", R"(/ports/0/name: "" is too short, expected at least one character)"),
      PortsRow(R"({"name": "a"}, {"name": "b"}, {"name": "b"})",
               R"(/ports/2/name: "b" is already the name of /ports/1)"),
      PortsRow(R"({"name": "a", "address": "10.0.0.1"})",
               "/ports/0/address: unknown key, expected one of name, addresses, security_groups, device, peer, zone, "
               "network, macs, "
               "port_security, vtep, firewall, queues, mtu"),
      PortsRow(R"({"name": "a", "addresses": "10.0.0.1"})", R"(/ports/0/addresses: "10.0.0.1" is no array)"),
      PortsRow(R"({"name": "a", "addresses": ["10.0.0.1", "10.0.0.300"]})",
               R"(/ports/0/addresses/1: "10.0.0.300" is no IP address)"),
      PortsRow(R"({"name": "a", "addresses": ["10.0.0.1/32"]})",
               R"(/ports/0/addresses/0: "10.0.0.1/32" is no IP address)"),
      PortsRow(R"({"name": "a", "addresses": [null]})", "/ports/0/addresses/0: null is no string"),
      PortsRow(
          R"({"name": "a", "addresses": ["::2", "::1"], "zone": 3}, {"name": "b", "addresses": ["0::1"], "zone": 3})",
          R"(/ports/1/addresses/0: "0::1" is already an address of /ports/0 in zone 3)"),
      PortsRow(R"({"name": "a", "addresses": ["::1", "::1"]})",
               R"(/ports/0/addresses/1: "::1" is already an address of /ports/0 in zone 0)"),
      PortsRow(R"({"name": "a", "security_groups": ["web"]})",
               R"(/ports/0/security_groups/0: "web" is no security group, expected the name or identifier of one)"),
      PortsRow(R"({"name": "a", "security_groups": null})", "/ports/0/security_groups: null is no array"),
      {R"({"security_groups": [{"name": "g"}], "ports": [{"name": "a", "security_groups": ["g", "g"]}]})",
       R"(/ports/0/security_groups/1: "g" is given twice)"},
      PortsRow(R"({"name": "a", "zone": 16777216})", "/ports/0/zone: 16777216 is out of range, expected 0 to 16777215"),
      PortsRow(R"({"name": "a", "mtu": 67})", "/ports/0/mtu: 67 is out of range, expected 68 to 9216"),
      PortsRow(R"({"name": "a", "mtu": 9217})", "/ports/0/mtu: 9217 is out of range, expected 68 to 9216"),
      PortsRow(R"({"name": "a", "mtu": "9000"})", R"(/ports/0/mtu: "9000" is no integer, expected 68 to 9216)"),
      PortsRow(R"({"name": "a", "queues": 0})", "/ports/0/queues: 0 is out of range, expected 1 to 128"),
      PortsRow(R"({"name": "a", "device": ["net_null0"]})", "/ports/0/device: an array is no string"),
  });
}

TEST(ConfigError, Wires) {
  ExpectMessages({
      PortsRow(R"({"name": "a", "peer": "b"})", R"(/ports/0/peer: "b" is no port, expected the name of one)"),
      PortsRow(R"({"name": "a", "peer": "a"})", R"(/ports/0/peer: "a" is the port itself, expected another one)"),
      PortsRow(R"({"name": "a", "peer": "b"}, {"name": "b", "peer": "c"}, {"name": "c"})",
               R"(/ports/0/peer: "b" is already the peer of "c", expected a wire between two ports)"),
      PortsRow(R"({"name": "a", "peer": "c"}, {"name": "b", "peer": "c"}, {"name": "c"})",
               R"(/ports/1/peer: "c" is already the peer of "a", expected a wire between two ports)"),
      PortsRow(R"({"name": "a"}, {"name": "b", "peer": "a"}, {"name": "c", "peer": "b"})",
               R"(/ports/2/peer: "b" is already the peer of "a", expected a wire between two ports)"),
  });
}

TEST(ConfigError, TooManyPorts) {
  std::string ports = R"({"name": "0"})";
  for (int i = 1; i <= 65535; ++i) ports += R"(,{"name": ")" + std::to_string(i) + R"("})";
  EXPECT_EQ(MessageOf(R"({"ports": [)" + ports + "]}"), "/ports: found 65536 ports, expected at most 65535");
}

TEST(ConfigError, LongValuesAreCutBetweenCharacters) {
  std::string name(58, 'x');
  EXPECT_EQ(MessageOf(R"({"table": {"eviction": ")" + name + R"(äöü"}})"),
            R"(/table/eviction: ")" + name + "... is unknown, expected one of " + kEvictionNames);
}

TEST(ConfigError, TheFirstErrorIsSaid) {
  EXPECT_EQ(MessageOf(R"({"table": {"capacity": 1}, "timeouts": {"other": 0}, "ports": [{}]})"),
            "/table/capacity: 1 is out of range, expected 16 to 134217728");
}

std::string LoadMessageOf(const std::string& path) { return std::string(LoadConfig(path).status().message()); }

TEST(ConfigError, LoadNamesTheFile) {
  const std::string path = ::testing::TempDir() + "tidegate_config_error_test.json";
  std::ofstream(path) << R"({"table": {"capacity": 1}})";
  EXPECT_EQ(LoadMessageOf(path), path + ": /table/capacity: 1 is out of range, expected 16 to 134217728");
  std::ofstream(path) << "{\n]";
  EXPECT_EQ(LoadMessageOf(path),
            path + ":2:1: syntax error while parsing object key - unexpected ']'; expected string literal");
  std::remove(path.c_str());
  EXPECT_EQ(LoadMessageOf(path), path + ": cannot be read: No such file or directory");
  EXPECT_EQ(LoadMessageOf("/"), "/: cannot be read: Is a directory");
}

}  // namespace
}  // namespace tidegate
