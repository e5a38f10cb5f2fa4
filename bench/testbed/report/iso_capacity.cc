// Interpolates.
#include "testbed/report/iso_capacity.h"

#include <cstddef>

namespace tidegate::testbed {

IsoCapacity IsoCapacityOf(std::span<const LossAt> losses, double target) {
  using Kind = IsoCapacity::Kind;
  if (losses.empty()) return {};
  std::size_t enough = losses.size();  // the first from which on all are
  while (enough > 0 && losses[enough - 1].loss <= target) --enough;
  if (enough == losses.size()) return {Kind::kAbove, static_cast<double>(losses.back().capacity)};
  if (enough == 0) return {Kind::kAtMost, static_cast<double>(losses.front().capacity)};
  const LossAt& below = losses[enough - 1];
  const LossAt& above = losses[enough];
  const auto low = static_cast<double>(below.capacity);
  const auto high = static_cast<double>(above.capacity);
  return {Kind::kBetween, low + (high - low) * (below.loss - target) / (below.loss - above.loss)};
}

}  // namespace tidegate::testbed
