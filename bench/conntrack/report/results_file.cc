// Reads Google Benchmark's JSON.
#include "conntrack/report/results_file.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/status/status.h"
#include "conntrack/text.h"
#include "nlohmann/json.hpp"

namespace tidegate::bench {
namespace {

using Json = nlohmann::json;

// Empty if there is no such text.
std::string TextAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

Measurements::Figures FiguresOf(const Json& benchmark) {
  Measurements::Figures figures;
  for (const auto& [name, value] : benchmark.items()) {
    if (value.is_number()) figures[name] = value.get<double>();
  }
  return figures;
}

void AddBenchmark(const Json& benchmark, Results& results) {
  if (benchmark.contains("error_occurred")) return;
  const std::string name = TextAt(benchmark, "run_name");
  if (TextAt(benchmark, "run_type") == "iteration") results.measurements.Add(name, FiguresOf(benchmark));
  if (TextAt(benchmark, "aggregate_name") == "median") results.measurements.AddMedian(name, FiguresOf(benchmark));
  results.repetitions = std::max(results.repetitions, benchmark.value("repetitions", std::size_t{1}));
}

void ReadContext(const Json& context, Results& results) {
  results.date = TextAt(context, "date").substr(0, 10);
  results.machine = TextAt(context, "machine");
  results.build = TextAt(context, "architecture");
  results.memory = TextAt(context, "table_memory");
  if (context.contains("num_cpus") && context.contains("mhz_per_cpu")) {
    results.cores = Format("%u x %u MHz", context["num_cpus"].get<unsigned>(), context["mhz_per_cpu"].get<unsigned>());
  }
  results.measurements.SetConcurrent(TextAt(context, std::string(kConcurrentTables).c_str()));
}

absl::Status NotAsExpected(const std::string& name) {
  return absl::InvalidArgumentError(name + ": expected results of bench_conntrack, as --benchmark_format=json writes");
}

}  // namespace

absl::StatusOr<Results> ParseResults(std::string_view json, const std::string& name) {
  const Json root = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!root.is_object() || !root.contains("context") || !root.contains("benchmarks")) return NotAsExpected(name);
  Results results;
  try {
    ReadContext(root["context"], results);
    for (const Json& benchmark : root["benchmarks"]) AddBenchmark(benchmark, results);
  } catch (const Json::exception&) {  // a value of another type than the library writes
    return NotAsExpected(name);
  }
  if (results.measurements.tables().empty()) return NotAsExpected(name);
  return results;
}

absl::StatusOr<Results> LoadResults(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file.good()) return absl::NotFoundError(path + ": cannot be read");
  return ParseResults(text.view(), path);
}

}  // namespace tidegate::bench
