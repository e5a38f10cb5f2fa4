// What compare.sh measured, as it stands in its JSON file.
#ifndef TIDEGATE_BENCH_E2E_COMPARE_RESULTS_H_
#define TIDEGATE_BENCH_E2E_COMPARE_RESULTS_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace tidegate::e2e {

// The load's two exchanges, by netperf's names, each with one and with four clients.
struct Workload {
  std::string_view name;
  std::string_view title;
  bool crr;
};
inline constexpr std::array<Workload, 4> kWorkloads = {{{"rr1", "TCP_RR, 1 client", false},
                                                        {"rr4", "TCP_RR, 4 clients", false},
                                                        {"crr1", "TCP_CRR, 1 client", true},
                                                        {"crr4", "TCP_CRR, 4 clients", true}}};

// One run of a workload on an engine.
struct RunFigures {
  double rate = 0;  // a second: connections (CRR) or transactions (RR)
  double p50_us = 0;
  double p99_us = 0;
  double p99_9_us = 0;
  std::uint64_t failed = 0;  // connections that failed or never ended
};

// All runs of a workload on an engine.
struct Series {
  std::map<int, RunFigures> rounds;                // by number
  std::map<double, std::uint64_t> latency_counts;  // by microseconds, of all rounds together
};

struct Engine {
  std::string name;
  std::string version;
};

struct Skipped {
  std::string name;
  std::string reason;
};

struct Machine {
  std::string processor;
  int processors = 0;
  std::string kernel;
  std::string load_cpus;
  std::string poll_cpu;
  std::string load_average;  // before the first run
};

struct Results {
  std::string date;
  Machine machine;
  int rounds = 0;
  double seconds = 0;
  double warm_up = 0;
  int rules = 0;
  std::vector<Engine> engines;
  std::vector<Skipped> skipped;
  std::map<std::pair<std::string, std::string>, Series> series;  // by the names of engine and workload

  // Null if it was not measured.
  const Series* Find(std::string_view engine, std::string_view workload) const;
};

// `text` is the file. Fails with what is wrong in it.
absl::StatusOr<Results> ParseResults(std::string_view text);

// Fails with one line that begins with the file's name.
absl::StatusOr<Results> LoadResults(const std::string& path);

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_COMPARE_RESULTS_H_
