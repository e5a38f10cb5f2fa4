// The states an exploration has been to, each with the bounds that were left there.
//
// A hash table of 16 bytes a state with linear probing. A state's bounds are a set of pairs (preemptions, stale reads),
// eight of each, in one word: reached again with bounds below or equal to any of them, nothing new lies ahead.
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_KNOWN_STATES_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_KNOWN_STATES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "interleavings/strategy.h"

namespace tidegate::explore {

class KnownStates {
 public:
  static constexpr unsigned kMaxBound = 7;

  KnownStates() : entries_(std::size_t{1} << 12) {}

  std::size_t size() const { return size_; }
  void Clear() {
    std::fill(entries_.begin(), entries_.end(), Entry{});
    size_ = 0;
  }

  // True if the state is known with bounds as wide. Notes it otherwise.
  bool CoversOrAdd(std::uint64_t state, const Bounds& left) {
    if (2 * size_ >= entries_.size()) Grow();
    Entry& entry = Find(entries_, state);
    if ((entry.bounds & AsWideAs(left)) != 0) return true;
    size_ += entry.bounds == 0;
    entry.state = state;
    entry.bounds |= std::uint64_t{1} << (left.preemptions * 8 + left.stale_reads);
    return false;
  }

 private:
  struct Entry {
    std::uint64_t state = 0;
    std::uint64_t bounds = 0;  // 0: free
  };

  // The pairs of bounds that are as wide as `left`: those in its row from its column on, and in all rows above.
  static std::uint64_t AsWideAs(const Bounds& left) {
    const std::uint64_t columns = 0xffu & (0xffu << left.stale_reads);
    const std::uint64_t all_rows = columns * 0x0101010101010101ull;
    return all_rows & (~std::uint64_t{0} << (8 * left.preemptions));
  }

  static Entry& Find(std::vector<Entry>& entries, std::uint64_t state) {
    const std::size_t mask = entries.size() - 1;
    std::size_t i = state & mask;
    while (entries[i].bounds != 0 && entries[i].state != state) i = (i + 1) & mask;
    return entries[i];
  }

  void Grow() {
    std::vector<Entry> larger(entries_.size() * 4);
    for (const Entry& entry : entries_) {
      if (entry.bounds != 0) Find(larger, entry.state) = entry;
    }
    entries_.swap(larger);
  }

  std::vector<Entry> entries_;
  std::size_t size_ = 0;
};

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_KNOWN_STATES_H_
