// How many entries of one zone and family are alive: what its limits are compared with.
//
// As the workers' census (table/census.h) it goes by what the slots' words say, class and expiry tick; but there is one
// for all workers, as a limit has to hold for their sum at every admission.
//
// How exact. An entry counts until the tick in which it ends is over, or two ticks: 1.1 s for half-open entries, 4.3 s
// for the others, 69 s for established connections. Room is seen that late; a limit is never exceeded
// by it. A slot names at most 959 ticks ahead (ticks.h): who lives longer without a packet (established 18 h, closing
// 34 minutes) is not counted from then on, until an insert visits its set, which each set sees once in 4.6 minutes of
// use. For errors between threads see ExpiryRing.
//
// Memory: 8.4 KB.
#ifndef TIDEGATE_ZONE_ZONE_CENSUS_H_
#define TIDEGATE_ZONE_ZONE_CENSUS_H_

#include <algorithm>
#include <cstdint>

#include "table/slot_word.h"
#include "table/ticks.h"
#include "tidegate/conn_state.h"
#include "zone/expiry_ring.h"

namespace tidegate {

class ZoneCensus {
 public:
  explicit ZoneCensus(bool counts_time_wait) : counts_time_wait_(counts_time_wait) {}

  void Add(SlotWord word, const TickClock& clock) { Count(word, clock, 1); }
  void Remove(SlotWord word, const TickClock& clock) { Count(word, clock, -1); }

  // Takes out those that have ended.
  void Advance(TimeNs now) {
    half_open_.Advance(now);
    established_.Advance(now);
    others_.Advance(now);
  }

  // REQUIRES: Advance() to about now.
  std::uint64_t entries() const { return AtLeastNone(half_open_.total() + established_.total() + others_.total()); }
  std::uint64_t half_open() const { return AtLeastNone(half_open_.total()); }

 private:
  // The ticks that slots name fit in a ring, with the room that clocks may be apart: 959 of 1024.
  static constexpr std::uint64_t kTicks = 1u << (kTickBits - 1);
  using HalfOpenRing = ExpiryRing<TickShift(ConnClass::kHalfOpen) + 1, kTicks / 2>;
  using EstablishedRing = ExpiryRing<TickShift(ConnClass::kEstablished), kTicks>;
  using OthersRing = ExpiryRing<TickShift(ConnClass::kClosing) + 1, kTicks / 2>;
  static_assert(TickShift(ConnClass::kDatagram) == TickShift(ConnClass::kClosing));
  static_assert(TickShift(ConnClass::kTimeWait) == TickShift(ConnClass::kClosing));
  static_assert(TickShift(ConnClass::kAlias) == TickShift(ConnClass::kClosing));

  static std::uint64_t AtLeastNone(std::int64_t count) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(count, 0));
  }

  void Count(SlotWord word, const TickClock& clock, std::int32_t change) {
    const ConnClass cls = word.cls();
    if (cls == ConnClass::kTimeWait && !counts_time_wait_) return;
    const int shift = TickShift(cls);
    const std::int64_t tick = static_cast<std::int64_t>(clock.now >> shift) + word.TicksLeft(clock);
    if (tick < 0) return;
    const TimeNs end = static_cast<TimeNs>(tick) << shift;
    if (cls == ConnClass::kHalfOpen) return CountIn(half_open_, end, clock, change);
    if (cls == ConnClass::kEstablished) return CountIn(established_, end, clock, change);
    CountIn(others_, end, clock, change);
  }

  template <class Ring>
  static void CountIn(Ring& ring, TimeNs end, const TickClock& clock, std::int32_t change) {
    ring.Advance(clock.now);
    ring.Count(end, change);
  }

  const bool counts_time_wait_;
  HalfOpenRing half_open_;
  EstablishedRing established_;
  OthersRing others_;
};

}  // namespace tidegate

#endif  // TIDEGATE_ZONE_ZONE_CENSUS_H_
