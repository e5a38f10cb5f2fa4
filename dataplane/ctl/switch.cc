// tidegatectl ports, macs, workers and graph.
#include <cstdio>
#include <iostream>

#include "ctl/pages.h"
#include "ctl/table.h"
#include "ctl/verbs.h"

namespace tidegate {
namespace {

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
  Table table({"port", "to", "link", "firewalled", "queues", "rx packets", "rx missed", "rx errors", "tx packets",
               "tx errors", "device"});
  for (const Json& port : *ports) {
    const std::string network = Text(port, "network");
    table.Add({Text(port, "name"), network.empty() ? Text(port, "peer") : "network " + network,
               port["link_up"] ? "up" : "down", port["firewalled"] ? "yes" : "no", Digits(port, "rx_queues"),
               Digits(port, "rx_packets"), Digits(port, "rx_missed"), Digits(port, "rx_errors"),
               Digits(port, "tx_packets"), Digits(port, "tx_errors"), Text(port, "device")});
  }
  std::cout << table.Text();
  return absl::OkStatus();
}

absl::Status ShowMacs(const Client& client, const Request& request) {
  absl::StatusOr<Json> macs = AskArray(client, "/tidegate/macs");
  if (!macs.ok()) return macs.status();
  Table table({"network", "address", "port", "tunnel to", "seen"});
  for (const Json& mac : *macs) {
    table.Add({Text(mac, "network"), Text(mac, "mac"), Text(mac, "port"), Text(mac, "vtep"),
               mac.contains("age") ? Digits(mac, "age") + " s ago" : "named"});
  }
  std::cout << (request.json ? macs->dump() + "\n" : table.Text());
  return absl::OkStatus();
}

absl::Status ShowWorkers(const Client& client, const Request& request) {
  absl::StatusOr<Json> workers = AskArray(client, "/tidegate/workers");
  if (!workers.ok()) return workers.status();
  Table table({"worker", "processor", "busy %", "packets", "busy cycles/packet"});
  for (Json& worker : *workers) {
    worker["busy"] = Number(worker, "cycles") == 0 ? 0.0
                                                   : static_cast<double>(Number(worker, "busy_cycles")) /
                                                         static_cast<double>(Number(worker, "cycles"));
    char percent[16];
    std::snprintf(percent, sizeof percent, "%.1f", 100 * worker["busy"].get<double>());
    table.Add({Digits(worker, "worker"), Digits(worker, "processor"), percent, Digits(worker, "packets"),
               Ratio(worker, "busy_cycles", "packets")});
  }
  std::cout << (request.json ? workers->dump() + "\n" : table.Text());
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
