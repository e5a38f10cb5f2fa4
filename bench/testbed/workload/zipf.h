// Which of many is asked for, where the k-th most popular one is asked for in proportion to 1 / k^exponent.
#ifndef TIDEGATE_TESTBED_WORKLOAD_ZIPF_H_
#define TIDEGATE_TESTBED_WORKLOAD_ZIPF_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "testbed/world/random.h"

namespace tidegate::testbed {

class Zipf {
 public:
  // REQUIRES: count > 0.
  Zipf(std::uint64_t count, double exponent) {
    double sum = 0;
    for (std::uint64_t k = 1; k <= count; ++k) sums_.push_back(sum += std::pow(static_cast<double>(k), -exponent));
  }

  // From 0, the most popular one.
  std::uint32_t Draw(Random& random) const {
    const double at = random.Share() * sums_.back();
    const auto found = std::upper_bound(sums_.begin(), sums_.end() - 1, at);
    return static_cast<std::uint32_t>(found - sums_.begin());
  }

 private:
  std::vector<double> sums_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_ZIPF_H_
