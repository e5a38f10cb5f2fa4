// Adds up histograms.
#include "testbed/report/latency.h"

#include <map>

namespace tidegate::testbed {

Latencies::Latencies(const Seeds& seeds) {
  std::map<double, double> sums;
  for (const CellResult* result : seeds) {
    for (const auto& [upper_us, count] : result->setup_bins) sums[upper_us / 1e6] += count;
    gave_up_ += result->gave_up;
  }
  bins_.assign(sums.begin(), sums.end());
  for (const auto& [upper, count] : bins_) total_ += count;
  if (total_ > 0) total_ += gave_up_;
}

std::vector<std::pair<double, double>> Latencies::Ccdf() const {
  std::vector<std::pair<double, double>> points;
  double left = total_;
  for (const auto& [upper, count] : bins_) {
    if (count <= 0) continue;
    left -= count;
    points.emplace_back(upper, left / total_);
  }
  return points;
}

std::optional<double> Latencies::Quantile(double share) const {
  double within = 0;
  for (const auto& [upper, count] : bins_) {
    within += count;
    if (within >= share * total_) return upper;
  }
  return std::nullopt;
}

}  // namespace tidegate::testbed
