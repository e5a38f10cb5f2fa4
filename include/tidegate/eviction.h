// Eviction policies: which entry has to go when a new connection finds neither a free slot nor an expired entry.
//
// A policy is a small class with a name and one verb. It sees the candidates, the live entries of the key's one or two
// sets, by what their slots tell, and touches no record. The same object runs in the packet path, compiled in, and in
// simulations.
//
//   struct OldestTimeWait {
//     static constexpr std::string_view kName = "oldest_time_wait";
//     int Choose(const EvictionCandidates& candidates, const Pressure&) const {
//       return candidates.FirstToEnd(ConnClass::kTimeWait);
//     }
//   };
//   static_assert(EvictionPolicy<OldestTimeWait>);
#ifndef TIDEGATE_EVICTION_H_
#define TIDEGATE_EVICTION_H_

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "table/slot_words.h"
#include "table/ticks.h"
#include "tidegate/conn_state.h"
#include "tidegate/pressure.h"
#include "tidegate/time.h"

namespace tidegate {

inline constexpr int kNoVictim = -1;

// The live entries among which a new connection may choose: at most 28, numbered from 0 to 31 with gaps, in no
// particular order.
class EvictionCandidates {
 public:
  static constexpr std::size_t kMax = SlotWords::kMax;

  EvictionCandidates(const SlotWords& words, const TickClock& clock) : words_(words), clock_(clock) {}

  // The numbers of all candidates, as bits.
  std::uint32_t all() const { return words_.Live(); }
  ConnClass cls(int i) const { return words_.At(i).cls(); }
  bool referenced(int i) const { return words_.At(i).referenced(); }

  // How long the entry still has, to the tick of its class (TickShift()), rounded down.
  TimeNs left(int i) const {
    const std::int32_t ticks = words_.At(i).TicksLeft(clock_);
    return ticks <= 0 ? 0 : static_cast<TimeNs>(ticks) << TickShift(cls(i));
  }

  // The entry of a class that ends first, to the tick, or kNoVictim. About as fast as left() of one entry.
  int FirstToEnd(ConnClass cls) const { return words_.FirstToEnd(cls, clock_); }

 private:
  const SlotWords& words_;
  const TickClock& clock_;
};

// Choose() returns the number of the entry that goes, or kNoVictim: the new connection is refused. Called from any
// thread; allocates nothing, blocks on nothing.
template <class P>
concept EvictionPolicy = requires(const P policy, const EvictionCandidates& candidates, const Pressure& pressure) {
  { P::kName } -> std::convertible_to<std::string_view>;
  { policy.Choose(candidates, pressure) } -> std::same_as<int>;
};

}  // namespace tidegate

#endif  // TIDEGATE_EVICTION_H_
