// Which handshake makes room where an admission policy wants one to (Admission::Kind::kDisplace): any of those at hand.
#ifndef TIDEGATE_ADMIT_RANDOM_HALF_OPEN_H_
#define TIDEGATE_ADMIT_RANDOM_HALF_OPEN_H_

#include <bit>
#include <cstdint>
#include <string_view>

#include "tidegate/eviction.h"

namespace tidegate {

struct RandomHalfOpen {
  static constexpr std::string_view kName = "random_half_open";

  int Choose(const EvictionCandidates& candidates, const Pressure&) const {
    std::uint32_t half_open = 0;
    for (std::uint32_t bits = candidates.all(); bits != 0; bits &= bits - 1) {
      const int i = std::countr_zero(bits);
      half_open |= static_cast<std::uint32_t>(candidates.cls(i) == ConnClass::kHalfOpen) << i;
    }
    if (half_open == 0) return kNoVictim;
    for (auto skip = candidates.random() % static_cast<std::uint64_t>(std::popcount(half_open)); skip > 0; --skip) {
      half_open &= half_open - 1;
    }
    return std::countr_zero(half_open);
  }
};
static_assert(EvictionPolicy<RandomHalfOpen>);

}  // namespace tidegate

#endif  // TIDEGATE_ADMIT_RANDOM_HALF_OPEN_H_
