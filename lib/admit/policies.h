// The admission policies that can be chosen by name. A new one is its own file and a line here.
#ifndef TIDEGATE_ADMIT_POLICIES_H_
#define TIDEGATE_ADMIT_POLICIES_H_

#include <tuple>

#include "admit/always.h"
#include "admit/first_syn_drop.h"
#include "admit/half_open_quota.h"
#include "admit/no_state_until_syn_ack.h"
#include "admit/oldest_half_open_drop.h"
#include "admit/random_half_open_drop.h"
#include "admit/sketch_gate.h"
#include "admit/token_bucket.h"

namespace tidegate {

using AdmissionPolicies = std::tuple<AdmitAlways, HalfOpenQuota, RandomHalfOpenDrop, OldestHalfOpenDrop, TokenBucket,
                                     FirstSynDrop, NoStateUntilSynAck, SketchGate>;

}  // namespace tidegate

#endif  // TIDEGATE_ADMIT_POLICIES_H_
