// Reads results. The library's exceptions about missing and wrong members end here.
#include "e2e/compare/results.h"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace tidegate::e2e {
namespace {

using Json = nlohmann::json;

Machine MachineOf(const Json& json) {
  return {json.at("processor"), json.at("processors"), json.at("kernel"),
          json.at("load_cpus"), json.at("poll_cpu"),   json.at("load_average_before")};
}

RunFigures FiguresOf(const Json& load) {
  const Json& latency = load.at("latency_us");
  return {load.at("rate_per_s"), latency.at("p50"), latency.at("p99"), latency.at("p99_9"),
          load.at("failed").get<std::uint64_t>() + load.at("unfinished").get<std::uint64_t>()};
}

void AddRun(const Json& run, Results& results) {
  Series& series = results.series[{run.at("engine"), run.at("workload")}];
  const Json& load = run.at("load");
  series.rounds[run.at("round")] = FiguresOf(load);
  for (const Json& bin : load.at("latency_histogram_us"))
    series.latency_counts[bin.at(0)] += bin.at(1).get<std::uint64_t>();
}

Results ResultsOf(const Json& json) {
  Results results;
  results.date = json.at("date");
  results.machine = MachineOf(json.at("machine"));
  results.rounds = json.at("rounds");
  results.seconds = json.at("seconds");
  results.warm_up = json.at("warm_up");
  results.rules = json.at("rules");
  for (const Json& engine : json.at("engines")) results.engines.push_back({engine.at("name"), engine.at("version")});
  for (const Json& skipped : json.at("skipped")) results.skipped.push_back({skipped.at("name"), skipped.at("reason")});
  for (const Json& run : json.at("runs")) AddRun(run, results);
  return results;
}

}  // namespace

const Series* Results::Find(std::string_view engine, std::string_view workload) const {
  const auto found = series.find({std::string(engine), std::string(workload)});
  return found == series.end() ? nullptr : &found->second;
}

absl::StatusOr<Results> ParseResults(std::string_view text) {
  try {
    return ResultsOf(Json::parse(text));
  } catch (const Json::exception& error) {
    return absl::InvalidArgumentError(std::string("expected what compare.sh writes: ") + error.what());
  }
}

absl::StatusOr<Results> LoadResults(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(path + ": cannot be read");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  absl::StatusOr<Results> results = ParseResults(text);
  if (results.ok()) return results;
  return absl::InvalidArgumentError(path + ": " + std::string(results.status().message()));
}

}  // namespace tidegate::e2e
