// What a run of the load found out, while it runs and at its end.
#ifndef TIDEGATE_BENCH_E2E_LOAD_RESULT_H_
#define TIDEGATE_BENCH_E2E_LOAD_RESULT_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "e2e/latency_histogram.h"
#include "e2e/load_options.h"
#include "e2e/rate_series.h"
#include "e2e/tuple_walk.h"

namespace tidegate::e2e {

// One client's part.
struct ClientRecord {
  TupleWalk walk;
  RateSeries finished;  // connections (crr) or transactions (rr)
};

// What is in flight at one moment.
struct InFlight {
  std::uint64_t open = 0;
  std::uint64_t overdue = 0;  // of them, already slower than the limit
  std::chrono::nanoseconds oldest{0};
};

struct LoadResult {
  std::vector<ClientRecord> clients;
  LatencyHistogram latency;             // connect to answer (crr), byte to byte (rr)
  std::chrono::nanoseconds elapsed{0};  // from the first connect to the last moment at which new ones were started
  std::uint64_t connections = 0;        // finished: closed by both sides as agreed
  std::uint64_t transactions = 0;       // answered bytes
  std::uint64_t slow = 0;               // of them, slower than the limit
  std::uint64_t port_busy = 0;          // the kernel still held the tuple; the next port was taken instead
  std::map<int, std::uint64_t> failed;  // by errno
  InFlight at_end;                      // when the time was up
  InFlight unfinished;                  // after a grace of the slow limit for the rest
  bool interrupted = false;
};

std::uint64_t FailedTotal(const LoadResult& result);
std::uint64_t StalledClientSeconds(const LoadResult& result);
std::uint64_t TuplesUsedAtLeast(const LoadResult& result, unsigned uses);

// The whole result, as --json writes it.
nlohmann::ordered_json ToJson(const LoadResult& result, const ClientOptions& options);

// One second of it, as --progress shows it.
nlohmann::ordered_json ProgressJson(const LoadResult& result, const InFlight& in_flight);
std::string ProgressText(const LoadResult& result, const InFlight& in_flight);

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_LOAD_RESULT_H_
