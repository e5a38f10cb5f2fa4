// Results as JSON and as lines for people.
#include "e2e/load_result.h"

#include <cstdio>

#include "e2e/socket_util.h"

namespace tidegate::e2e {
namespace {

using Json = nlohmann::ordered_json;

double Seconds(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }
double Microseconds(std::chrono::nanoseconds time) { return std::chrono::duration<double, std::micro>(time).count(); }

std::uint64_t FinishedIn(const LoadResult& result, std::size_t second) {
  std::uint64_t sum = 0;
  for (const ClientRecord& client : result.clients) sum += client.finished.at(second);
  return sum;
}

std::size_t WholeSeconds(const LoadResult& result) {
  return static_cast<std::size_t>(result.elapsed / std::chrono::seconds(1));
}

Json PerSecond(const LoadResult& result) {
  Json rates = Json::array();
  for (std::size_t second = 0; second < WholeSeconds(result); ++second) rates.push_back(FinishedIn(result, second));
  return rates;
}

Json PerClient(const LoadResult& result) {
  Json clients = Json::array();
  for (const ClientRecord& client : result.clients) {
    Json rates = Json::array();
    for (std::size_t second = 0; second < WholeSeconds(result); ++second) rates.push_back(client.finished.at(second));
    clients.push_back({{"stalled_seconds", client.finished.Stalled(result.elapsed)},
                       {"tuples_used", client.walk.UsedAtLeast(1)},
                       {"tuples_used_more_than_once", client.walk.UsedAtLeast(2)},
                       {"per_second", rates}});
  }
  return clients;
}

Json Latency(const LatencyHistogram& latency) {
  return {{"mean", Microseconds(latency.mean())},
          {"p50", Microseconds(latency.Percentile(50))},
          {"p90", Microseconds(latency.Percentile(90))},
          {"p99", Microseconds(latency.Percentile(99))},
          {"p99_9", Microseconds(latency.Percentile(99.9))},
          {"max", Microseconds(latency.max())}};
}

// Pairs of microseconds and a count.
Json Bins(const LatencyHistogram& latency) {
  Json bins = Json::array();
  for (const auto& [middle, count] : latency.Bins()) bins.push_back({Microseconds(middle), count});
  return bins;
}

Json Failed(const LoadResult& result) {
  Json failed = Json::object();
  for (const auto& [error, count] : result.failed) failed[ErrorName(error)] = count;
  return failed;
}

Json Tuples(const LoadResult& result) {
  return {{"total", TuplesUsedAtLeast(result, 0)},
          {"used", TuplesUsedAtLeast(result, 1)},
          {"used_more_than_once", TuplesUsedAtLeast(result, 2)}};
}

}  // namespace

std::uint64_t FailedTotal(const LoadResult& result) {
  std::uint64_t sum = 0;
  for (const auto& [error, count] : result.failed) sum += count;
  return sum;
}

std::uint64_t StalledClientSeconds(const LoadResult& result) {
  std::uint64_t sum = 0;
  for (const ClientRecord& client : result.clients) sum += client.finished.Stalled(result.elapsed);
  return sum;
}

std::uint64_t TuplesUsedAtLeast(const LoadResult& result, unsigned uses) {
  std::uint64_t sum = 0;
  for (const ClientRecord& client : result.clients) sum += client.walk.UsedAtLeast(uses);
  return sum;
}

Json ToJson(const LoadResult& result, const ClientOptions& options) {
  const double elapsed = Seconds(result.elapsed);
  const auto done = static_cast<double>(options.mode == Mode::kCrr ? result.connections : result.transactions);
  return {{"mode", Name(options.mode)},
          {"close", Name(options.close)},
          {"clients", options.clients},
          {"concurrency", options.concurrency},
          {"ports", std::to_string(options.ports.first) + "-" + std::to_string(options.ports.last)},
          {"interrupted", result.interrupted},
          {"warm_up_s", options.warm_up_s},
          {"elapsed_s", elapsed},
          {"connections", result.connections},
          {"transactions", result.transactions},
          {"rate_per_s", elapsed > 0 ? done / elapsed : 0.0},
          {"latency_us", Latency(result.latency)},
          {"latency_histogram_us", Bins(result.latency)},
          {"slow_limit_s", options.slow_s},
          {"slow", result.slow},
          {"failed", FailedTotal(result)},
          {"failed_by_error", Failed(result)},
          {"open_at_end", result.at_end.open},
          {"overdue_at_end", result.at_end.overdue},
          {"unfinished", result.unfinished.open},
          {"oldest_unfinished_s", Seconds(result.unfinished.oldest)},
          {"stalled_client_seconds", StalledClientSeconds(result)},
          {"port_busy", result.port_busy},
          {"tuples", Tuples(result)},
          {"per_second", PerSecond(result)},
          {"per_client", PerClient(result)}};
}

Json ProgressJson(const LoadResult& result, const InFlight& in_flight) {
  const std::size_t seconds = WholeSeconds(result);
  return {{"elapsed_s", seconds},
          {"rate_per_s", seconds > 0 ? FinishedIn(result, seconds - 1) : 0},
          {"connections", result.connections},
          {"open", in_flight.open},
          {"overdue", in_flight.overdue},
          {"slow", result.slow},
          {"failed", FailedTotal(result)},
          {"stalled_client_seconds", StalledClientSeconds(result)}};
}

std::string ProgressText(const LoadResult& result, const InFlight& in_flight) {
  const Json line = ProgressJson(result, in_flight);
  std::string text;
  for (const auto& [key, value] : line.items()) text += (text.empty() ? "" : "  ") + key + " " + value.dump();
  return text;
}

}  // namespace tidegate::e2e
