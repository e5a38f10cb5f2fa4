// What one thread brings to a table: the time of its burst and its counters.
#ifndef TIDEGATE_TABLE_TABLE_WORKER_H_
#define TIDEGATE_TABLE_TABLE_WORKER_H_

#include <array>
#include <atomic>
#include <cstdint>

#include "table/atomics.h"
#include "table/census.h"
#include "table/life_word.h"
#include "table/spill_rule.h"
#include "table/ticks.h"
#include "table/zone_counter.h"
#include "tidegate/conn_state.h"

namespace tidegate {

// A counter that one thread writes and any thread reads.
class OwnedCounter {
 public:
  void Add(std::uint64_t n = 1) { value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed); }
  std::uint64_t Get() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

// One for each thread and table. REQUIRES: BeginBurst() before the first use, and time does not run backwards.
struct TableWorker {
  void BeginBurst(TimeNs now) {
    const TimeNs before = clock.now;
    clock.MoveTo(now);
    // No class's tick can have passed before the finest one's has.
    if (before >> kFinestTickShift != now >> kFinestTickShift) census.Advance(clock);
  }

  // An entry left its slot to make room: evicted if it was alive, reclaimed if it had expired or is reopened.
  // `counted`: by MayCount().
  void CountReplaced(SlotWord old, bool alive, bool counted, bool reopened) {
    (alive && !reopened ? evicted : reclaimed)[static_cast<std::size_t>(old.cls())].Add();
    if (counted) census.Remove(old);
  }

  // Whether the tick of an entry's slot is to be believed where it says that the entry is counted still. It may also be
  // to come if the entry has expired by its record: another worker, whose clock is behind, has just shortened its life
  // and not told the slot yet. But of an entry that ended long ago it was taken out of the census, and looks like one
  // to come only because ticks wrap (ticks.h).
  bool MayCount(LifeWord life) const { return !life.Expired(clock.now - kClocksApart); }

  // 64 random bits (splitmix64, S. Vigna). Not for secrets.
  std::uint64_t Draw() {
    std::uint64_t z = dice += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }

  TickClock clock{0};
  std::uint64_t dice = 0;  // what Draw() begins with
  SpillRule spill_rule;
  // kOne: no other worker uses the table at the same time. It may change between two bursts.
  Writers writers = Writers::kMany;
  Census census;
  ZoneCounter* zones = nullptr;  // null: nobody counts by zone
  std::array<OwnedCounter, kConnClassCount> evicted;
  std::array<OwnedCounter, kConnClassCount> reclaimed;
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_TABLE_WORKER_H_
