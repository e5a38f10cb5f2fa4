// Networks of the configuration, and what makes a port one of them.
#include "config/network_reader.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "config/json_text.h"

namespace tidegate::config {
namespace {

constexpr std::uint32_t kMaxVni = (1u << 24) - 1;
constexpr std::size_t kMaxNetworks = 32768;
constexpr std::uint32_t kMaxQueues = 128;  // as many as there may be workers

std::optional<IpAddress> ReadAddress(const JsonNode& node) {
  const std::optional<std::string> text = node.String();
  if (!text) return std::nullopt;
  const std::optional<IpAddress> address = ParseIpAddress(*text);
  if (!address) node.FailValue("no IP address");
  return address;
}

// The tunnels' own network is of IPv4.
std::optional<IpAddress> ReadUnderlayAddress(const JsonNode& node) {
  const std::optional<IpAddress> address = ReadAddress(node);
  if (address && address->v6) node.FailValue("IPv6, expected an IPv4 address");
  return address;
}

std::optional<MacAddress> ReadMac(const JsonNode& node) {
  const std::optional<std::string> text = node.String();
  if (!text) return std::nullopt;
  const std::optional<MacAddress> mac = ParseMacAddress(*text);
  if (!mac) {
    node.FailValue("no Ethernet address, expected six pairs of hexadecimal digits as 52:54:00:12:34:56");
  } else if (mac->IsGroup() || *mac == MacAddress{}) {
    node.FailValue("not one station's address");
  }
  return mac;
}

void ReadVteps(const JsonNode& array, NetworkSpec& out) {
  for (const JsonNode& node : array.Elements()) {
    const IpAddress address = ReadUnderlayAddress(node).value_or(IpAddress());
    if (std::ranges::find(out.vteps, address) != out.vteps.end()) node.FailValue("given twice");
    out.vteps.push_back(address);
  }
}

void ReadHosts(const JsonNode& array, NetworkSpec& out) {
  for (const JsonNode& node : array.Elements()) {
    if (!node.IsObject({"mac", "vtep"})) return;
    RemoteHost host;
    if (const auto mac = node.Require("mac")) host.mac = ReadMac(*mac).value_or(MacAddress());
    if (const auto vtep = node.Require("vtep")) {
      host.vtep = ReadUnderlayAddress(*vtep).value_or(IpAddress());
      if (std::ranges::find(out.vteps, host.vtep) == out.vteps.end()) {
        vtep->FailValue("none of the network's \"vteps\"");
      }
    }
    out.hosts.push_back(host);
  }
}

NetworkSpec ReadNetwork(const JsonNode& node, std::size_t index) {
  NetworkSpec out;
  out.zone = static_cast<Zone>(index + 1);
  if (!node.IsObject({"name", "zone", "vni", "vteps", "hosts"})) return out;
  if (const auto name = node.Require("name")) out.name = name->NonEmptyString().value_or("");
  node.ReadInteger("zone", 0, kMaxZone, out.zone);
  if (const auto vni = node.Find("vni")) {
    if (const auto number = vni->Integer(0, kMaxVni)) out.vni = static_cast<std::uint32_t>(*number);
  }
  for (const char* key : {"vteps", "hosts"}) {
    const auto member = node.Find(key);
    if (member && !node.Has("vni")) member->Fail("only for a network with a \"vni\"");
  }
  if (const auto vteps = node.Find("vteps")) ReadVteps(*vteps, out);
  if (const auto hosts = node.Find("hosts")) ReadHosts(*hosts, out);
  return out;
}

// "192.0.2.1/24": an address and, by it, the link's network.
void ReadInterfaceAddress(const JsonNode& node, VtepSpec& out) {
  const std::optional<std::string> text = node.String();
  if (!text) return;
  const std::size_t slash = text->find('/');
  const std::optional<IpAddress> address = ParseIpAddress(text->substr(0, slash));
  if (!address || address->v6 || slash == std::string::npos) {
    return node.FailValue("no address of an interface, expected IPv4 ADDRESS/LENGTH");
  }
  out.address = *address;
  for (int length = 0; length <= 32; ++length) {
    if (text->substr(slash + 1) != std::to_string(length)) continue;
    out.subnet = {*address, static_cast<std::uint8_t>(length)};
    for (int bit = length; bit < 32; ++bit) {
      auto& byte = out.subnet.address.bytes[static_cast<std::size_t>(bit) / 8];
      byte = static_cast<std::uint8_t>(byte & ~(0x80 >> (bit % 8)));
    }
    return;
  }
  node.FailValue("no address of an interface, expected a length from 0 to 32");
}

VtepSpec ReadVtep(const JsonNode& node) {
  VtepSpec out;
  if (!node.IsObject({"address", "gateway", "udp_port"})) return out;
  if (const auto address = node.Require("address")) ReadInterfaceAddress(*address, out);
  if (const auto gateway = node.Find("gateway")) {
    out.gateway = ReadUnderlayAddress(*gateway);
    if (out.gateway && !node.failed() && !out.subnet.Contains(*out.gateway)) {
      gateway->FailValue("not in the network of \"address\", " + ToString(out.subnet));
    }
  }
  node.ReadInteger("udp_port", 1, 65535, out.udp_port);
  return out;
}

void ReadMember(const JsonNode& node, const std::vector<NetworkSpec>& networks, PortSpec& port, SwitchPortSpec& out) {
  const JsonNode name = *node.Find("network");
  out.network = name.NonEmptyString().value_or("");
  const auto found = std::ranges::find(networks, out.network, &NetworkSpec::name);
  if (found == networks.end()) return name.FailValue("no network, expected the name of one");
  port.zone = found->zone;
  if (const auto zone = node.Find("zone")) zone->Fail("the port is in a network, whose zone it has");
  if (const auto macs = node.Find("macs")) {
    for (const JsonNode& mac : macs->Elements()) out.macs.push_back(ReadMac(mac).value_or(MacAddress()));
  }
  out.port_security = port.firewalled;
  const auto security = node.Find("port_security");
  if (security) out.port_security = security->Boolean().value_or(true);
  if (out.port_security && out.macs.empty()) {
    node.Fail("found no \"macs\"; expected those that the port may send from, or \"port_security\": false");
  }
}

// A port of a network may be named as a peer by another one only.
void CheckNoWire(const std::vector<JsonNode>& nodes, const std::vector<PortSpec>& specs,
                 const std::vector<SwitchPortSpec>& ports, std::size_t one) {
  if (specs[one].peer.empty() || (ports[one].network.empty() && !ports[one].vtep)) return;
  const auto other = std::ranges::find(specs, specs[one].peer, &PortSpec::name) - specs.begin();
  nodes[static_cast<std::size_t>(other)].Find("peer")->FailValue(
      ports[one].vtep ? "a port that ends tunnels, expected the other end of a wire"
                      : "a port of a network, expected the other end of a wire");
}

// Both ends of a wire bypass the firewall if one says so.
void CheckBypass(const std::vector<JsonNode>& nodes, const std::vector<PortSpec>& specs,
                 const std::vector<SwitchPortSpec>& ports, std::size_t one) {
  if (!ports[one].bypass) return;
  const auto peer = std::ranges::find(specs, specs[one].peer, &PortSpec::name);
  if (peer == specs.end() || !peer->firewalled) return;
  nodes[one].Find("firewall")->Fail("the peer " + OneLine(peer->name) + " has \"security_groups\"");
}

// Where an Ethernet address of a network is, for messages.
using PlaceOfMac = std::map<std::pair<std::string, MacAddress>, std::string>;

void CheckMac(const JsonNode& node, const std::string& network, const MacAddress& mac, PlaceOfMac& places) {
  const auto [first, added] = places.try_emplace({network, mac}, node.place());
  if (!added) node.FailValue("already at " + first->second);
}

}  // namespace

std::vector<NetworkSpec> ReadNetworks(const JsonNode& array) {
  const std::vector<JsonNode> nodes = array.Elements();
  if (nodes.size() > kMaxNetworks) {
    array.Fail("found " + std::to_string(nodes.size()) + " networks, expected at most " + std::to_string(kMaxNetworks));
    return {};
  }
  std::vector<NetworkSpec> networks;
  std::map<std::string, std::string> names;
  std::map<std::uint32_t, std::string> vnis;
  for (const JsonNode& node : nodes) {
    networks.push_back(ReadNetwork(node, networks.size()));
    const NetworkSpec& network = networks.back();
    if (array.failed()) return networks;
    const auto [name, new_name] = names.emplace(network.name, node.place());
    if (!new_name) node.Find("name")->FailValue("already the name of " + name->second);
    if (!network.vni) continue;
    const auto [vni, new_vni] = vnis.emplace(*network.vni, node.place());
    if (!new_vni) node.Find("vni")->FailValue("already that of " + vni->second);
  }
  return networks;
}

SwitchPortSpec ReadSwitchPort(const JsonNode& node, const std::vector<NetworkSpec>& networks, PortSpec& port) {
  SwitchPortSpec out;
  if (const auto queues = node.Find("queues")) {
    if (const auto number = queues->Integer(1, kMaxQueues)) out.queues = static_cast<std::uint16_t>(*number);
  }
  if (const auto mtu = node.Find("mtu")) {
    if (const auto number = mtu->Integer(kMinMtu, kMaxMtu)) out.mtu = static_cast<std::uint16_t>(*number);
  }
  Names kinds;
  for (const char* kind : {"peer", "network", "vtep"}) {
    if (node.Has(kind)) kinds.emplace_back(kind);
  }
  if (kinds.size() > 1) {
    node.Fail("found " + Join(kinds) + ", expected one of peer, network and vtep");
    return out;
  }
  if (const auto firewall = node.Find("firewall")) {
    out.bypass = !firewall->Boolean().value_or(true);
    for (const char* key : {"network", "vtep", "security_groups"}) {
      if (out.bypass && node.Has(key)) firewall->FailValue("not possible beside \"" + std::string(key) + "\"");
    }
  }
  if (!node.Has("network")) {
    for (const char* key : {"macs", "port_security"}) {
      if (const auto member = node.Find(key)) member->Fail("only for a port with a \"network\"");
    }
  } else {
    ReadMember(node, networks, port, out);
  }
  if (const auto vtep = node.Find("vtep")) {
    out.vtep = ReadVtep(*vtep);
    for (const char* key : {"addresses", "security_groups", "zone"}) {
      if (const auto member = node.Find(key)) member->Fail("not for a port that ends tunnels");
    }
  }
  return out;
}

void CheckSwitch(const JsonNode& root, const std::vector<JsonNode>& nodes, const std::vector<NetworkSpec>& networks,
                 const std::vector<PortSpec>& specs, const std::vector<SwitchPortSpec>& ports) {
  for (std::size_t i = 0; i < ports.size(); ++i) {
    CheckNoWire(nodes, specs, ports, i);
    CheckBypass(nodes, specs, ports, i);
  }
  PlaceOfMac places;
  std::size_t vteps = 0;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    for (std::size_t m = 0; m < ports[i].macs.size(); ++m) {
      CheckMac(nodes[i].Find("macs")->Elements()[m], ports[i].network, ports[i].macs[m], places);
    }
    if (ports[i].vtep && ++vteps > 1) nodes[i].Find("vtep")->Fail("a second one, expected one port that ends tunnels");
  }
  const auto network_nodes = root.Find("networks");
  if (!network_nodes) return;
  const std::vector<JsonNode> elements = network_nodes->Elements();
  for (std::size_t n = 0; n < networks.size(); ++n) {
    for (std::size_t h = 0; h < networks[n].hosts.size(); ++h) {
      const JsonNode mac = *elements[n].Find("hosts")->Elements()[h].Find("mac");
      CheckMac(mac, networks[n].name, networks[n].hosts[h].mac, places);
    }
    if (networks[n].vni && vteps == 0) {
      elements[n].Find("vni")->Fail("no port ends its tunnels; expected one with a \"vtep\"");
    }
  }
}

}  // namespace tidegate::config
