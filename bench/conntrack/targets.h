// How much faster than others Tidegate means to be, and whether it is.
#ifndef TIDEGATE_BENCH_CONNTRACK_TARGETS_H_
#define TIDEGATE_BENCH_CONNTRACK_TARGETS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conntrack/measurements.h"

namespace tidegate::bench {

// One ratio: the time of a peer, the best one of its kind, divided by Tidegate's.
struct RatioResult {
  double ratio = 0;
  double target = 0;
  std::string peer;

  bool met() const { return ratio >= target; }
};

// What was not measured, or has no target, is missing.
struct TargetRow {
  std::string workload;
  std::uint64_t size = 0;
  std::optional<RatioResult> rte_hash;    // tidegate against rte_hash_lf
  std::optional<RatioResult> concurrent;  // tidegate against the best of the peers that threads may share
  std::optional<RatioResult> owned;       // tidegate_owned against the best peer of all
};

// Of one of Tidegate's tables: no new connection is refused, and of 1000 inserts at a full table 999 take at most four
// times the mean of Insert.
struct OverloadRow {
  std::string table;
  std::uint64_t size = 0;
  double failed_share = 0;
  double p999_ns = 0;
  double limit_ns = 0;
  double control_ns = 0;  // the same percentile of a loop without a table; 0: not measured

  bool met() const { return failed_share == 0 && p999_ns <= limit_ns; }
};

struct Targets {
  std::vector<TargetRow> ratios;
  std::vector<OverloadRow> overload;

  std::size_t count() const;
  std::size_t met() const;
};

// Rows without any measurement are left out.
Targets CheckTargets(const Measurements& measurements);

// For a terminal of 120 columns. Empty if there are no rows.
std::string ToText(const Targets& targets);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_TARGETS_H_
