// Eviction "linux_early_drop": what nf_conntrack does for a new connection when it is full. It looks for an entry that
// is not assured, one whose other side has not answered, in a few hash buckets, and refuses if there is none
// (net/netfilter/nf_conntrack_core.c, early_drop()). TIME-WAIT is assured, so a table full of it refuses everything.
#ifndef TIDEGATE_EVICT_LINUX_EARLY_DROP_H_
#define TIDEGATE_EVICT_LINUX_EARLY_DROP_H_

#include <bit>
#include <string_view>

#include "evict/entry_note.h"
#include "tidegate/eviction.h"
#include "tidegate/policy_options.h"

namespace tidegate {

struct LinuxEarlyDrop {
  static constexpr std::string_view kName = "linux_early_drop";

  LinuxEarlyDrop() = default;
  explicit LinuxEarlyDrop(const PolicyOptions&) {}

  int Choose(const EvictionCandidates& candidates, const Pressure&) const {
    const std::uint32_t loose = CandidatesOf(
        candidates, [](ConnClass cls) { return cls == ConnClass::kHalfOpen || cls == ConnClass::kDatagram; });
    return loose == 0 ? kNoVictim : std::countr_zero(loose);
  }
};
static_assert(EvictionPolicy<LinuxEarlyDrop>);

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_LINUX_EARLY_DROP_H_
