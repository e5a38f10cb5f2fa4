// A cell's result as the report reads it (docs/testbed.md has the whole of it).
#ifndef TIDEGATE_TESTBED_REPORT_CELL_RESULT_H_
#define TIDEGATE_TESTBED_REPORT_CELL_RESULT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "testbed/cell/cell.h"
#include "tidegate/conn_state.h"

namespace tidegate::testbed {

// Those an entry that stands in the table is in, the dearest first.
inline constexpr std::array kShownClasses = {ConnClass::kEstablished, ConnClass::kClosing, ConnClass::kDatagram,
                                             ConnClass::kHalfOpen, ConnClass::kTimeWait};
// A figure for each of kShownClasses.
using ByClass = std::array<double, kShownClasses.size()>;

// Of each cost mode, if it was played.
using ByMode = std::array<std::optional<double>, kCostModeNames.size()>;

// Milliseconds, and counts of the sampled connections.
struct OptimumResult {
  double connections = 0;
  double fewest_refused = 0;
  ByMode least;    // O2; of loose, O3
  ByMode in_sets;  // O5
};

// A figure for each step.
struct Timeline {
  double step_s = 1;
  std::array<std::vector<double>, kShownClasses.size()> occupancy;
  std::vector<double> connections;
  std::vector<double> refused;
  std::vector<double> broken;
  std::vector<double> attack;
};

// Who stood beside a victim.
struct ExplainedCandidate {
  std::string cls;
  double idle_s = 0;
  double left_s = 0;
  bool useful = false;  // a packet came for it later
  bool victim = false;
};

// A wrongful eviction.
struct ExplainedEviction {
  double at_s = 0;
  std::string state;
  std::string victim;
  std::string in_favour_of;
  double idle_s = 0;
  double left_s = 0;
  double missed_after_s = 0;
  std::vector<ExplainedCandidate> candidates;
};

struct CellResult {  // NOLINT(bugprone-exception-escape): nlohmann's moves do not throw
  std::string id;
  Json cell;  // canonical
  std::string policy;
  std::string admission;
  std::string ageing;
  std::string workload;
  bool fully_associative = false;
  bool loose = false;  // what was played: loose, or strict and nat
  std::uint64_t capacity = 0;
  std::uint64_t seed = 0;
  double slots = 0;  // of the sampled table
  double sample = 1;
  double events = 0;

  double connections = 0;
  double established = 0;
  double gave_up = 0;
  double broken = 0;
  double syn_attempts = 0;
  double syn_refused = 0;
  std::optional<double> datagrams_refused;  // older results do not tell
  ByClass wrongful{};
  ByMode cost_ms;
  std::optional<OptimumResult> optimum;
  std::vector<std::pair<double, double>> setup_bins;  // up to so many microseconds: so many connections
  Timeline timeline;
  std::vector<ExplainedEviction> explain;

  // Of the legitimate SYNs, the share that was refused.
  double syn_loss() const { return syn_attempts > 0 ? syn_refused / syn_attempts : 0; }
  // Of the legitimate flows of a workload of datagrams alone, the share that was refused: each is at most once.
  double flow_loss() const { return connections > 0 ? datagrams_refused.value_or(0) / connections : 0; }
  // Seconds for 1000 legitimate connections, which is milliseconds for one. REQUIRES: the mode was played.
  double cost(CostMode mode) const;
  double wrongful_total() const;
};

// `where`: what the line about an error begins with.
absl::StatusOr<CellResult> CellResultFromJson(const Json& json, const std::string& where);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_CELL_RESULT_H_
