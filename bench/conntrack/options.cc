// Reads the options of bench_conntrack.
#include "conntrack/options.h"

#include <algorithm>
#include <utility>

#include "conntrack/benchmark_flags.h"
#include "conntrack/key_set.h"
#include "e2e/option_table.h"

namespace tidegate::bench {
namespace {

using Names = std::span<const std::string_view>;
using Text = std::string_view;

constexpr std::uint64_t kMaxClients = 65535;
constexpr Text kBenchmarkPrefix = "--benchmark_";

std::string Join(Names names) {
  std::string text;
  for (const Text name : names) text += (text.empty() ? "" : ",") + std::string(name);
  return text;
}

absl::Status ParsePeers(Text text, Names known, std::vector<std::string>* out) {
  out->clear();
  if (text == "none") return absl::OkStatus();
  if (text == "all") {
    out->assign(known.begin(), known.end());
    return absl::OkStatus();
  }
  for (bool more = true; more;) {
    const std::size_t comma = text.find(',');
    const Text name = text.substr(0, comma);
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return e2e::NotAsExpected(name, "all, none or a list of " + Join(known));
    }
    if (std::find(out->begin(), out->end(), name) == out->end()) out->emplace_back(name);
    more = comma != Text::npos;
    if (more) text.remove_prefix(comma + 1);
  }
  return absl::OkStatus();
}

absl::Status ParsePorts(Text text, e2e::PortRange* out) {
  const auto range = e2e::ParsePortRange(text);
  if (range.ok()) *out = *range;
  return range.status();
}

// `sizes`: the text of --sizes, which means nothing before all the others are known.
e2e::OptionTable OwnOptions(Options* o, std::string* sizes, Names peers) {
  return e2e::OptionTable({
      {"--ports", "A-B", "32768-60999", "local ports of each client", [o](Text v) { return ParsePorts(v, &o->ports); }},
      {"--clients", "N", "4", "clients; clients times ports are the connections in the tables",
       [o](Text v) { return e2e::ParseCount(v, 1, kMaxClients, &o->clients); }},
      {"--capacity", "N", "131072", "connections that the tables are made for",
       [o](Text v) { return e2e::ParseCount(v, 1, kMaxCapacity, &o->capacity); }},
      {"--sizes", "LIST", "base",
       "base: --capacity; large: and 2^20, 2^23; huge: and 2^26; or capacities; all as full as base",
       [sizes](Text v) {
         *sizes = v;
         return absl::OkStatus();
       }},
      {"--peers", "LIST", "all", "tables beside Tidegate's own: all, none or a list",
       [o, peers](Text v) { return ParsePeers(v, peers, &o->peers); }},
  });
}

absl::Status TakeBenchmarkFlag(Text argument, Options& options) {
  if (absl::Status status = CheckBenchmarkFlag(argument); !status.ok()) return status;
  constexpr Text kFormat = "--benchmark_format=";
  if (argument.starts_with(kFormat)) options.format = argument.substr(kFormat.size());
  options.benchmark.emplace_back(argument);
  return absl::OkStatus();
}

absl::Status Check(const Options& options) {
  if (options.resident() <= options.capacity) return absl::OkStatus();
  return absl::InvalidArgumentError("--capacity: " + std::to_string(options.capacity) +
                                    " found, expected at least the " + std::to_string(options.resident()) +
                                    " connections of --clients times --ports");
}

// Twice the resident connections have to have keys of their own.
absl::Status CheckKeys(const Options& options) {
  for (const Size& size : options.sizes) {
    if (2 * size.resident <= kMaxKeyClients * options.ports.size()) continue;
    return absl::InvalidArgumentError("--sizes: " + std::to_string(size.capacity) + " found, but the " +
                                      std::to_string(options.ports.size()) + " ports of --ports make no " +
                                      std::to_string(2 * size.resident) + " different connections");
  }
  return absl::OkStatus();
}

absl::Status SetSizes(Text text, Options& options) {
  auto sizes = ParseSizes(text, {options.capacity, options.resident()});
  if (!sizes.ok()) return absl::InvalidArgumentError("--sizes: " + std::string(sizes.status().message()));
  options.sizes = *std::move(sizes);
  return CheckKeys(options);
}

}  // namespace

absl::StatusOr<Options> ParseOptions(std::span<const std::string_view> args, Names peers) {
  Options options;
  options.peers.assign(peers.begin(), peers.end());
  std::vector<Text> own;
  for (const Text argument : args) {
    if (argument == "--help" || argument == "-h") {
      options.help = true;
      return options;
    }
    if (argument.starts_with(kBenchmarkPrefix) || argument.starts_with("--v=")) {
      if (absl::Status status = TakeBenchmarkFlag(argument, options); !status.ok()) return status;
      continue;
    }
    const std::size_t equals = argument.starts_with("--") ? argument.find('=') : Text::npos;
    own.push_back(argument.substr(0, equals));
    if (equals != Text::npos) own.push_back(argument.substr(equals + 1));
  }
  std::string sizes = "base";
  if (absl::Status status = OwnOptions(&options, &sizes, peers).Parse(own); !status.ok()) return status;
  if (absl::Status status = Check(options); !status.ok()) return status;
  if (absl::Status status = SetSizes(sizes, options); !status.ok()) return status;
  return options;
}

std::string HelpText(Names peers) {
  Options options;
  std::string sizes;
  return "bench_conntrack: Tidegate's connection table beside others\n" + OwnOptions(&options, &sizes, peers).Help() +
         "The peers of this build: " + Join(peers) + "\nAnd those of Google Benchmark:\n" + BenchmarkFlagsHelp();
}

}  // namespace tidegate::bench
