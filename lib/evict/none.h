// Eviction "none": a new connection is refused when no slot is free or expired. What most connection tables do.
#ifndef TIDEGATE_EVICT_NONE_H_
#define TIDEGATE_EVICT_NONE_H_

#include <string_view>

#include "tidegate/eviction.h"
#include "tidegate/policy_options.h"

namespace tidegate {

struct EvictNone {
  static constexpr std::string_view kName = "none";

  EvictNone() = default;
  explicit EvictNone(const PolicyOptions&) {}

  int Choose(const EvictionCandidates&, const Pressure&) const { return kNoVictim; }
};
static_assert(EvictionPolicy<EvictNone>);

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_NONE_H_
