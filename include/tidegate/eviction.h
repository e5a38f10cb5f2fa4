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
//
// A policy that keeps something of its own for each entry does so by slot (slot_notes.h) and has up to two more verbs:
//
//   void OnInsert(const EvictionPlace& place) const;          // a new entry stands there
//   void OnHit(std::uint32_t slot, ConnClass cls, TimeNs now) const;  // a packet of an entry that was answered before
//
// Both are called by any thread, may come late or for an entry that has just gone, and cost what they cost in the
// packet path; what only has OnInsert() costs nothing for a known packet.
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

// Where the candidates stand: which slots of the table the numbers from 0 and those from 16 are.
struct CandidateSlots {
  std::uint32_t first = 0;
  std::uint32_t second = 16;
  std::uint32_t stride = 1;  // from one to the next
};

// A slot that has got a new entry, and what is known of that.
struct EvictionPlace {
  std::uint32_t slot = 0;
  std::uint32_t home = 0;  // EvictionCandidates::home() of its key
  std::uint64_t hash = 0;  // of its key
  ConnClass cls = ConnClass::kHalfOpen;
  TimeNs now = 0;
};

// The live entries among which a new connection may choose: at most 28, numbered from 0 to 31 with gaps, in no
// particular order.
class EvictionCandidates {
 public:
  static constexpr std::size_t kMax = SlotWords::kMax;

  EvictionCandidates(const SlotWords& words, const TickClock& clock, const CandidateSlots& slots = {},
                     std::uint64_t hash = 0, std::uint64_t random = 0)
      : words_(words), clock_(clock), slots_(slots), hash_(hash), random_(random) {}

  // The numbers of all candidates, as bits.
  std::uint32_t all() const { return words_.Live(); }
  ConnClass cls(int i) const { return words_.At(i).cls(); }
  bool referenced(int i) const { return words_.At(i).referenced(); }

  // How long the entry still has, to the tick of its class (TickShift()), rounded down.
  TimeNs left(int i) const {
    const std::int32_t ticks = words_.At(i).TicksLeft(clock_);
    return ticks <= 0 ? 0 : static_cast<TimeNs>(ticks) << TickShift(cls(i));
  }

  // The slot an entry stands in, below the table's slot_end().
  std::uint32_t slot(int i) const {
    const auto number = static_cast<std::uint32_t>(i);
    return (number < kMax / 2 ? slots_.first : slots_.second) + number % (kMax / 2) * slots_.stride;
  }
  // The first slot of the new key's first set: for what a policy keeps by set.
  std::uint32_t home() const { return slots_.first; }
  // Of the new key.
  std::uint64_t hash() const { return hash_; }
  // Drawn for this choice.
  std::uint64_t random() const { return random_; }
  TimeNs now() const { return clock_.now; }

  // The entry of a class that ends first, to the tick, or kNoVictim. About as fast as left() of one entry.
  int FirstToEnd(ConnClass cls) const { return words_.FirstToEnd(cls, clock_); }

 private:
  const SlotWords& words_;
  const TickClock& clock_;
  CandidateSlots slots_;
  std::uint64_t hash_;
  std::uint64_t random_;
};

// Choose() returns the number of the entry that goes, or kNoVictim: the new connection is refused. Called from any
// thread; allocates nothing, blocks on nothing.
template <class P>
concept EvictionPolicy = requires(const P policy, const EvictionCandidates& candidates, const Pressure& pressure) {
  { P::kName } -> std::convertible_to<std::string_view>;
  { policy.Choose(candidates, pressure) } -> std::same_as<int>;
};

// The policy wants to know of new entries, and of hits.
template <class P>
concept NotesInserts = requires(const P policy, const EvictionPlace& place) {
  policy.OnInsert(place);
};
template <class P>
concept NotesHits = requires(const P policy) {
  policy.OnHit(std::uint32_t{}, ConnClass{}, TimeNs{});
};

}  // namespace tidegate

#endif  // TIDEGATE_EVICTION_H_
