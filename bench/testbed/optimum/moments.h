// The times that matter, as numbers: what is left of needs when only their order counts.
#ifndef TIDEGATE_TESTBED_OPTIMUM_MOMENTS_H_
#define TIDEGATE_TESTBED_OPTIMUM_MOMENTS_H_

#include <cstdint>
#include <vector>

#include "testbed/optimum/need.h"

namespace tidegate::testbed {

// A need, by the moments at which it is alive: [begin, end).
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;  // > begin
  std::uint32_t cost = 0;
};

// A moment is a time at which more are alive than there are slots, and as many as at no time next to it: between a
// begin and the next end. If as many go without there as have to, the slots suffice at all times.
struct Moments {
  std::vector<std::uint32_t> excess;  // of each moment: how many have to go without, > 0
  std::vector<Span> spans;            // of the needs that are alive at one moment at least, in the order of their end
};

Moments MomentsOf(const Needs& needs, std::uint64_t slots);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_OPTIMUM_MOMENTS_H_
