// Google Benchmark's reporter of the chosen format, which also counts failed benchmarks and, on the console, ends with
// the comparison.
#ifndef TIDEGATE_BENCH_CONNTRACK_REPORTER_H_
#define TIDEGATE_BENCH_CONNTRACK_REPORTER_H_

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "benchmark/benchmark.h"
#include "conntrack/measurements.h"

namespace tidegate::bench {

class Reporter : public benchmark::BenchmarkReporter {
 public:
  // `concurrent`: the tables that threads may share, separated by blanks. REQUIRES: benchmark::Initialize() was called.
  Reporter(bool compare, std::string_view concurrent)
      : inner_(benchmark::CreateDefaultDisplayReporter()), compare_(compare) {
    measurements_.SetConcurrent(concurrent);
  }

  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

  std::size_t failures() const { return failures_; }

 private:
  std::unique_ptr<benchmark::BenchmarkReporter> inner_;
  bool compare_;
  Measurements measurements_;
  std::size_t failures_ = 0;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_REPORTER_H_
