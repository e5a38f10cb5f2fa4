// Collects measurements by the names of their benchmarks.
#include "conntrack/measurements.h"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <system_error>
#include <utility>

namespace tidegate::bench {
namespace {

constexpr std::string_view kRate = "items_per_second";

constexpr std::string_view kWorkloads[] = {"LookupHit", "LookupMiss", "Insert",   "CrrChurn",
                                           "Overload",  "Shared x1",  "Shared x2"};

bool TableBefore(const std::string& a, const std::string& b) {
  return std::tuple(!a.starts_with(kTidegate), a) < std::tuple(!b.starts_with(kTidegate), b);
}

bool WorkloadBefore(const std::string& a, const std::string& b) {
  const auto rank = [](const std::string& name) { return std::ranges::find(kWorkloads, name) - kWorkloads; };
  return rank(a) < rank(b);
}

void AddOnce(std::vector<std::string>& names, const std::string& name, auto before) {
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  names.insert(std::upper_bound(names.begin(), names.end(), name, before), name);
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::vector<double> Collect(const std::vector<Measurements::Figures>& repetitions, std::string_view figure) {
  std::vector<double> values;
  for (const Measurements::Figures& one : repetitions) {
    if (const auto found = one.find(figure); found != one.end()) values.push_back(found->second);
  }
  return values;
}

}  // namespace

std::optional<BenchmarkName> ParseBenchmarkName(std::string_view name) {
  constexpr std::string_view kPrefix = "BM_";
  constexpr std::string_view kThreads = "/threads:";
  const std::size_t open = name.find('<');
  const std::size_t close = name.find(">/");
  if (!name.starts_with(kPrefix) || open == std::string_view::npos || close == std::string_view::npos || close < open) {
    return std::nullopt;
  }
  BenchmarkName parsed{std::string(name.substr(kPrefix.size(), open - kPrefix.size())),
                       std::string(name.substr(open + 1, close - open - 1)), 0};
  const std::string_view rest = name.substr(close + 2);
  if (std::from_chars(rest.data(), rest.data() + rest.size(), parsed.resident).ec != std::errc()) return std::nullopt;
  if (const std::size_t threads = rest.find(kThreads); threads != std::string_view::npos) {
    parsed.workload.append(" x").append(rest.substr(threads + kThreads.size()));
  }
  return parsed;
}

Measurements::Cell* Measurements::CellOf(std::string_view benchmark, const Figures& figures) {
  const auto name = ParseBenchmarkName(benchmark);
  const auto rate = figures.find(kRate);
  if (!name || rate == figures.end() || !(rate->second > 0)) return nullptr;
  AddOnce(tables_, name->table, TableBefore);
  AddOnce(workloads_, name->workload, WorkloadBefore);
  sizes_.insert(name->resident);
  return &cells_[{name->resident, name->workload, name->table}];
}

void Measurements::Add(std::string_view benchmark, Figures figures) {
  if (Cell* cell = CellOf(benchmark, figures)) cell->repetitions.push_back(std::move(figures));
}

void Measurements::AddMedian(std::string_view benchmark, Figures figures) {
  if (Cell* cell = CellOf(benchmark, figures)) cell->medians = std::move(figures);
}

void Measurements::SetConcurrent(std::string_view tables) {
  std::istringstream names{std::string(tables)};
  concurrent_.clear();
  for (std::string name; names >> name;) concurrent_.insert(name);
}

const Measurements::Cell* Measurements::Find(std::uint64_t size, std::string_view workload,
                                             std::string_view table) const {
  const auto cell = cells_.find({size, std::string(workload), std::string(table)});
  return cell == cells_.end() ? nullptr : &cell->second;
}

// Of all repetitions, or the given median alone.
std::vector<double> Measurements::Values(std::uint64_t size, std::string_view workload, std::string_view table,
                                         std::string_view figure) const {
  const Cell* cell = Find(size, workload, table);
  if (cell == nullptr) return {};
  std::vector<double> values = Collect(cell->repetitions, figure);
  return values.empty() ? Collect({cell->medians}, figure) : values;
}

std::optional<double> Measurements::Figure(std::uint64_t size, std::string_view workload, std::string_view table,
                                           std::string_view figure) const {
  std::vector<double> values = Values(size, workload, table, figure);
  return values.empty() ? std::nullopt : std::optional(Median(std::move(values)));
}

std::optional<double> Measurements::Least(std::uint64_t size, std::string_view workload, std::string_view table,
                                          std::string_view figure) const {
  const std::vector<double> values = Values(size, workload, table, figure);
  return values.empty() ? std::nullopt : std::optional(*std::min_element(values.begin(), values.end()));
}

double Measurements::Nanoseconds(std::uint64_t size, std::string_view workload, std::string_view table) const {
  const auto rate = Figure(size, workload, table, kRate);
  return rate ? 1e9 / *rate : 0;
}

std::optional<Measurements::Range> Measurements::NanosecondsRange(std::uint64_t size, std::string_view workload,
                                                                  std::string_view table) const {
  const Cell* cell = Find(size, workload, table);
  if (cell == nullptr) return std::nullopt;
  const std::vector<double> rates = Collect(cell->repetitions, kRate);
  if (rates.empty()) return std::nullopt;
  const auto [slowest, fastest] = std::minmax_element(rates.begin(), rates.end());
  return Range{1e9 / *fastest, 1e9 / *slowest};
}

bool Measurements::Has(std::uint64_t size, std::string_view workload) const {
  return std::any_of(tables_.begin(), tables_.end(),
                     [&](const std::string& table) { return Find(size, workload, table) != nullptr; });
}

}  // namespace tidegate::bench
