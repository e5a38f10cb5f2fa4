// Eviction "ovs_none": what Open vSwitch's userspace connection tracker does when it is full: it refuses
// (lib/conntrack.c, conntrack_full). "none" by the name of who does it, so that comparisons can show it.
#ifndef TIDEGATE_EVICT_OVS_NONE_H_
#define TIDEGATE_EVICT_OVS_NONE_H_

#include <string_view>

#include "evict/none.h"
#include "tidegate/eviction.h"

namespace tidegate {

struct OvsNone : EvictNone {
  static constexpr std::string_view kName = "ovs_none";

  using EvictNone::EvictNone;
};
static_assert(EvictionPolicy<OvsNone>);

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_OVS_NONE_H_
