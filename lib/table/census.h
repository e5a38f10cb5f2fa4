// How many entries of each class are alive, without walking the table and without anyone telling that they ended.
//
// Overview. A ring of counters for each class, one per expiry tick: an entry is counted in the tick its slot names. The
// entries alive are those in ticks still to come, so a running total is enough from which each tick is taken when it
// passes. An entry that is removed before its tick is taken out of its counter; one that is removed after has been
// taken already.
//
// Synchronization. One census for each worker, written by it alone; an entry may be added in one and removed in
// another, whose counter then goes below zero: only the sum means something. Readers see each total whole; sums taken
// while workers run are off by what is under way.
//
// Memory: 64 KiB for each worker, of which the ticks in use are touched.
#ifndef TIDEGATE_TABLE_CENSUS_H_
#define TIDEGATE_TABLE_CENSUS_H_

#include <array>
#include <atomic>
#include <cstdint>

#include "table/slot_word.h"
#include "table/ticks.h"
#include "tidegate/conn_state.h"

namespace tidegate {

class Census {
 public:
  // Takes out the ticks that have passed. The owner calls it with each burst; costs nothing within a tick.
  void Advance(const TickClock& clock) {
    if (clock.now <= now_) return;
    for (std::size_t cls = kFirstLive; cls < kConnClassCount; ++cls) {
      const int shift = TickShift(static_cast<ConnClass>(cls));
      if ((clock.now >> shift) - (now_ >> shift) > kMaxTicksAhead) Restart(cls, clock.ticks[cls]);
      while (passed_[cls] != clock.ticks[cls]) Pass(cls);
    }
    now_ = clock.now;
  }

  void Add(SlotWord word, std::int32_t count = 1) { Count(word, count); }
  void Remove(SlotWord word) { Count(word, -1); }

  // Any thread.
  std::int64_t Live(ConnClass cls) const {
    return live_[static_cast<std::size_t>(cls)].load(std::memory_order_relaxed);
  }
  // Of all classes.
  std::int64_t Live() const {
    std::int64_t sum = 0;
    for (const std::atomic<std::int64_t>& live : live_) sum += live.load(std::memory_order_relaxed);
    return sum;
  }

 private:
  static constexpr std::size_t kFirstLive = static_cast<std::size_t>(ConnClass::kHalfOpen);

  void Count(SlotWord word, std::int32_t change) {
    const auto cls = static_cast<std::size_t>(word.cls());
    if (TicksUntil(word.expiry_tick(), passed_[cls]) <= 0) return;
    ring_[cls][word.expiry_tick()] += change;
    AddLive(cls, change);
  }

  void Pass(std::size_t cls) {
    passed_[cls] = (passed_[cls] + 1) & kTickMask;
    std::int32_t& ended = ring_[cls][passed_[cls]];
    AddLive(cls, -ended);
    ended = 0;
  }

  // The clock jumped by more than the ring can tell (the first call, a long pause): everything counted has ended.
  void Restart(std::size_t cls, std::uint32_t tick) {
    ring_[cls].fill(0);
    live_[cls].store(0, std::memory_order_relaxed);
    passed_[cls] = tick;
  }

  // One writer: a plain addition, stored so that readers see it whole.
  void AddLive(std::size_t cls, std::int64_t change) {
    live_[cls].store(live_[cls].load(std::memory_order_relaxed) + change, std::memory_order_relaxed);
  }

  TimeNs now_ = 0;
  std::array<std::atomic<std::int64_t>, kConnClassCount> live_{};
  std::array<std::uint32_t, kConnClassCount> passed_{};
  std::array<std::array<std::int32_t, 1u << kTickBits>, kConnClassCount> ring_{};
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_CENSUS_H_
