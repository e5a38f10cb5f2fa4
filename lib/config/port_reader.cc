// Ports one by one, then what must hold between them.
#include "config/port_reader.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "config/json_text.h"
#include "config/network_reader.h"

namespace tidegate::config {
namespace {

const Names kPortKeys = {"name",          "addresses", "security_groups", "device", "peer", "zone", "network", "macs",
                         "port_security", "vtep",      "firewall",        "queues", "mtu"};

using PortOfName = std::map<std::string, std::size_t>;
using PortOfAddress = std::map<std::pair<Zone, IpAddress>, std::size_t>;

std::string PortPlace(std::size_t index) { return "/ports/" + std::to_string(index); }

void ReadAddresses(const JsonNode& array, PortSpec& port) {
  for (const JsonNode& node : array.Elements()) {
    const std::optional<std::string> text = node.String();
    const std::optional<IpAddress> address = text ? ParseIpAddress(*text) : std::nullopt;
    if (!address) node.FailValue("no IP address");
    port.addresses.push_back(address.value_or(IpAddress()));
  }
}

void ReadGroups(const JsonNode& array, const References& references, PortSpec& port) {
  port.firewalled = true;
  array.ForEachElement([&](const JsonNode& node) {
    const std::optional<std::string> text = node.String();
    const std::optional<std::string> name = text ? references.Group(node, *text) : std::nullopt;
    if (!name) return;
    const bool twice =
        std::find(port.security_groups.begin(), port.security_groups.end(), *name) != port.security_groups.end();
    if (twice) node.FailValue("given twice");
    port.security_groups.push_back(*name);
  });
}

PortSpec ReadPort(const JsonNode& node, const References& references) {
  PortSpec port;
  if (!node.IsObject(kPortKeys)) return port;
  if (const auto name = node.Require("name")) port.name = name->NonEmptyString().value_or("");
  if (const auto addresses = node.Find("addresses")) ReadAddresses(*addresses, port);
  if (const auto names = node.Find("security_groups")) ReadGroups(*names, references, port);
  if (const auto device = node.Find("device")) port.device = device->NonEmptyString().value_or("");
  if (const auto peer = node.Find("peer")) port.peer = peer->NonEmptyString().value_or("");
  node.ReadInteger("zone", 0, kMaxZone, port.zone);
  return port;
}

PortOfName CheckNames(const std::vector<JsonNode>& nodes, const std::vector<PortSpec>& ports) {
  PortOfName places;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    const auto [first, added] = places.emplace(ports[i].name, i);
    if (!added) nodes[i].Find("name")->FailValue("already the name of " + PortPlace(first->second));
  }
  return places;
}

void CheckAddresses(const std::vector<JsonNode>& nodes, const std::vector<PortSpec>& ports) {
  PortOfAddress owners;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    for (std::size_t a = 0; a < ports[i].addresses.size(); ++a) {
      const auto [first, added] = owners.emplace(std::pair(ports[i].zone, ports[i].addresses[a]), i);
      if (added) continue;
      nodes[i]
          .Find("addresses")
          ->Elements()[a]
          .FailValue("already an address of " + PortPlace(first->second) + " in zone " + std::to_string(ports[i].zone));
    }
  }
}

// Joins port `one` to the peer it names, from both ends.
void JoinPeer(const JsonNode& node, const PortOfName& port_of_name, std::size_t one, std::vector<PortSpec>& ports) {
  const auto found = port_of_name.find(ports[one].peer);
  if (found == port_of_name.end()) return node.FailValue("no port, expected the name of one");
  if (found->second == one) return node.FailValue("the port itself, expected another one");
  PortSpec& other = ports[found->second];
  if (other.peer.empty()) other.peer = ports[one].name;
  if (other.peer == ports[one].name) return;
  node.FailValue("already the peer of " + OneLine(other.peer) + ", expected a wire between two ports");
}

}  // namespace

void ReadPorts(const JsonNode& root, const References& references, Config& out) {
  const JsonNode array = *root.Find("ports");
  const std::vector<JsonNode> nodes = array.Elements();
  std::vector<PortSpec>& ports = out.ports;
  ports.reserve(nodes.size());
  for (const JsonNode& node : nodes) {
    ports.push_back(ReadPort(node, references));
    out.switch_ports.push_back(ReadSwitchPort(node, out.networks, ports.back()));
  }
  if (array.failed()) return;  // below, all that was read is known to be whole

  if (ports.size() > kNoPort)
    array.Fail("found " + std::to_string(ports.size()) + " ports, expected at most " + std::to_string(kNoPort));
  const PortOfName port_of_name = CheckNames(nodes, ports);
  CheckAddresses(nodes, ports);
  for (std::size_t i = 0; i < ports.size() && !array.failed(); ++i) {
    if (const auto peer = nodes[i].Find("peer")) JoinPeer(*peer, port_of_name, i, ports);
  }
  if (!array.failed()) CheckSwitch(root, nodes, out.networks, ports, out.switch_ports);
}

}  // namespace tidegate::config
