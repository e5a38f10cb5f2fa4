// Eviction policies: which entry has to go when a new connection finds neither a free slot nor an expired entry.
//
// A policy is a small class with a name and one verb. It sees the candidates, the live entries of the key's one or two
// sets, by what their slots tell, and touches no record. The same object runs in the packet path, compiled in, and in
// simulations.
//
//   struct Oldest {
//     static constexpr std::string_view kName = "oldest";
//     int Choose(const EvictionCandidates& candidates, const Pressure&) const { ... }
//   };
//   static_assert(EvictionPolicy<Oldest>);
#ifndef TIDEGATE_EVICTION_H_
#define TIDEGATE_EVICTION_H_

#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>

#include "table/slot_word.h"
#include "table/ticks.h"
#include "tidegate/conn_state.h"
#include "tidegate/pressure.h"
#include "tidegate/time.h"

namespace tidegate {

// The live entries among which a new connection may choose, at most 28, in no particular order.
class EvictionCandidates {
 public:
  EvictionCandidates(std::span<const SlotWord> slots, const TickClock& clock) : slots_(slots), clock_(clock) {}

  std::size_t size() const { return slots_.size(); }
  ConnClass cls(std::size_t i) const { return slots_[i].cls(); }
  bool referenced(std::size_t i) const { return slots_[i].referenced(); }

  // How long the entry still has, to the tick of its class (TickShift()), rounded down.
  TimeNs left(std::size_t i) const {
    const std::int32_t ticks = slots_[i].TicksLeft(clock_);
    return ticks <= 0 ? 0 : static_cast<TimeNs>(ticks) << TickShift(slots_[i].cls());
  }

 private:
  std::span<const SlotWord> slots_;
  const TickClock& clock_;
};

inline constexpr int kNoVictim = -1;

// Choose() returns the number of the entry that goes, or kNoVictim: the new connection is refused. Called from any
// thread; allocates nothing, blocks on nothing.
template <class P>
concept EvictionPolicy = requires(const P policy, const EvictionCandidates& candidates, const Pressure& pressure) {
  { P::kName } -> std::convertible_to<std::string_view>;
  { policy.Choose(candidates, pressure) } -> std::same_as<int>;
};

}  // namespace tidegate

#endif  // TIDEGATE_EVICTION_H_
