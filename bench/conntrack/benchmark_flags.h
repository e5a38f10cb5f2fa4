// The options of Google Benchmark (1.7), and what each takes.
#ifndef TIDEGATE_BENCH_CONNTRACK_BENCHMARK_FLAGS_H_
#define TIDEGATE_BENCH_CONNTRACK_BENCHMARK_FLAGS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace tidegate::bench {

// Is "--name=value", or "--name" for a truth value, an option that the library understands?
absl::Status CheckBenchmarkFlag(std::string_view argument);

// A line for each option.
std::string BenchmarkFlagsHelp();

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_BENCHMARK_FLAGS_H_
