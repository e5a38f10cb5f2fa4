// All live connections of a firewall at one moment, and whether what the firewall tells of them agrees.
#ifndef TIDEGATE_TESTS_FUZZ_SNAPSHOT_H_
#define TIDEGATE_TESTS_FUZZ_SNAPSHOT_H_

#include <vector>

#include "tidegate/firewall.h"

namespace tidegate::fuzz {

// The tuple in one fixed direction: both directions of a connection have the same.
FlowTuple Canonical(const FlowTuple& tuple);

bool operator<(const FlowTuple& a, const FlowTuple& b);

// Sorted by canonical tuple.
class Snapshot {
 public:
  // Walks the firewall in small steps. Ends the process if a connection is shown twice, or one that has ended.
  Snapshot(const Firewall& firewall, TimeNs now);

  // Ends the process if CountLive() or Zones() count others than these. REQUIRES: the firewall and the time it is of.
  void CheckCounts(const Firewall& firewall, TimeNs now) const;

  const std::vector<ConnInfo>& conns() const { return conns_; }

  // The connection of a tuple, in either direction, or null.
  const ConnInfo* Find(const FlowTuple& tuple) const;

  // Entries of a zone and family that its limits speak of: half-open ones, and all but those in TIME-WAIT.
  std::size_t CountHalfOpen(Zone zone, bool v6) const;
  std::size_t CountBeforeTimeWait(Zone zone, bool v6) const;

 private:
  void CheckZones(const Firewall& firewall, TimeNs now) const;

  std::vector<ConnInfo> conns_;
};

// Whether a connection is the same in both, its expiry and its accounts included.
bool IsUnchanged(const ConnInfo& before, const ConnInfo& after);

}  // namespace tidegate::fuzz

#endif  // TIDEGATE_TESTS_FUZZ_SNAPSHOT_H_
