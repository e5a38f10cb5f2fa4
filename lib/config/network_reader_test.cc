// Networks and what ports are in them: what is read, and every line that is said of a wrong one.
#include "config/network_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "config/config.h"

namespace tidegate {
namespace {

constexpr char kOverlay[] = R"({
  "security_groups": [{"name": "g"}],
  "networks": [{"name": "blue", "vni": 100, "vteps": ["192.0.2.2"], "hosts": [{"mac": "02:00:00:00:00:09", "vtep": "192.0.2.2"}]},
               {"name": "flat", "zone": 77}],
  "ports": [{"name": "vm", "network": "blue", "macs": ["52:54:00:00:00:01"], "addresses": ["10.0.0.1"], "security_groups": ["g"]},
            {"name": "up", "network": "flat"},
            {"name": "under", "vtep": {"address": "192.0.2.1/24", "gateway": "192.0.2.254", "udp_port": 8472}}]})";

TEST(NetworkReader, ReadsNetworksAndTheirPorts) {
  const absl::StatusOr<Config> config = ParseConfig(kOverlay);
  ASSERT_TRUE(config.ok()) << config.status();
  ASSERT_EQ(config->networks.size(), 2u);
  const NetworkSpec& blue = config->networks[0];
  EXPECT_EQ(blue.zone, 1u) << "its place, counted from one";
  EXPECT_EQ(blue.vni, 100u);
  ASSERT_EQ(blue.hosts.size(), 1u);
  EXPECT_EQ(ToString(blue.hosts[0].mac), "02:00:00:00:00:09");
  EXPECT_EQ(config->networks[1].zone, 77u);
  EXPECT_EQ(config->ports[0].zone, 1u);
  EXPECT_EQ(config->ports[1].zone, 77u);
  ASSERT_EQ(config->switch_ports.size(), 3u);
  EXPECT_TRUE(config->switch_ports[0].port_security) << "a virtual machine's port has it";
  EXPECT_FALSE(config->switch_ports[1].port_security);
  const VtepSpec& vtep = config->switch_ports[2].vtep.value();
  EXPECT_EQ(ToString(vtep.address), "192.0.2.1");
  EXPECT_EQ(ToString(vtep.subnet), "192.0.2.0/24");
  EXPECT_EQ(ToString(*vtep.gateway), "192.0.2.254");
  EXPECT_EQ(vtep.udp_port, 8472);
}

struct Row {
  std::string networks;
  std::string ports;
  std::string message;
};

TEST(NetworkReader, SaysWhatIsWrong) {
  const std::string blue = R"({"name": "blue", "vni": 100, "vteps": ["192.0.2.2"]})";
  const std::string vtep = R"({"name": "under", "vtep": {"address": "192.0.2.1/24"}})";
  const std::vector<Row> rows = {
      {R"({"zone": 1})", "", R"(/networks/0: the key "name" is missing)"},
      {R"({"name": "a"}, {"name": "a"})", "", R"(/networks/1/name: "a" is already the name of /networks/0)"},
      {R"({"name": "a", "vni": 16777216})", "", "/networks/0/vni: 16777216 is out of range, expected 0 to 16777215"},
      {R"({"name": "a", "vni": 5}, {"name": "b", "vni": 5})", vtep,
       "/networks/1/vni: 5 is already that of /networks/0"},
      {R"({"name": "a", "vteps": []})", "", "/networks/0/vteps: only for a network with a \"vni\""},
      {R"({"name": "a", "vni": 5, "vteps": ["2001:db8::1"]})", vtep,
       R"(/networks/0/vteps/0: "2001:db8::1" is IPv6, expected an IPv4 address)"},
      {R"({"name": "a", "vni": 5, "vteps": ["192.0.2.2", "192.0.2.2"]})", vtep,
       R"(/networks/0/vteps/1: "192.0.2.2" is given twice)"},
      {R"({"name": "a", "vni": 5, "vteps": [], "hosts": [{"mac": "02:00:00:00:00:09", "vtep": "192.0.2.2"}]})", vtep,
       R"(/networks/0/hosts/0/vtep: "192.0.2.2" is none of the network's "vteps")"},
      {R"({"name": "a", "vni": 5, "vteps": ["192.0.2.2"], "hosts": [{"mac": "ff:ff:ff:ff:ff:ff", "vtep": "192.0.2.2"}]})",
       vtep, R"(/networks/0/hosts/0/mac: "ff:ff:ff:ff:ff:ff" is not one station's address)"},
      {blue, R"({"name": "p", "network": "blue"})",
       "/networks/0/vni: no port ends its tunnels; expected one with a \"vtep\""},
      {blue, R"({"name": "p", "network": "red"})",
       R"(/ports/0/network: "red" is no network, expected the name of one)"},
      {blue, R"({"name": "p", "network": "blue", "peer": "q"})",
       "/ports/0: found peer, network, expected one of peer, network and vtep"},
      {blue, R"({"name": "p", "network": "blue", "zone": 3})",
       "/ports/0/zone: the port is in a network, whose zone it has"},
      {blue, R"({"name": "p", "network": "blue", "security_groups": []})",
       R"(/ports/0: found no "macs"; expected those that the port may send from, or "port_security": false)"},
      {blue, R"({"name": "p", "network": "blue", "macs": ["52:54:00:00:00"]})",
       R"(/ports/0/macs/0: "52:54:00:00:00" is no Ethernet address, expected six pairs of hexadecimal digits as 52:54:00:12:34:56)"},
      {blue,
       R"({"name": "p", "network": "blue", "macs": ["52:54:00:00:00:01"]}, {"name": "q", "network": "blue", "macs": ["52:54:00:00:00:01"]})",
       R"(/ports/1/macs/0: "52:54:00:00:00:01" is already at /ports/0/macs/0)"},
      {blue, R"({"name": "p", "macs": []})", "/ports/0/macs: only for a port with a \"network\""},
      {blue, R"({"name": "p", "network": "blue"}, {"name": "q", "peer": "p"})",
       R"(/ports/1/peer: "p" is a port of a network, expected the other end of a wire)"},
      {blue, vtep + R"(, {"name": "q", "peer": "under"})",
       R"(/ports/1/peer: "under" is a port that ends tunnels, expected the other end of a wire)"},
      {blue, vtep + "," + R"({"name": "u2", "vtep": {"address": "192.0.2.9/24"}})",
       "/ports/1/vtep: a second one, expected one port that ends tunnels"},
      {"", R"({"name": "p", "firewall": false, "security_groups": []})",
       R"(/ports/0/firewall: false is not possible beside "security_groups")"},
      {"", R"({"name": "p", "firewall": false, "peer": "q"}, {"name": "q", "security_groups": []})",
       R"(/ports/0/firewall: the peer "q" has "security_groups")"},
      {blue, R"({"name": "under", "vtep": {"address": "192.0.2.1"}})",
       R"(/ports/0/vtep/address: "192.0.2.1" is no address of an interface, expected IPv4 ADDRESS/LENGTH)"},
      {blue, R"({"name": "under", "vtep": {"address": "192.0.2.1/33"}})",
       R"(/ports/0/vtep/address: "192.0.2.1/33" is no address of an interface, expected a length from 0 to 32)"},
      {blue, R"({"name": "under", "vtep": {"address": "192.0.2.1/24", "gateway": "10.0.0.1"}})",
       R"(/ports/0/vtep/gateway: "10.0.0.1" is not in the network of "address", 192.0.2.0/24)"},
      {blue, R"({"name": "under", "vtep": {"address": "192.0.2.1/24"}, "addresses": []})",
       "/ports/0/addresses: not for a port that ends tunnels"},
  };
  for (const Row& row : rows) {
    const std::string text = R"({"networks": [)" + row.networks + R"(], "ports": [)" + row.ports + "]}";
    EXPECT_EQ(ParseConfig(text).status().message(), row.message) << text;
  }
}

}  // namespace
}  // namespace tidegate
