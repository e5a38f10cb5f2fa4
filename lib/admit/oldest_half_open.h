// Which handshake makes room where an admission policy wants the oldest one to (Admission::Kind::kDisplaceOldest).
//
// Each set has a hand that goes round its slots. An entry that is displaced leaves its slot to one that is new, so
// behind the hand stand the youngest and before it the oldest: as good as a queue, for a byte a set and no stamps. Of a
// key's two sets that one gives which has more.
#ifndef TIDEGATE_ADMIT_OLDEST_HALF_OPEN_H_
#define TIDEGATE_ADMIT_OLDEST_HALF_OPEN_H_

#include <bit>
#include <cstdint>
#include <string_view>

#include "tidegate/eviction.h"
#include "tidegate/slot_notes.h"

namespace tidegate {

class OldestHalfOpen {
 public:
  static constexpr std::string_view kName = "oldest_half_open";

  explicit OldestHalfOpen(std::uint64_t slot_end) : hands_(slot_end) {}

  int Choose(const EvictionCandidates& candidates, const Pressure&) const {
    std::uint32_t half_open = 0;
    for (std::uint32_t bits = candidates.all(); bits != 0; bits &= bits - 1) {
      const int i = std::countr_zero(bits);
      half_open |= static_cast<std::uint32_t>(candidates.cls(i) == ConnClass::kHalfOpen) << i;
    }
    if (half_open == 0) return kNoVictim;
    const bool second = std::popcount(half_open >> kLanes) > std::popcount(half_open & kFirstSet);
    const int begin = second ? kLanes : 0;
    const std::uint32_t lanes = half_open >> begin & kFirstSet;
    const std::uint32_t set = candidates.slot(begin);
    const std::uint32_t ahead = lanes >> hands_.GetOfSet(set) << hands_.GetOfSet(set);
    const int lane = std::countr_zero(ahead != 0 ? ahead : lanes);
    hands_.SetOfSet(set, static_cast<std::uint8_t>(lane + 1));
    return begin + lane;
  }

 private:
  static constexpr int kLanes = static_cast<int>(EvictionCandidates::kMax) / 2;
  static constexpr std::uint32_t kFirstSet = (1u << kLanes) - 1;

  SlotNotes<std::uint8_t> hands_;
};
static_assert(EvictionPolicy<OldestHalfOpen>);

}  // namespace tidegate

#endif  // TIDEGATE_ADMIT_OLDEST_HALF_OPEN_H_
