// tidegatectl conntrack list, count and flush.
#include <cstdio>
#include <iostream>
#include <sstream>

#include "ctl/verbs.h"

namespace tidegate {
namespace {

// A line of the control socket: words in the order of these members.
struct Connection {
  std::string protocol, source, destination, state;
  unsigned source_port = 0, destination_port = 0, zone = 0;
  std::uint64_t expires_s = 0;
};

Connection Parse(const std::string& line) {
  Connection c;
  std::istringstream words(line);
  words >> c.protocol >> c.source >> c.source_port >> c.destination >> c.destination_port >> c.zone >> c.state >>
      c.expires_s;
  return c;
}

Json ToJson(const Connection& c) {
  return {{"protocol", c.protocol},
          {"source", c.source},
          {"source_port", c.source_port},
          {"destination", c.destination},
          {"destination_port", c.destination_port},
          {"zone", c.zone},
          {"state", c.state},
          {"expires_s", c.expires_s}};
}

std::string EndpointText(const std::string& address, unsigned port) {
  const bool v6 = address.find(':') != std::string::npos;
  return (v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

// Fixed widths, as the lines are shown while they come: there may be millions.
void Print(const Connection& c) {
  std::printf("%-8s %-12s %7llu s  %s -> %s", c.protocol.c_str(), c.state.c_str(),
              static_cast<unsigned long long>(c.expires_s), EndpointText(c.source, c.source_port).c_str(),
              EndpointText(c.destination, c.destination_port).c_str());
  if (c.zone != 0) std::printf("  zone %u", c.zone);
  std::printf("\n");
}

// Prints the one number of an answer.
absl::Status ShowNumber(const Client& client, const Request& request, const std::string& command, const char* name,
                        const char* text) {
  absl::StatusOr<Json> answer = client.Ask(command);
  if (!answer.ok()) return answer.status();
  if (request.json) {
    std::cout << answer->dump() << "\n";
  } else {
    std::cout << answer->value(name, std::uint64_t{0}) << " " << text << "\n";
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ListConnections(const Client& client, const Request& request) {
  if (!request.json) {
    std::printf("%-8s %-12s %9s  %s\n", "protocol", "state", "expires", "source -> destination");
    return client.AskPages("/tidegate/conntrack/list", [](const Json& page) {
      for (const Json& line : page.value("connections", Json::array())) Print(Parse(line.get<std::string>()));
    });
  }
  // One array, a connection a line.
  const char* separator = "[";
  absl::Status status = client.AskPages("/tidegate/conntrack/list", [&separator](const Json& page) {
    for (const Json& line : page.value("connections", Json::array())) {
      std::cout << separator << ToJson(Parse(line.get<std::string>())).dump();
      separator = ",\n";
    }
  });
  if (status.ok()) std::cout << (*separator == '[' ? "[]\n" : "]\n");
  return status;
}

absl::Status CountConnections(const Client& client, const Request& request) {
  return ShowNumber(client, request, "/tidegate/conntrack/count", "count", "live connections");
}

absl::Status FlushConnections(const Client& client, const Request& request) {
  return ShowNumber(client, request, "/tidegate/conntrack/flush", "flushed", "connections removed");
}

}  // namespace tidegate
