// Means and intervals.
#include "testbed/report/stats.h"

#include <array>
#include <cmath>
#include <numeric>
#include <vector>

namespace tidegate::testbed {
namespace {

// By degrees of freedom, from 1.
constexpr std::array kT95 = {12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
                             2.2010,  2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860,
                             2.0796,  2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423};

}  // namespace

double StudentT95(std::size_t degrees) {
  if (degrees <= kT95.size()) return kT95[degrees - 1];
  // The normal quantile, corrected (Abramowitz and Stegun 26.7.5): to 0.0001.
  const auto nu = static_cast<double>(degrees);
  return 1.95996 + 2.3723 / nu + 2.823 / (nu * nu);
}

Estimate EstimateOf(std::span<const double> values) {
  Estimate estimate;
  estimate.count = values.size();
  if (values.empty()) return estimate;
  const auto count = static_cast<double>(values.size());
  estimate.mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  if (values.size() < 2) return estimate;
  double squares = 0;
  for (const double value : values) squares += (value - estimate.mean) * (value - estimate.mean);
  estimate.half_width = StudentT95(values.size() - 1) * std::sqrt(squares / (count - 1) / count);
  return estimate;
}

Estimate PairedDifference(std::span<const double> a, std::span<const double> b) {
  std::vector<double> differences(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) differences[i] = a[i] - b[i];
  return EstimateOf(differences);
}

}  // namespace tidegate::testbed
