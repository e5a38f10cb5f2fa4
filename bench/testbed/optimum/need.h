// What the optima decide about: a time over which somebody needs a slot, and what going without it costs.
//
// A need occupies [begin, end): whoever comes at `end` finds the slot free. So what is over at once needs nothing.
#ifndef TIDEGATE_TESTBED_OPTIMUM_NEED_H_
#define TIDEGATE_TESTBED_OPTIMUM_NEED_H_

#include <cstdint>
#include <vector>

#include "testbed/metrics/cost_model.h"
#include "testbed/optimum/recording.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

struct Need {
  TimeNs begin = 0;
  TimeNs end = 0;           // > begin
  std::uint32_t cost = 0;   // milliseconds, > 0
  std::uint32_t owner = 0;  // index of the connection
};

// In the order of `begin`; of equals, of the recording.
using Needs = std::vector<Need>;

// In strict and nat mode a connection is one need, at what its first refusal costs: to break it later is never cheaper,
// and the slot would have been taken until then.
//
// In loose mode each silence is a need of its own, at what an entry costs that has to be rebuilt behind it. The packets
// themselves need nothing: an entry may go as soon as one has passed. Refusing a connection is not a choice of its own:
// its SYN comes again a second later and needs all that it needed before, so that a refusal costs the second that
// giving up the half-open entry behind an admitted SYN costs, and spares no more (a datagram: 5000 instead of 1). That
// the later attempt may come at a better time is left out, as it is in the other modes.
Needs NeedsOf(const Recording& recording, CostMode mode);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_OPTIMUM_NEED_H_
