// tidegatectl ports and graph.
#include <cstdio>
#include <iostream>

#include "ctl/table.h"
#include "ctl/verbs.h"

namespace tidegate {
namespace {

// The pages' numbered dictionaries as one array.
absl::StatusOr<Json> AskArray(const Client& client, const std::string& command) {
  Json array = Json::array();
  absl::Status status = client.AskPages(command, [&array](const Json& page) {
    for (const auto& [name, value] : page.items()) {
      if (value.is_object()) array.push_back(value);
    }
  });
  if (!status.ok()) return status;
  return array;
}

std::string Text(const Json& object, const char* name) { return object.value(name, std::string()); }
std::uint64_t Number(const Json& object, const char* name) { return object.value(name, std::uint64_t{0}); }
std::string Digits(const Json& object, const char* name) { return std::to_string(Number(object, name)); }

std::string Ratio(const Json& node, const char* dividend, const char* divisor) {
  if (Number(node, divisor) == 0) return "0.0";
  char text[32];
  std::snprintf(text, sizeof(text), "%.1f",
                static_cast<double>(Number(node, dividend)) / static_cast<double>(Number(node, divisor)));
  return text;
}

}  // namespace

absl::Status ShowPorts(const Client& client, const Request& request) {
  absl::StatusOr<Json> ports = AskArray(client, "/tidegate/ports");
  if (!ports.ok()) return ports.status();
  for (Json& port : *ports) {
    for (const char* flag : {"firewalled", "link_up"}) port[flag] = Number(port, flag) != 0;  // DPDK has no booleans
  }
  if (request.json) {
    std::cout << ports->dump() << "\n";
    return absl::OkStatus();
  }
  Table table({"port", "peer", "link", "firewalled", "queues", "rx packets", "rx missed", "rx errors", "tx packets",
               "tx errors", "device"});
  for (const Json& port : *ports) {
    table.Add({Text(port, "name"), Text(port, "peer"), port["link_up"] ? "up" : "down",
               port["firewalled"] ? "yes" : "no", Digits(port, "rx_queues"), Digits(port, "rx_packets"),
               Digits(port, "rx_missed"), Digits(port, "rx_errors"), Digits(port, "tx_packets"),
               Digits(port, "tx_errors"), Text(port, "device")});
  }
  std::cout << table.Text();
  return absl::OkStatus();
}

absl::Status ShowGraph(const Client& client, const Request& request) {
  absl::StatusOr<Json> nodes = AskArray(client, "/tidegate/graph");
  if (!nodes.ok()) return nodes.status();
  Json shown = Json::array();
  Table table({"node", "calls", "packets", "packets/call", "cycles/call", "cycles/packet"});
  for (const Json& node : *nodes) {
    if (!request.all && Number(node, "calls") == 0) continue;
    shown.push_back(node);
    table.Add({Text(node, "name"), Digits(node, "calls"), Digits(node, "packets"), Ratio(node, "packets", "calls"),
               Ratio(node, "cycles", "calls"), Ratio(node, "cycles", "packets")});
  }
  std::cout << (request.json ? shown.dump() + "\n" : table.Text());
  return absl::OkStatus();
}

}  // namespace tidegate
