// How many packets may be on their way from one worker to another.
#ifndef TIDEGATE_DATAPLANE_HANDOFF_HANDOFF_SIZE_H_
#define TIDEGATE_DATAPLANE_HANDOFF_HANDOFF_SIZE_H_

#include <algorithm>
#include <bit>

namespace tidegate {

// Packets in one ring: at ten million packets a second, what comes in 50 us. With many workers the rings are smaller,
// so that what waits for one of them does not grow with their number.
inline constexpr unsigned kMostInRing = 512;
inline constexpr unsigned kFewestInRing = 64;
inline constexpr unsigned kWaitingForWorker = 2048;

constexpr unsigned HandoffRingSize(unsigned workers) {
  const unsigned others = std::max(workers, 2u) - 1;
  return std::clamp(std::bit_floor(kWaitingForWorker / others), kFewestInRing, kMostInRing);
}

// Packets that all rings to one worker hold, those to be forwarded and those to be sent.
constexpr unsigned MostHandedTo(unsigned workers) { return 2 * (workers - 1) * HandoffRingSize(workers); }

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_HANDOFF_HANDOFF_SIZE_H_
