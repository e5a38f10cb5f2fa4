// How often keys were asked for lately: TinyLFU's sketch. Four rows of counters of four bits, of which the lowest of a
// key's counts (count-min); a doorkeeper, a Bloom filter that takes each key's first request, so that what is asked for
// once fills no counters. After ten requests for each entry of the cache all counts are halved and the doorkeeper is
// emptied, so that the past fades (Einziger, Friedman and Manes, TOS 2017).
//
// Eight bytes of counters and eight of the doorkeeper to an entry.
#ifndef TIDEGATE_TESTBED_REFERENCE_FREQUENCY_SKETCH_H_
#define TIDEGATE_TESTBED_REFERENCE_FREQUENCY_SKETCH_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "testbed/world/random.h"

namespace tidegate::testbed {

class FrequencySketch {
 public:
  FrequencySketch(std::uint32_t entries, std::uint64_t seed)
      : seed_(seed),
        words_(std::bit_ceil(std::max<std::uint32_t>(entries, kLeastEntries))),
        counters_(words_),
        door_(words_),
        period_(std::uint64_t{entries} * 10) {}

  void Count(std::uint64_t key) {
    const Hash hash = HashOf(key);
    if (!Enter(hash)) {
      for (std::uint32_t row = 0; row < kRows; ++row) Increment(CounterOf(hash, row));
    }
    if (++counted_ >= period_) Fade();
  }

  // At most 16.
  std::uint32_t Estimate(std::uint64_t key) const {
    const Hash hash = HashOf(key);
    std::uint64_t least = kMost;
    for (std::uint32_t row = 0; row < kRows; ++row) {
      const Counter counter = CounterOf(hash, row);
      least = std::min(least, counters_[counter.word] >> counter.shift & kMost);
    }
    return static_cast<std::uint32_t>(least) + static_cast<std::uint32_t>(IsInside(hash));
  }

 private:
  static constexpr std::uint32_t kRows = 4;
  static constexpr std::uint64_t kMost = 15;
  static constexpr std::uint32_t kLeastEntries = 64;  // smaller sketches are too narrow to tell keys apart

  struct Hash {
    std::uint32_t first;
    std::uint32_t step;
  };
  struct Counter {
    std::size_t word;
    std::uint32_t shift;
  };

  Hash HashOf(std::uint64_t key) const {
    const std::uint64_t bits = Random(key ^ seed_).Bits();
    return {static_cast<std::uint32_t>(bits), static_cast<std::uint32_t>(bits >> 32) | 1};
  }
  // A row is a quarter of the words, each of sixteen counters.
  Counter CounterOf(Hash hash, std::uint32_t row) const {
    const std::uint32_t bits = hash.first + row * hash.step;
    const std::uint32_t row_words = words_ / kRows;
    return {row * row_words + (bits >> 4 & (row_words - 1)), (bits & 15) * 4};
  }
  void Increment(Counter counter) {
    std::uint64_t& word = counters_[counter.word];
    if ((word >> counter.shift & kMost) < kMost) word += std::uint64_t{1} << counter.shift;
  }

  // The doorkeeper's two bits of a key, which are in one word.
  std::uint64_t DoorBits(Hash hash) const {
    return std::uint64_t{1} << (hash.step >> 26) | std::uint64_t{1} << (hash.step >> 20 & 63);
  }
  std::size_t DoorWord(Hash hash) const { return (hash.first ^ hash.step >> 1) & (words_ - 1); }
  bool IsInside(Hash hash) const { return (~door_[DoorWord(hash)] & DoorBits(hash)) == 0; }
  // Whether it was outside.
  bool Enter(Hash hash) {
    if (IsInside(hash)) return false;
    door_[DoorWord(hash)] |= DoorBits(hash);
    return true;
  }

  void Fade() {
    for (std::uint64_t& word : counters_) word = word >> 1 & 0x7777777777777777;
    std::fill(door_.begin(), door_.end(), 0);
    counted_ /= 2;
  }

  std::uint64_t seed_;
  std::uint32_t words_;
  std::vector<std::uint64_t> counters_;
  std::vector<std::uint64_t> door_;
  std::uint64_t period_;
  std::uint64_t counted_ = 0;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_FREQUENCY_SKETCH_H_
