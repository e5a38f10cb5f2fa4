// What is measured of a contender: over the seeds, with an interval.
#ifndef TIDEGATE_TESTBED_REPORT_MEASURES_H_
#define TIDEGATE_TESTBED_REPORT_MEASURES_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "testbed/report/stats.h"
#include "testbed/report/study.h"

namespace tidegate::testbed {

// What a play's refusals are counted in: SYNs, or where legitimate clients send none, flows of datagrams.
enum class Requests : std::uint8_t {
  kSyns,
  kFlows,
  kUnknown,  // no SYNs, and results that do not count datagrams
};
Requests RequestsOf(const Play& play);
// "SYNs", "UDP flows". REQUIRES: they are known.
std::string_view Name(Requests requests);
// Share of the legitimate ones that were refused. REQUIRES: they are known.
Estimate RefusedShare(const Seeds& seeds, Requests requests);
// Share of legitimate connections that were broken.
Estimate BrokenShare(const Seeds& seeds);
// Seconds for 1000 legitimate connections.
Estimate Cost(const Seeds& seeds, CostMode mode);
// Wrongful evictions of 1000 legitimate connections, by the class of the entry.
ByClass WrongfulPer1000(const Seeds& seeds);

// What nobody can do better than, at one capacity.
enum class Bound {
  kFewestRefused,  // O1: share of connections
  kLeastCost,      // O2, or O3 if loose: seconds for 1000 connections
  kLeastInSets,    // O5: the same
};
// Over the seeds for which it was computed; it does not depend on the contender. None if it never was.
std::optional<Estimate> BoundAt(const Play& play, std::uint64_t capacity, Bound bound, CostMode mode);
// Of one seed.
std::optional<double> BoundOf(const Play& play, std::uint64_t capacity, std::uint64_t seed, Bound bound, CostMode mode);

// Costs below this are as good as none when ratios are taken: seconds for 1000 connections.
inline constexpr double kCostFloor = 1;

// The capacity at which the contenders' costs are farthest apart: where there is most to see. REQUIRES: was played.
std::uint64_t FocusCapacity(const Play& play, CostMode mode);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_MEASURES_H_
