// What an entry has carried: five words for each slot, in an array that only a table with accounting has.
//
//    63            48 47                            0
//   +----------------+-------------------------------+
//   |  generation    |            payload            |    packets, bytes | packets, bytes | start
//   +----------------+-------------------------------+    original         reply
//
// Each word carries the generation's low 16 bits, as the tracker's words do, so that a handle kept too long adds
// nothing to another connection. A count stays at its greatest value, 2^48 - 1, instead of wrapping: 281 TB. The start
// is counted in 2^16 ns and so never wraps.
//
// Ordering. All accesses are relaxed: Open() comes before the release that turns the slot live, and whoever has a
// handle got it by an acquire load that pairs with that release. From then on the words are counters.
#ifndef TIDEGATE_TABLE_ACCOUNT_RECORD_H_
#define TIDEGATE_TABLE_ACCOUNT_RECORD_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "table/atomics.h"
#include "tidegate/account_counts.h"
#include "tidegate/time.h"

namespace tidegate {

template <class Atomics>
class AccountRecord {
 public:
  static constexpr std::uint64_t kMaxCount = (std::uint64_t{1} << 48) - 1;
  static constexpr int kStartShift = 16;

  // Begins a new entry at zero. REQUIRES: the caller has turned the slot busy.
  void Open(std::uint32_t generation, TimeNs now) {
    const std::uint64_t mark = Mark(generation);
    for (Direction& direction : directions_) {
      direction.packets.store(mark, std::memory_order_relaxed);
      direction.bytes.store(mark, std::memory_order_relaxed);
    }
    start_.store(mark | now >> kStartShift, std::memory_order_relaxed);
  }

  // Adds a packet. False if the slot has another entry by now: then nothing is added to that one.
  bool Add(std::uint32_t generation, std::size_t direction, std::uint32_t bytes, Writers writers = Writers::kMany) {
    const std::uint64_t mark = Mark(generation);
    Direction& counts = directions_[direction];
    return AddTo(counts.packets, mark, 1, writers) && AddTo(counts.bytes, mark, bytes, writers);
  }

  // All zero if the slot has another entry by now.
  AccountCounts Load(std::uint32_t generation) const {
    const std::uint64_t mark = Mark(generation);
    AccountCounts counts;
    bool same = Read(start_, mark, counts.start);
    counts.start <<= kStartShift;
    for (std::size_t i = 0; i < 2; ++i) {
      same &= Read(directions_[i].packets, mark, counts.packets[i]);
      same &= Read(directions_[i].bytes, mark, counts.bytes[i]);
    }
    return same ? counts : AccountCounts{};
  }

  // Brings what a packet of this direction adds to closer, to be written.
  void Prefetch(std::size_t direction) const { __builtin_prefetch(&directions_[direction], 1); }

 private:
  using Word = typename Atomics::template Atomic<std::uint64_t>;
  // Side by side: seven pairs of eight lie in one cache line.
  struct Direction {
    Word packets;
    Word bytes;
  };

  static std::uint64_t Mark(std::uint32_t generation) { return std::uint64_t{generation & 0xffff} << 48; }

  // Lock-free: starts again only if another thread has counted meanwhile.
  static bool AddTo(Word& word, std::uint64_t mark, std::uint64_t n, Writers writers) {
    std::uint64_t raw = word.load(std::memory_order_relaxed);
    std::uint64_t sum;
    do {
      if ((raw & ~kMaxCount) != mark) return false;
      sum = std::min((raw & kMaxCount) + n, kMaxCount);
      if (writers == Writers::kOne) {
        word.store(mark | sum, std::memory_order_relaxed);
        return true;
      }
    } while (!word.compare_exchange_strong(raw, mark | sum, std::memory_order_relaxed, std::memory_order_relaxed));
    return true;
  }
  static bool Read(const Word& word, std::uint64_t mark, std::uint64_t& payload) {
    const std::uint64_t raw = word.load(std::memory_order_relaxed);
    payload = raw & kMaxCount;
    return (raw & ~kMaxCount) == mark;
  }

  Direction directions_[2];  // original, reply
  Word start_;
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_ACCOUNT_RECORD_H_
