// What legitimate connections wanted, in a run that refused and evicted nothing: the input of the optima.
#ifndef TIDEGATE_TESTBED_OPTIMUM_RECORDING_H_
#define TIDEGATE_TESTBED_OPTIMUM_RECORDING_H_

#include <cstdint>
#include <vector>

#include "tidegate/conn_state.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

// The silence between two packets of a connection, over which its entry has to be kept, or rebuilt behind it.
struct RecordedGap {
  TimeNs begin = 0;
  TimeNs end = 0;
  ConnClass cls = ConnClass::kHalfOpen;  // of the entry during the silence
};

// A connection needs its entry from its first packet to its last useful one; what comes behind that (TIME-WAIT, late
// acknowledgements) does not count.
struct RecordedConn {
  std::uint64_t hash = 0;  // of its key: which sets it may stand in
  TimeNs begin = 0;
  TimeNs end = 0;               // >= begin
  std::uint32_t first_gap = 0;  // its gaps, in order: gaps[first_gap] ... ; they join begin to end without holes
  std::uint32_t gap_count = 0;
  bool datagram = false;  // no TCP: a refused first packet is not sent again by the stack
};

// Connections in the order of `begin`.
struct Recording {
  std::vector<RecordedConn> conns;
  std::vector<RecordedGap> gaps;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_OPTIMUM_RECORDING_H_
