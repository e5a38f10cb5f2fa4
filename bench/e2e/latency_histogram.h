// Latencies from a microsecond to a quarter of an hour, in bins that are each one per cent wide.
//
// A percentile is read at the middle of its bin, so it is wrong by at most half a per cent; the largest latency is kept
// exactly. One thread.
#ifndef TIDEGATE_BENCH_E2E_LATENCY_HISTOGRAM_H_
#define TIDEGATE_BENCH_E2E_LATENCY_HISTOGRAM_H_

#include <boost/histogram.hpp>
#include <chrono>
#include <cstdint>
#include <tuple>
#include <vector>

namespace tidegate::e2e {

class LatencyHistogram {
 public:
  using Duration = std::chrono::nanoseconds;

  LatencyHistogram();

  // Cost: a logarithm and an increment.
  void Add(Duration latency);

  // The smallest latency that at least `percent` of all are not above; 0 if there are none.
  // REQUIRES: 0 < percent <= 100.
  Duration Percentile(double percent) const;

  // Bins that are not empty, by rising latency; the middle of a bin stands for its latencies.
  struct Bin {
    Duration latency;
    std::uint64_t count;
  };
  std::vector<Bin> Bins() const;

  Duration max() const { return max_; }
  Duration mean() const { return count_ == 0 ? Duration(0) : sum_ / static_cast<std::int64_t>(count_); }
  std::uint64_t count() const { return count_; }

 private:
  using Axis = boost::histogram::axis::regular<double, boost::histogram::axis::transform::log>;
  using Counts = boost::histogram::dense_storage<std::uint64_t>;

  boost::histogram::histogram<std::tuple<Axis>, Counts> bins_;
  std::uint64_t count_ = 0;
  Duration sum_{0};
  Duration max_{0};
};

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_LATENCY_HISTOGRAM_H_
