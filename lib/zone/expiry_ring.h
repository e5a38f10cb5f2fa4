// Counts things that end at a known time, shared by all threads, without being told when they have ended.
//
// Overview. A ring of counters, one for each stretch of time of 2^kShift ns, and their total. A thing is counted in the
// counter its end falls into. When a stretch is over, whoever comes first takes its counter out of the total. So a
// thing counts until it has ended and at most one stretch longer: never less than there are.
//
// Synchronization. All is relaxed: these are numbers that nothing else hangs on. `open_` is the first stretch that is
// not over; it only grows, and each step of it belongs to the one thread whose compare-and-swap made it, which then
// takes the step's counters. Every change of a counter is made to the total as well, so the total is the sum of the
// counters whatever the threads' order, but for what is under way.
//
// Errors. A thread that is held up for the rest of a stretch between looking at `open_` and changing the counter
// changes one that was just taken out; so does an entry told of later than it ended. What it left there is taken with
// the counter's next turn, a ring later. So an error is as small as the number of threads held up at such a moment,
// and as short as a ring: nothing adds up.
#ifndef TIDEGATE_ZONE_EXPIRY_RING_H_
#define TIDEGATE_ZONE_EXPIRY_RING_H_

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "tidegate/time.h"

namespace tidegate {

// REQUIRES: things end less than kStretches - 1 stretches ahead of the clock.
template <int kShift, std::uint64_t kStretches>
class ExpiryRing {
 public:
  static_assert((kStretches & (kStretches - 1)) == 0);

  // Takes out what is over. Costs one load within a stretch.
  void Advance(TimeNs now) {
    if (open_.load(std::memory_order_relaxed) < now >> kShift) [[unlikely]]
      TakeUntil(now >> kShift);
  }

  // Changes the count of things that end at `end`, after an Advance() to about the same time. Nothing if their stretch
  // is over: they are taken out already.
  void Count(TimeNs end, std::int32_t change) {
    const std::uint64_t stretch = end >> kShift;
    if (stretch < open_.load(std::memory_order_relaxed)) return;
    counters_[stretch % kStretches].fetch_add(change, std::memory_order_relaxed);
    total_.fetch_add(change, std::memory_order_relaxed);
  }

  // May be below zero for a moment, while a thing is told of by two threads.
  std::int64_t total() const { return total_.load(std::memory_order_relaxed); }

 private:
  // Counters in a cache line: what is taken in one step after a pause.
  static constexpr std::uint64_t kStep = 64 / sizeof(std::int32_t);

  [[gnu::noinline]] void TakeUntil(std::uint64_t stretch) {
    std::uint64_t open = open_.load(std::memory_order_relaxed);
    // After a long pause all that the ring holds lies in the first turn; the rest of the way is empty.
    const std::uint64_t first = open;
    while (open < stretch) {
      const bool emptied = open - first >= kStretches;
      const std::uint64_t next = emptied ? stretch : std::min(open + kStep, stretch);
      if (!open_.compare_exchange_weak(open, next, std::memory_order_relaxed)) continue;
      if (!emptied) Take(open, next);
      open = next;
    }
  }

  void Take(std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t stretch = begin; stretch < end; ++stretch) {
      std::atomic<std::int32_t>& counter = counters_[stretch % kStretches];
      if (counter.load(std::memory_order_relaxed) == 0) continue;
      total_.fetch_sub(counter.exchange(0, std::memory_order_relaxed), std::memory_order_relaxed);
    }
  }

  alignas(64) std::atomic<std::uint64_t> open_{0};
  std::atomic<std::int64_t> total_{0};
  alignas(64) std::array<std::atomic<std::int32_t>, kStretches> counters_{};
};

}  // namespace tidegate

#endif  // TIDEGATE_ZONE_EXPIRY_RING_H_
