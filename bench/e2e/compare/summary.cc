// Medians, ratios and tails.
#include "e2e/compare/summary.h"

#include <algorithm>

namespace tidegate::e2e {

Range RangeOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  const double median = values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  return {median, values.front(), values.back()};
}

Range RangeOf(const Series& series, Measure measure) {
  std::vector<double> values;
  for (const auto& [round, figures] : series.rounds) values.push_back(figures.*measure);
  return RangeOf(std::move(values));
}

std::vector<double> RatiosOf(const Results& results, std::string_view engine, std::string_view workload,
                             Measure measure) {
  std::vector<double> ratios;
  const Series* series = results.Find(engine, workload);
  const Series* reference = results.Find(kReference, workload);
  if (series == nullptr || reference == nullptr || series == reference) return ratios;
  for (const auto& [round, figures] : series->rounds) {
    const auto other = reference->rounds.find(round);
    if (other == reference->rounds.end() || other->second.*measure <= 0) continue;
    ratios.push_back(figures.*measure / (other->second.*measure));
  }
  return ratios;
}

const std::vector<Target>& Targets() {
  static const std::vector<Target> targets = {
      {"crr1", "TCP_CRR, 1 client: connections per second", &RunFigures::rate, 0.95, true},
      {"crr4", "TCP_CRR, 4 clients: connections per second", &RunFigures::rate, 0.95, true},
      {"rr1", "TCP_RR, 1 client: p99", &RunFigures::p99_us, 1.1, false},
      {"rr4", "TCP_RR, 4 clients: p99", &RunFigures::p99_us, 1.1, false}};
  return targets;
}

std::vector<Outcome> OutcomesOf(const Results& results) {
  std::vector<Outcome> outcomes;
  for (const Target& target : Targets()) {
    const std::vector<double> ratios = RatiosOf(results, "tidegate", target.workload, target.measure);
    if (ratios.empty()) continue;
    const Range range = RangeOf(ratios);
    const bool met = target.at_least ? range.median >= target.limit : range.median <= target.limit;
    outcomes.push_back({target, ratios, range, met});
  }
  return outcomes;
}

std::vector<TailPoint> TailOf(const Series& series) {
  std::uint64_t total = 0;
  for (const auto& [us, count] : series.latency_counts) total += count;
  std::vector<TailPoint> tail;
  std::uint64_t longer = total;
  for (const auto& [us, count] : series.latency_counts) {
    longer -= count;
    if (longer != 0) tail.push_back({us, static_cast<double>(longer) / static_cast<double>(total)});
  }
  return tail;
}

}  // namespace tidegate::e2e
