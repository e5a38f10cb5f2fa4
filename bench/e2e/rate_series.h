// What finished in each second of a run, and the seconds in which nothing did.
//
// Percentiles cannot show an outage: a connection that never finishes has no latency. A second without any finished
// connection can.
#ifndef TIDEGATE_BENCH_E2E_RATE_SERIES_H_
#define TIDEGATE_BENCH_E2E_RATE_SERIES_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tidegate::e2e {

class RateSeries {
 public:
  using Duration = std::chrono::nanoseconds;

  // One more finished, this long after the run began. REQUIRES: elapsed >= 0.
  void Add(Duration elapsed) {
    const auto second = static_cast<std::size_t>(elapsed / std::chrono::seconds(1));
    if (second >= counts_.size()) counts_.resize(second + 1);
    ++counts_[second];
  }

  // How many finished in the given second.
  std::uint64_t at(std::size_t second) const { return second < counts_.size() ? counts_[second] : 0; }

  // Whole seconds of a run of this length in which nothing finished; a second that is cut short by the end of the run
  // does not count.
  std::size_t Stalled(Duration run) const {
    const auto whole = static_cast<std::size_t>(run / std::chrono::seconds(1));
    std::size_t stalled = 0;
    for (std::size_t second = 0; second < whole; ++second) stalled += at(second) == 0 ? 1 : 0;
    return stalled;
  }

 private:
  std::vector<std::uint64_t> counts_;
};

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_RATE_SERIES_H_
