// Random numbers that are the same everywhere: the standard library's distributions may differ between versions of it.
#ifndef TIDEGATE_TESTBED_WORLD_RANDOM_H_
#define TIDEGATE_TESTBED_WORLD_RANDOM_H_

#include <cmath>
#include <cstdint>
#include <numbers>

#include "tidegate/time.h"

namespace tidegate::testbed {

// splitmix64 (S. Vigna).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Bits() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  // Below `end`. REQUIRES: end > 0.
  std::uint64_t Below(std::uint64_t end) {
    return static_cast<std::uint64_t>(static_cast<unsigned __int128>(Bits()) * end >> 64);
  }
  // In [0, 1).
  double Share() { return static_cast<double>(Bits() >> 11) * 0x1p-53; }
  bool Chance(double probability) { return Share() < probability; }
  double Exponential(double mean) { return -mean * std::log1p(-Share()); }
  TimeNs Exponential(TimeNs mean) { return static_cast<TimeNs>(Exponential(static_cast<double>(mean))); }
  // From `low` to `high`.
  TimeNs Between(TimeNs low, TimeNs high) { return low + Below(high - low + 1); }
  double Normal() { return std::sqrt(-2 * std::log1p(-Share())) * std::cos(2 * std::numbers::pi * Share()); }
  double LogNormal(double median, double sigma) { return median * std::exp(sigma * Normal()); }
  // At least `least`; the smaller `shape`, the heavier the tail.
  double Pareto(double least, double shape) { return least * std::pow(1 - Share(), -1 / shape); }

 private:
  std::uint64_t state_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORLD_RANDOM_H_
