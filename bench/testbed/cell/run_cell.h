// Runs a cell, or plays its workload where everybody has room.
#ifndef TIDEGATE_TESTBED_CELL_RUN_CELL_H_
#define TIDEGATE_TESTBED_CELL_RUN_CELL_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "testbed/cell/cell.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

// The result as one JSON object (docs/testbed.md). Deterministic: no clock is read and nothing of the machine gets in.
absl::StatusOr<Json> RunCell(const Cell& cell);

// A packet that reached the firewall, and the connection's key.
struct PlayedPacket {
  TimeNs at = 0;
  std::uint64_t key = 0;
};
// The packets of the cell's workload, and of what lies over it, where nobody is refused.
absl::StatusOr<std::vector<PlayedPacket>> PlayPackets(const Cell& cell);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_CELL_RUN_CELL_H_
