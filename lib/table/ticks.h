// Coarse time: how a slot's 11 bits tell when its entry ends.
//
// Overview. Each class has its own tick, short where entries live for seconds and long where they live for days. A slot
// holds the tick in which its entry ends, rounded down and modulo 2048: a lower bound. Before that tick the entry is
// alive for certain and nobody needs to look further; from then on its record, which has the exact time, decides.
//
// Wrapping. A tick is read as lying up to 1023 ticks ahead or 1024 behind. Entries that end later than that are given
// the latest tick that can be said; the bound is then renewed when it has passed. An entry that ended more than 1024
// ticks ago would look alive again. Therefore each set is visited at least once per epoch, which is shorter, before its
// slots are believed (ConnTable::VisitSet).
#ifndef TIDEGATE_TABLE_TICKS_H_
#define TIDEGATE_TABLE_TICKS_H_

#include <algorithm>
#include <array>
#include <cstdint>

#include "tidegate/conn_state.h"
#include "tidegate/time.h"

namespace tidegate {

inline constexpr int kTickBits = 11;
inline constexpr std::uint32_t kTickMask = (1u << kTickBits) - 1;
inline constexpr std::int32_t kMaxTicksAhead = (1 << (kTickBits - 1)) - 1;

// log2 of a tick in nanoseconds, by class: 0.54 s, 69 s, and 2.1 s for the others.
constexpr int TickShift(ConnClass cls) {
  switch (cls) {
    case ConnClass::kHalfOpen:
      return 29;
    case ConnClass::kEstablished:
      return 36;
    default:
      return 31;
  }
}

inline constexpr int kFinestTickShift = TickShift(ConnClass::kHalfOpen);

constexpr std::uint32_t TickOf(ConnClass cls, TimeNs time) {
  return static_cast<std::uint32_t>(time >> TickShift(cls)) & kTickMask;
}

// The ticks from `now` until `tick`: at most 0 if it has come, negative if it has passed.
constexpr std::int32_t TicksUntil(std::uint32_t tick, std::uint32_t now_tick) {
  const std::uint32_t distance = (tick - now_tick) & kTickMask;
  return distance <= kMaxTicksAhead ? static_cast<std::int32_t>(distance)
                                    : static_cast<std::int32_t>(distance) - (1 << kTickBits);
}

// The latest tick that is written lies this far within what can be read, so that a worker whose clock is a little
// behind the writer's takes it for one to come as well: 34 s for half-open entries, more for the others.
inline constexpr std::int32_t kClockTicksApart = 64;
inline constexpr TimeNs kClocksApart = TimeNs{kClockTicksApart} << kFinestTickShift;

// The tick to write for an entry that ends at `expiry`.
constexpr std::uint32_t ExpiryTick(ConnClass cls, TimeNs expiry, TimeNs now) {
  const int shift = TickShift(cls);
  const TimeNs latest = (now >> shift) + (kMaxTicksAhead - kClockTicksApart);
  return static_cast<std::uint32_t>(std::min(expiry >> shift, latest)) & kTickMask;
}

// Every class's tick at one moment, computed once for all slots of a set.
struct TickClock {
  explicit TickClock(TimeNs time) : now(time) {
    for (std::size_t cls = 0; cls < kConnClassCount; ++cls) {
      ticks[cls] = TickOf(static_cast<ConnClass>(cls), time);
    }
  }

  // Costs next to nothing within a tick of the finest class.
  void MoveTo(TimeNs time) {
    if (time >> kFinestTickShift == now >> kFinestTickShift) {
      now = time;
    } else {
      *this = TickClock(time);
    }
  }

  TimeNs now;
  // Of the width of a slot, so that a vector of classes can look its ticks up.
  alignas(32) std::array<std::uint32_t, kConnClassCount> ticks;
};

// The epoch in which a set was last visited, 275 s each, modulo 2048 (6.5 days). Half of the shortest class's range of
// ticks (550 s) is one epoch, so a set visited in this epoch or the one before has no slot that wrapped.
inline constexpr int kEpochShift = 38;
inline constexpr int kEpochBits = 11;
static_assert(kEpochShift + 1 <= TickShift(ConnClass::kHalfOpen) + kTickBits - 1);

constexpr std::uint32_t EpochOf(TimeNs now) {
  return static_cast<std::uint32_t>(now >> kEpochShift) & ((1u << kEpochBits) - 1);
}

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_TICKS_H_
