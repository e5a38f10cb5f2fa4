// How long something took: bins of an eighth of an octave, from a microsecond to days.
#ifndef TIDEGATE_TESTBED_METRICS_TIME_HISTOGRAM_H_
#define TIDEGATE_TESTBED_METRICS_TIME_HISTOGRAM_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "tidegate/time.h"

namespace tidegate::testbed {

class TimeHistogram {
 public:
  static constexpr std::size_t kOctaves = 40;
  static constexpr std::size_t kParts = 8;
  static constexpr std::size_t kBins = kOctaves * kParts;

  void Add(TimeNs time) {
    ++bins_[BinOf(time / 1000)];
    ++count_;
    max_ = std::max(max_, time);
  }

  std::uint64_t count() const { return count_; }
  std::uint64_t max_us() const { return max_ / 1000; }
  std::uint64_t bin(std::size_t i) const { return bins_[i]; }

  // The first microsecond that lies behind a bin.
  static std::uint64_t EndOf(std::size_t bin) {
    if (bin < kParts) return bin + 1;
    const std::size_t octave = bin / kParts - 1;
    return (kParts + bin % kParts + 1) << octave;
  }

  // In microseconds: the least end of a bin that this share of all times lies before, but not more than the largest
  // one.
  std::uint64_t Quantile(double share) const {
    const double wanted = share * static_cast<double>(count_);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < kBins; ++i) {
      sum += bins_[i];
      if (sum != 0 && static_cast<double>(sum) >= wanted) return std::min(EndOf(i), max_us());
    }
    return max_us();
  }

 private:
  // Exact below kParts, then kParts of each octave.
  static std::size_t BinOf(std::uint64_t us) {
    if (us < kParts) return us;
    const auto octave = static_cast<std::size_t>(std::bit_width(us)) - static_cast<std::size_t>(std::bit_width(kParts));
    return std::min(kBins - 1, (octave + 1) * kParts + (us >> octave) - kParts);
  }

  std::array<std::uint64_t, kBins> bins_{};
  std::uint64_t count_ = 0;
  TimeNs max_ = 0;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_METRICS_TIME_HISTOGRAM_H_
