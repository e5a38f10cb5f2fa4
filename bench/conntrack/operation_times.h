// Times of single operations, from a nanosecond up, for percentiles far out.
//
// Bins are 1/32 of a power of two wide, so a percentile is wrong by at most 1.6 per cent; the largest time is exact.
// Fixed memory, an addition costs an increment: it may stand in a timed loop.
#ifndef TIDEGATE_BENCH_CONNTRACK_OPERATION_TIMES_H_
#define TIDEGATE_BENCH_CONNTRACK_OPERATION_TIMES_H_

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace tidegate::bench {

class OperationTimes {
 public:
  // REQUIRES: ns < 2^40, 18 minutes.
  void Add(std::uint64_t ns);

  // The smallest time that at least `percent` of all are not above; 0 if there are none.
  // REQUIRES: 0 < percent <= 100.
  double Percentile(double percent) const;
  double max() const { return static_cast<double>(max_); }
  std::uint64_t count() const { return count_; }

 private:
  // Below 64 each nanosecond has a bin; above, each power of two has 32.
  static constexpr unsigned kBits = 5;
  static constexpr unsigned kPowers = 40;
  static constexpr std::size_t kBins = (kPowers - kBits + 1) << kBits;

  static std::size_t BinOf(std::uint64_t ns);
  static double Middle(std::size_t bin);

  std::array<std::uint64_t, kBins> bins_{};
  std::uint64_t count_ = 0;
  std::uint64_t max_ = 0;
};

// Measures from one call to the next. What reading the clock itself takes, 20 to 40 ns, is measured at the start and
// taken off.
class StopWatch {
 public:
  StopWatch();

  void Start() { last_ = Clock::now(); }
  // Nanoseconds since Start() or the last Lap().
  std::uint64_t Elapsed() const { return Since(Clock::now()); }
  std::uint64_t Lap() {
    const Clock::time_point now = Clock::now();
    const std::uint64_t ns = Since(now);
    last_ = now;
    return ns;
  }

 private:
  using Clock = std::chrono::steady_clock;

  std::uint64_t Since(Clock::time_point now) const {
    const std::int64_t ns = std::chrono::nanoseconds(now - last_).count() - cost_;
    return ns < 0 ? 0 : static_cast<std::uint64_t>(ns);
  }

  std::int64_t cost_ = 0;
  Clock::time_point last_;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_OPERATION_TIMES_H_
