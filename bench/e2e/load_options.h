// What the load generator's two sides are told on the command line.
#ifndef TIDEGATE_BENCH_E2E_LOAD_OPTIONS_H_
#define TIDEGATE_BENCH_E2E_LOAD_OPTIONS_H_

#include <netinet/in.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "e2e/port_range.h"

namespace tidegate::e2e {

// Which exchange, by netperf's names.
enum class Mode {
  kCrr,  // connect, send 1 byte, read 1 byte, close
  kRr,   // send 1 byte, read 1 byte, for ever on one connection
};

// Who sends the first FIN, and so holds the TIME-WAIT (RFC 9293, section 3.6).
enum class CloseSide {
  kServer,  // right after its answer; the client closes when it has seen the FIN. As netperf does
  kClient,  // right after reading the answer; the server closes when it has seen the FIN
  kBoth,    // by turns, and the client never waits for the server, so that FINs may cross
};

enum class Progress { kNone, kText, kJson };

struct ServerOptions {
  in_addr address{};
  std::vector<std::uint16_t> ports;
  CloseSide close = CloseSide::kServer;
};

struct ClientOptions {
  in_addr server{};
  std::vector<std::uint16_t> server_ports;
  std::vector<in_addr> sources;  // empty: as the routes say
  Mode mode = Mode::kCrr;
  CloseSide close = CloseSide::kServer;
  std::uint64_t clients = 4;
  PortRange ports{32768, 60999};  // Linux's ephemeral range
  std::uint64_t concurrency = 8;
  double warm_up_s = 0;  // before duration_s; what is done in it is not in the result
  double duration_s = 10;
  std::uint64_t connections = 0;  // 0: no limit
  std::uint64_t min_uses = 0;
  double max_duration_s = 0;  // 0: the same as duration_s
  double slow_s = 0.9;        // below the first retransmission of a SYN, which comes after 1 s (RFC 6298)
  Progress progress = Progress::kText;
  std::string json;
};

// Where client i connects from and to. Every pair of a source and a port comes before one comes again.
in_addr SourceOf(const ClientOptions& options, std::size_t client);  // 0.0.0.0: as the routes say
std::uint16_t ServerPortOf(const ClientOptions& options, std::size_t client);

// Read the arguments after the subcommand. An empty optional: "--help" was asked for.
absl::StatusOr<std::optional<ServerOptions>> ParseServerOptions(std::span<const std::string_view> args);
absl::StatusOr<std::optional<ClientOptions>> ParseClientOptions(std::span<const std::string_view> args);

// The options of both sides, a line each.
std::string ServerHelp();
std::string ClientHelp();

std::string_view Name(Mode mode);
std::string_view Name(CloseSide close);

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_LOAD_OPTIONS_H_
