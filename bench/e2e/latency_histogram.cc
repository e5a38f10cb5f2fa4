// The histogram's bins are Boost.Histogram's: a regular axis over the logarithm.
#include "e2e/latency_histogram.h"

#include <algorithm>
#include <cmath>

namespace tidegate::e2e {
namespace {

constexpr double kLowestNs = 1e3;
constexpr double kHighestNs = 1e12;
// ln(1e9) / ln(1.01), rounded up.
constexpr unsigned kBins = 2083;

}  // namespace

LatencyHistogram::LatencyHistogram() : bins_(std::tuple<Axis>(Axis(kBins, kLowestNs, kHighestNs)), Counts()) {}

void LatencyHistogram::Add(Duration latency) {
  bins_(std::max(static_cast<double>(latency.count()), kLowestNs));
  ++count_;
  sum_ += latency;
  max_ = std::max(max_, latency);
}

LatencyHistogram::Duration LatencyHistogram::Percentile(double percent) const {
  const auto rank = static_cast<std::uint64_t>(std::ceil(static_cast<double>(count_) * percent / 100.0));
  if (rank >= count_) return max_;
  std::uint64_t below = 0;
  for (int i = 0; i < static_cast<int>(kBins); ++i) {
    below += bins_.at(i);
    if (below < rank) continue;
    const double middle = bins_.axis().value(i + 0.5);
    return std::min(Duration(std::llround(middle)), max_);
  }
  return max_;
}

std::vector<LatencyHistogram::Bin> LatencyHistogram::Bins() const {
  std::vector<Bin> bins;
  for (int i = 0; i < static_cast<int>(kBins); ++i) {
    if (bins_.at(i) != 0) bins.push_back({Duration(std::llround(bins_.axis().value(i + 0.5))), bins_.at(i)});
  }
  return bins;
}

}  // namespace tidegate::e2e
