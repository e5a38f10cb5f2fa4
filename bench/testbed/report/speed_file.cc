// Reads speeds.
#include "testbed/report/speed_file.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

#include "absl/status/status.h"
#include "testbed/report/cat.h"
#include "testbed/report/fields.h"

namespace tidegate::testbed {
namespace {

constexpr std::string_view kEvict = "BM_Evict<";
constexpr std::string_view kHit = "BM_Hit<";

// The repetitions of each name, in the order of the file.
using Times = std::vector<std::pair<std::string, std::vector<double>>>;

std::optional<double> UnitNs(std::string_view unit) {
  if (unit == "ns") return 1;
  if (unit == "us") return 1e3;
  if (unit == "ms") return 1e6;
  if (unit == "s") return 1e9;
  return std::nullopt;
}

// Of one item where an iteration is a batch of them. Such a rate stands in seconds, whatever the unit of the times.
double NsPerItem(Fields& fields, double iteration_ns) {
  const double items_per_second = fields.NumberOr("items_per_second", 0);
  return items_per_second > 0 ? 1e9 / items_per_second : iteration_ns;
}

absl::Status AddTime(const Json& benchmark, const std::string& where, Times& times) {
  Fields fields(benchmark, where);
  const std::string name = fields.TextOr("run_name", fields.TextOr("name", ""));
  const bool wanted = name.starts_with(kEvict) || name.starts_with(kHit);
  // With --benchmark_report_aggregates_only there are no repetitions, but their median.
  const bool time =
      fields.TextOr("run_type", "iteration") == "iteration" || fields.TextOr("aggregate_name", "") == "median";
  if (!wanted || !time || benchmark.contains("error_occurred")) return fields.status();
  const double real_time = fields.Number("real_time");
  const std::optional<double> unit = UnitNs(fields.TextOr("time_unit", "ns"));
  if (!unit) fields.Fail("time_unit", "ns, us, ms or s");
  const double ns = NsPerItem(fields, real_time * unit.value_or(1));
  if (!fields.status().ok()) return fields.status();
  auto place = std::ranges::find(times, name, &Times::value_type::first);
  if (place == times.end()) place = times.insert(times.end(), {name, {}});
  place->second.push_back(ns);
  return absl::OkStatus();
}

double Median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

// "BM_Evict<lru>/4096": "lru".
std::string PolicyIn(std::string_view name) {
  const std::size_t open = name.find('<');
  return std::string(name.substr(open + 1, name.find('>') - open - 1));
}

Speeds SpeedsFrom(const Times& times) {
  Speeds speeds;
  for (const auto& [name, values] : times) {
    auto& into = name.starts_with(kEvict) ? speeds.evict_ns : speeds.hit_ns;
    into.emplace(PolicyIn(name), Median(values));
  }
  return speeds;
}

}  // namespace

absl::StatusOr<Speeds> ParseSpeeds(std::string_view json, const std::string& name) {
  const Json root = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  const Json* benchmarks = root.is_object() ? FindPath(root, "benchmarks") : nullptr;
  if (benchmarks == nullptr || !benchmarks->is_array()) {
    return absl::InvalidArgumentError(Cat(name, ": expected Google Benchmark's JSON"));
  }
  Times times;
  for (const Json& benchmark : *benchmarks) {
    const std::string where = Cat(name, ": benchmark ", &benchmark - &benchmarks->front() + 1);
    if (absl::Status status = AddTime(benchmark, where, times); !status.ok()) return status;
  }
  if (times.empty()) {
    return absl::InvalidArgumentError(Cat(name, ": has neither BM_Evict<POLICY> nor BM_Hit<POLICY>"));
  }
  return SpeedsFrom(times);
}

absl::StatusOr<Speeds> LoadSpeeds(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file.good()) return absl::NotFoundError(Cat(path, ": cannot be read"));
  return ParseSpeeds(text.view(), path);
}

}  // namespace tidegate::testbed
