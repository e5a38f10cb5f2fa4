// The eviction policies that can be chosen by name. A new one is its own file and a line here.
#ifndef TIDEGATE_EVICT_POLICIES_H_
#define TIDEGATE_EVICT_POLICIES_H_

#include <tuple>

#include "evict/bpf_lru.h"
#include "evict/clock.h"
#include "evict/fifo.h"
#include "evict/hazard_cost.h"
#include "evict/linux_early_drop.h"
#include "evict/lru.h"
#include "evict/none.h"
#include "evict/ovs_none.h"
#include "evict/random_k.h"
#include "evict/s3fifo.h"
#include "evict/sieve.h"
#include "evict/state_first.h"
#include "evict/vpp_acl.h"

namespace tidegate {

using EvictionPolicies = std::tuple<StateFirst, HazardCost, EvictNone, Fifo, Clock, RandomK, Lru, Sieve, S3Fifo,
                                    LinuxEarlyDrop, VppAcl, BpfLru, OvsNone>;

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_POLICIES_H_
