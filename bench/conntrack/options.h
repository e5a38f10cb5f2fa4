// The options of bench_conntrack: its own, and those of Google Benchmark, which are checked here as well, since the
// library itself answers some mistakes with its whole help text and exit status 0.
#ifndef TIDEGATE_BENCH_CONNTRACK_OPTIONS_H_
#define TIDEGATE_BENCH_CONNTRACK_OPTIONS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "conntrack/size.h"
#include "e2e/port_range.h"

namespace tidegate::bench {

struct Options {
  e2e::PortRange ports{32768, 60999};
  std::uint64_t clients = 4;
  std::uint64_t capacity = 131072;
  std::vector<Size> sizes;             // the chosen ones
  std::vector<std::string> peers;      // the chosen ones
  std::vector<std::string> benchmark;  // Google Benchmark's options, in its form "--name=value"
  std::string format = "console";      // --benchmark_format
  bool help = false;

  std::uint64_t resident() const { return clients * ports.size(); }
};

// `peers`: those there are. Own options are written "--name VALUE" or "--name=VALUE".
absl::StatusOr<Options> ParseOptions(std::span<const std::string_view> args, std::span<const std::string_view> peers);

std::string HelpText(std::span<const std::string_view> peers);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_OPTIONS_H_
