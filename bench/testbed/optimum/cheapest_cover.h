// Which spans to take so that each moment is in as many of them as it asks for: the flow of LEMON's network simplex.
#ifndef TIDEGATE_TESTBED_OPTIMUM_CHEAPEST_COVER_H_
#define TIDEGATE_TESTBED_OPTIMUM_CHEAPEST_COVER_H_

#include <cstdint>
#include <vector>

#include "testbed/optimum/moments.h"

namespace tidegate::testbed {

struct Cover {
  std::uint64_t cost = 0;
  // By how much `cost` would fall if one span less were asked for at a moment (the dual). A span that spares more than
  // it costs, over all its moments, is one that is taken. Where nothing is left to take, this is beyond all costs.
  std::vector<std::uint64_t> worth;
};

// The cheapest. REQUIRES: there are moments, and all spans together cover them.
Cover CheapestCover(const Moments& moments);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_OPTIMUM_CHEAPEST_COVER_H_
