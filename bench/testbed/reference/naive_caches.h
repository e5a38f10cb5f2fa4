// The classic policies once more, as plainly as their papers print them: lists of keys that are searched from one end
// to the other. Too slow for anything but to check the others by.
#ifndef TIDEGATE_TESTBED_REFERENCE_NAIVE_CACHES_H_
#define TIDEGATE_TESTBED_REFERENCE_NAIVE_CACHES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tidegate::testbed {

struct NaiveCache {
  std::string_view policy;
  std::uint64_t (*count_misses)(std::size_t slots, std::span<const std::uint64_t> keys);
};

std::span<const NaiveCache> NaiveCaches();

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_NAIVE_CACHES_H_
