// A trace of keys as tests and benchmarks ask for them.
#ifndef TIDEGATE_TESTBED_REFERENCE_ZIPF_TRACE_H_
#define TIDEGATE_TESTBED_REFERENCE_ZIPF_TRACE_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "testbed/world/random.h"

namespace tidegate::testbed {

// `length` requests, independent of each other, for `keys` keys: the k-th most popular is asked for with a probability
// proportional to 1 / k^skew. Keys are hashes, as those of connections are.
inline std::vector<std::uint64_t> ZipfTrace(std::size_t length, std::size_t keys, double skew, std::uint64_t seed) {
  std::vector<double> up_to(keys);
  double sum = 0;
  for (std::size_t k = 0; k < keys; ++k) up_to[k] = sum += std::pow(static_cast<double>(k + 1), -skew);
  std::vector<std::uint64_t> trace(length);
  Random random(seed);
  for (std::uint64_t& key : trace) {
    const auto rank = std::upper_bound(up_to.begin(), up_to.end() - 1, random.Share() * sum) - up_to.begin();
    key = Random(static_cast<std::uint64_t>(rank)).Bits();
  }
  return trace;
}

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_ZIPF_TRACE_H_
