// A run of bench_conntrack as it was written to a file: Google Benchmark's JSON.
#ifndef TIDEGATE_BENCH_CONNTRACK_REPORT_RESULTS_FILE_H_
#define TIDEGATE_BENCH_CONNTRACK_REPORT_RESULTS_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "conntrack/measurements.h"

namespace tidegate::bench {

struct Results {
  Measurements measurements;
  // What is known of the run; empty if it is not in the file.
  std::string date;     // "2026-11-23"
  std::string machine;  // given by whoever ran it
  std::string build;    // architecture and vector instructions
  std::string memory;   // kind of pages
  std::string cores;    // "2 x 2596 MHz"
  std::size_t repetitions = 0;
};

// `name`: of the file, for the line that says what is wrong with it.
absl::StatusOr<Results> ParseResults(std::string_view json, const std::string& name);
absl::StatusOr<Results> LoadResults(const std::string& path);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_REPORT_RESULTS_FILE_H_
