// The options as tables, and the checks between them.
#include "e2e/load_options.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "e2e/option_table.h"
#include "e2e/tuple_walk.h"

namespace tidegate::e2e {
namespace {

constexpr std::array<std::pair<std::string_view, Mode>, 2> kModes = {{{"crr", Mode::kCrr}, {"rr", Mode::kRr}}};
constexpr std::array<std::pair<std::string_view, CloseSide>, 3> kCloseSides = {
    {{"client", CloseSide::kClient}, {"server", CloseSide::kServer}, {"both", CloseSide::kBoth}}};
constexpr std::array<std::pair<std::string_view, Progress>, 3> kProgresses = {
    {{"none", Progress::kNone}, {"text", Progress::kText}, {"json", Progress::kJson}}};

template <typename Enum, std::size_t kCount>
absl::Status ParseName(std::string_view text, const std::array<std::pair<std::string_view, Enum>, kCount>& names,
                       Enum* out) {
  std::string expected;
  for (const auto& [name, value] : names) {
    if (name == text) {
      *out = value;
      return absl::OkStatus();
    }
    expected += (expected.empty() ? "" : ", ") + std::string(name);
  }
  return NotAsExpected(text, "one of " + expected);
}

absl::Status ParseAddress(std::string_view text, in_addr* out) {
  if (inet_pton(AF_INET, std::string(text).c_str(), out) == 1) return absl::OkStatus();
  return NotAsExpected(text, "an IPv4 address");
}

absl::Status ParseAddresses(std::string_view text, std::vector<in_addr>* out) {
  out->clear();
  for (bool more = true; more;) {
    const std::size_t comma = text.find(',');
    absl::Status status = ParseAddress(text.substr(0, comma), &out->emplace_back());
    if (!status.ok()) return status;
    more = comma != std::string_view::npos;
    if (more) text.remove_prefix(comma + 1);
  }
  return absl::OkStatus();
}

absl::Status SetPorts(std::string_view text, std::vector<std::uint16_t>* out) {
  auto ports = ParsePortList(text);
  if (!ports.ok()) return ports.status();
  *out = *std::move(ports);
  return absl::OkStatus();
}

absl::Status SetRange(std::string_view text, PortRange* out) {
  const auto range = ParsePortRange(text);
  if (range.ok()) *out = *range;
  return range.status();
}

using Text = std::string_view;

OptionTable ServerTable(ServerOptions* o) {
  return OptionTable({
      {"--listen", "ADDRESS", "all", "IPv4 address to listen on", [o](Text v) { return ParseAddress(v, &o->address); }},
      {"--server-ports", "LIST", "", "ports to listen on, e.g. 22,80 or 22-25",
       [o](Text v) { return SetPorts(v, &o->ports); }},
      {"--close", "SIDE", "server", "who closes first: client, server or both; the same on both sides",
       [o](Text v) { return ParseName(v, kCloseSides, &o->close); }},
  });
}

std::vector<Option> WhereTo(ClientOptions* o) {
  return {
      {"--server", "ADDRESS", "", "IPv4 address of the server", [o](Text v) { return ParseAddress(v, &o->server); }},
      {"--server-ports", "LIST", "", "its ports; client i takes the i-th, and so round again",
       [o](Text v) { return SetPorts(v, &o->server_ports); }},
      {"--sources", "LIST", "by route", "source addresses; client i takes the i-th, and so round again",
       [o](Text v) { return ParseAddresses(v, &o->sources); }},
      {"--ports", "A-B", "32768-60999", "local ports of each client, walked through in order",
       [o](Text v) { return SetRange(v, &o->ports); }},
  };
}

std::vector<Option> WhatToDo(ClientOptions* o) {
  return {
      {"--mode", "MODE", "crr", "crr: a connection for each byte; rr: bytes to and fro on lasting connections",
       [o](Text v) { return ParseName(v, kModes, &o->mode); }},
      {"--close", "SIDE", "server", "who closes first: client, server or both; the same on both sides",
       [o](Text v) { return ParseName(v, kCloseSides, &o->close); }},
      {"--clients", "N", "4", "clients", [o](Text v) { return ParseCount(v, 1, 1024, &o->clients); }},
      {"--concurrency", "N", "8", "connections in flight for each client",
       [o](Text v) { return ParseCount(v, 1, 65535, &o->concurrency); }},
  };
}

std::vector<Option> HowLong(ClientOptions* o) {
  return {
      {"--warm-up", "S", "none", "seconds before that time whose figures do not count",
       [o](Text v) { return ParseSeconds(v, &o->warm_up_s); }},
      {"--duration", "S", "10", "no new connection after so many seconds",
       [o](Text v) { return ParseSeconds(v, &o->duration_s); }},
      {"--connections", "N", "no limit", "nor after so many finished",
       [o](Text v) { return ParseCount(v, 1, UINT64_MAX, &o->connections); }},
      {"--min-uses", "N", "0", "but go on until each tuple was used so often,",
       [o](Text v) { return ParseCount(v, 0, TupleWalk::kMostUses, &o->min_uses); }},
      {"--max-duration", "S", "--duration", "for at most so many seconds",
       [o](Text v) { return ParseSeconds(v, &o->max_duration_s); }},
      {"--slow", "S", "0.9", "count connections slower than this", [o](Text v) { return ParseSeconds(v, &o->slow_s); }},
  };
}

std::vector<Option> WhatToSay(ClientOptions* o) {
  return {
      {"--progress", "HOW", "text", "a line each second: text on the error output, json on the output, or none",
       [o](Text v) { return ParseName(v, kProgresses, &o->progress); }},
      {"--json", "FILE", "none", "write the whole result there",
       [o](Text v) {
         o->json = std::string(v);
         return absl::OkStatus();
       }},
  };
}

OptionTable ClientTable(ClientOptions* o) {
  std::vector<Option> all;
  for (auto& part : {WhereTo(o), WhatToDo(o), HowLong(o), WhatToSay(o)})
    all.insert(all.end(), part.begin(), part.end());
  return OptionTable(std::move(all));
}

// Two clients with one source and one server port would fight for the same tuples.
bool ClientsShareTuples(const ClientOptions& o) {
  std::vector<std::pair<std::uint32_t, std::uint16_t>> seen;
  for (std::uint64_t i = 0; i < o.clients; ++i) {
    seen.emplace_back(SourceOf(o, i).s_addr, ServerPortOf(o, i));
  }
  std::sort(seen.begin(), seen.end());
  return std::adjacent_find(seen.begin(), seen.end()) != seen.end();
}

absl::Status Check(const ClientOptions& o) {
  if (o.server.s_addr == 0) return absl::InvalidArgumentError("--server: expected the server's address");
  if (o.server_ports.empty()) return absl::InvalidArgumentError("--server-ports: expected at least one port");
  if (ClientsShareTuples(o)) {
    return absl::InvalidArgumentError(
        "--clients: two clients have the same source address and server port; expected as many pairs of --sources and "
        "--server-ports as clients");
  }
  if (o.concurrency > o.ports.size()) {
    return absl::InvalidArgumentError("--concurrency: more than the ports of --ports; expected at most " +
                                      std::to_string(o.ports.size()));
  }
  if (o.mode == Mode::kRr && o.close != CloseSide::kClient) {
    return absl::InvalidArgumentError("--close: with --mode rr the client ends the connection; expected client");
  }
  if (o.max_duration_s < o.duration_s) {
    return absl::InvalidArgumentError("--max-duration: less than --duration; expected as much or more");
  }
  return absl::OkStatus();
}

bool AsksForHelp(std::span<const std::string_view> args) {
  return std::find(args.begin(), args.end(), "--help") != args.end();
}

template <typename Enum, std::size_t kCount>
std::string_view NameIn(const std::array<std::pair<std::string_view, Enum>, kCount>& names, Enum value) {
  return std::find_if(names.begin(), names.end(), [value](const auto& row) { return row.second == value; })->first;
}

}  // namespace

in_addr SourceOf(const ClientOptions& options, std::size_t client) {
  if (options.sources.empty()) return in_addr{};
  const std::size_t sources = options.sources.size();
  if (options.server_ports.empty()) return options.sources[client % sources];
  // After each round of both lists the sources move on by one, or a pair would come again while others wait.
  const std::size_t pairs = std::max<std::size_t>(1, std::lcm(sources, options.server_ports.size()));
  const std::size_t round = client / pairs;
  return options.sources[(client + round) % sources];
}

std::uint16_t ServerPortOf(const ClientOptions& options, std::size_t client) {
  return options.server_ports[client % options.server_ports.size()];
}

absl::StatusOr<std::optional<ServerOptions>> ParseServerOptions(std::span<const std::string_view> args) {
  if (AsksForHelp(args)) return std::optional<ServerOptions>();
  ServerOptions options;
  absl::Status status = ServerTable(&options).Parse(args);
  if (!status.ok()) return status;
  if (options.ports.empty()) return absl::InvalidArgumentError("--server-ports: expected at least one port");
  return std::optional(options);
}

absl::StatusOr<std::optional<ClientOptions>> ParseClientOptions(std::span<const std::string_view> args) {
  if (AsksForHelp(args)) return std::optional<ClientOptions>();
  ClientOptions options;
  absl::Status status = ClientTable(&options).Parse(args);
  if (!status.ok()) return status;
  if (options.max_duration_s == 0) options.max_duration_s = options.duration_s;
  status = Check(options);
  if (!status.ok()) return status;
  return std::optional(options);
}

std::string ServerHelp() {
  ServerOptions options;
  return ServerTable(&options).Help();
}

std::string ClientHelp() {
  ClientOptions options;
  return ClientTable(&options).Help();
}

std::string_view Name(Mode mode) { return NameIn(kModes, mode); }
std::string_view Name(CloseSide close) { return NameIn(kCloseSides, close); }

}  // namespace tidegate::e2e
