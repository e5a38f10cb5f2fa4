// Bins of times, and the cost of the clock.
#include "conntrack/operation_times.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace tidegate::bench {

std::size_t OperationTimes::BinOf(std::uint64_t ns) {
  const auto power = static_cast<unsigned>(std::bit_width(ns >> kBits));  // 0: the bin is the value
  if (power <= 1) return ns;
  const unsigned shift = power - 1;
  return std::min<std::size_t>((std::size_t{shift} << kBits) + (ns >> shift), kBins - 1);
}

double OperationTimes::Middle(std::size_t bin) {
  if (bin < (std::size_t{2} << kBits)) return static_cast<double>(bin);
  const std::size_t shift = (bin >> kBits) - 1;
  const std::uint64_t first = ((bin & ((std::size_t{1} << kBits) - 1)) + (std::size_t{1} << kBits)) << shift;
  return static_cast<double>(first) + static_cast<double>((std::uint64_t{1} << shift) - 1) / 2;
}

void OperationTimes::Add(std::uint64_t ns) {
  ++bins_[BinOf(ns)];
  ++count_;
  max_ = std::max(max_, ns);
}

double OperationTimes::Percentile(double percent) const {
  const auto rank = static_cast<std::uint64_t>(std::ceil(static_cast<double>(count_) * percent / 100));
  std::uint64_t below = 0;
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    below += bins_[bin];
    if (below >= rank && below > 0) return std::min(Middle(bin), max());
  }
  return 0;
}

// The smallest of many, as an interruption is no part of the cost.
StopWatch::StopWatch() {
  std::int64_t cost = 1'000'000;
  Start();
  for (int i = 0; i < 1000; ++i) cost = std::min(cost, static_cast<std::int64_t>(Lap()));
  cost_ = cost;
  Start();
}

}  // namespace tidegate::bench
