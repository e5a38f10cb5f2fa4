// tidegatectl conntrack list, count and flush.
#include <chrono>
#include <cstdio>
#include <functional>
#include <iostream>
#include <optional>
#include <sstream>

#include "ctl/verbs.h"

namespace tidegate {
namespace {

// What one direction has carried.
struct Traffic {
  std::uint64_t packets = 0, bytes = 0;
};

// A line of its accounts.
struct Account {
  Traffic original, reply;
  std::uint64_t age_ms = 0;
};

// A line of the control socket: words in the order of these members.
struct Connection {
  std::string protocol, source, destination, state;
  unsigned source_port = 0, destination_port = 0, zone = 0;
  std::uint64_t expires_s = 0;
  std::optional<Account> account;  // if the dataplane counts connections' packets
};

Account ParseAccount(const std::string& line) {
  Account a;
  std::istringstream words(line);
  words >> a.original.packets >> a.original.bytes >> a.reply.packets >> a.reply.bytes >> a.age_ms;
  return a;
}

Connection Parse(const std::string& line) {
  Connection c;
  std::istringstream words(line);
  words >> c.protocol >> c.source >> c.source_port >> c.destination >> c.destination_port >> c.zone >> c.state >>
      c.expires_s;
  return c;
}

// Asks for all connections and shows each.
absl::Status ForEachConnection(const Client& client, const std::function<void(const Connection&)>& show) {
  return client.AskPages("/tidegate/conntrack/list", [&show](const Json& page) {
    const Json lines = page.value("connections", Json::array());
    const Json accounts = page.value("accounts", Json::array());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      Connection connection = Parse(lines[i].get<std::string>());
      if (i < accounts.size()) connection.account = ParseAccount(accounts[i].get<std::string>());
      show(connection);
    }
  });
}

// Unix time in seconds.
double StartOf(const Account& account) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto now_ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  return (static_cast<double>(now_ms) - static_cast<double>(account.age_ms)) / 1000;
}

Json ToJson(const Traffic& traffic) { return {{"packets", traffic.packets}, {"bytes", traffic.bytes}}; }

Json ToJson(const Connection& c) {
  Json json = {{"protocol", c.protocol},
               {"source", c.source},
               {"source_port", c.source_port},
               {"destination", c.destination},
               {"destination_port", c.destination_port},
               {"zone", c.zone},
               {"state", c.state},
               {"expires_s", c.expires_s}};
  if (c.account) {
    json["original"] = ToJson(c.account->original);
    json["reply"] = ToJson(c.account->reply);
    json["start"] = StartOf(*c.account);
  }
  return json;
}

void Print(const char* direction, const Traffic& traffic) {
  std::printf("  %s packets=%llu bytes=%llu", direction, static_cast<unsigned long long>(traffic.packets),
              static_cast<unsigned long long>(traffic.bytes));
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
  if (c.account) {
    Print("original", c.account->original);
    Print("reply", c.account->reply);
  }
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
    return ForEachConnection(client, [](const Connection& connection) { Print(connection); });
  }
  // One array, a connection a line.
  const char* separator = "[";
  absl::Status status = ForEachConnection(client, [&separator](const Connection& connection) {
    std::cout << separator << ToJson(connection).dump();
    separator = ",\n";
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
