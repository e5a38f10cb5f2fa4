// A small comparison for tests, as compare.sh would write it.
#ifndef TIDEGATE_BENCH_E2E_COMPARE_TEST_SUPPORT_RESULTS_H_
#define TIDEGATE_BENCH_E2E_COMPARE_TEST_SUPPORT_RESULTS_H_

#include <nlohmann/json.hpp>
#include <string>

namespace tidegate::e2e {

// A run with these figures; the latencies are two at p50 and one at p99.
inline nlohmann::json Run(int round, const std::string& engine, const std::string& workload, double rate, double p50,
                          double p99) {
  return {{"round", round},
          {"engine", engine},
          {"workload", workload},
          {"load",
           {{"rate_per_s", rate},
            {"failed", 0},
            {"unfinished", 0},
            {"latency_us", {{"p50", p50}, {"p99", p99}, {"p99_9", p99}}},
            {"latency_histogram_us", {{p50, 2}, {p99, 1}}}}}};
}

// Two rounds. CRR: Tidegate is at 0.9 and 1.0 of testpmd's rate. RR: at 1.2 and 1.6 of its p99.
inline nlohmann::json Comparison() {
  return {{"date", "2026-01-02T03:04:05Z"},
          {"machine",
           {{"processor", "Some <processor>"},
            {"processors", 2},
            {"kernel", "Linux 6.1"},
            {"load_cpus", "0"},
            {"poll_cpu", "1"},
            {"load_average_before", "0.10"}}},
          {"rounds", 2},
          {"seconds", 2},
          {"warm_up", 0.5},
          {"rules", 10},
          {"engines", {{{"name", "tidegate"}, {"version", "0.1.0"}}, {{"name", "testpmd"}, {"version", "DPDK 22.11"}}}},
          {"skipped", {{{"name", "ovs"}, {"reason", "no /dev/net/tun"}}}},
          {"runs",
           {Run(1, "tidegate", "crr4", 9000, 100, 900), Run(1, "testpmd", "crr4", 10000, 100, 900),
            Run(2, "tidegate", "crr4", 20000, 50, 400), Run(2, "testpmd", "crr4", 20000, 50, 400),
            Run(1, "tidegate", "rr1", 5000, 40, 120), Run(1, "testpmd", "rr1", 5000, 40, 100),
            Run(2, "tidegate", "rr1", 5000, 40, 1600), Run(2, "testpmd", "rr1", 5000, 40, 1000)}}};
}

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_COMPARE_TEST_SUPPORT_RESULTS_H_
