// The test's source of chance: the same seed makes the same conversations on every machine.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_RANDOM_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_RANDOM_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace tidegate::differential {

// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). The distributions of <random>
// differ between standard libraries, so they are not used.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  std::uint32_t Next32() { return static_cast<std::uint32_t>(Next() >> 32); }

  // REQUIRES: bound > 0. In [0, bound).
  std::uint32_t Below(std::uint32_t bound) { return static_cast<std::uint32_t>(Next32() * std::uint64_t{bound} >> 32); }
  // In [low, high].
  std::uint32_t Between(std::uint32_t low, std::uint32_t high) { return low + Below(high - low + 1); }
  bool Chance(std::uint32_t percent) { return Below(100) < percent; }

  template <class T, std::size_t kCount>
  const T& OneOf(const std::array<T, kCount>& choices) {
    return choices[Below(kCount)];
  }

 private:
  std::uint64_t state_;
};

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_RANDOM_H_
