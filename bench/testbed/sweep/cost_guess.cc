#include "testbed/sweep/cost_guess.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <utility>

namespace tidegate::testbed {
namespace {

// Connections a second of a workload that names no rate.
constexpr double kUsualRate = 2000;
// What is laid over is an attack, most of whose connections are a packet each.
constexpr double kAttackFactor = 0.1;
// The optima replay what was recorded a few times.
constexpr double kOptimumFactor = 4;

double NumberOr(const WorkloadSpec& spec, const std::string& name, double otherwise) {
  const auto found = spec.parameters.find(name);
  return found != spec.parameters.end() && found->is_number() ? found->get<double>() : otherwise;
}

double Connections(const WorkloadSpec& spec, double seconds) {
  const double begin = std::clamp(NumberOr(spec, "begin_s", 0), 0.0, seconds);
  const double end = std::clamp(NumberOr(spec, "end_s", seconds), begin, seconds);
  return NumberOr(spec, "rate", kUsualRate) * (end - begin) + NumberOr(spec, "connections", 0);
}

}  // namespace

double CostGuess(const Cell& cell) {
  const auto seconds = static_cast<double>(cell.seconds);
  double connections = Connections(cell.workload, seconds);
  for (const WorkloadSpec& spec : cell.overlay) connections += kAttackFactor * Connections(spec, seconds);
  return connections / static_cast<double>(cell.sample) * (cell.optimum ? kOptimumFactor : 1);
}

void SortLongestFirst(std::vector<SweepCell>& cells) {
  std::vector<std::pair<double, std::size_t>> order;
  order.reserve(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) order.emplace_back(-CostGuess(cells[i].cell), i);
  std::ranges::sort(order);
  std::vector<SweepCell> sorted;
  sorted.reserve(cells.size());
  for (const auto& [cost, i] : order) sorted.push_back(std::move(cells[i]));
  cells = std::move(sorted);
}

}  // namespace tidegate::testbed
