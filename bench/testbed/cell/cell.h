// A cell: one run of the testbed, wholly described. Equal cells give equal results, to the byte.
//
//   {"workload": {"name": "port_exhaustion", "clients": 4, "ports": 28232, "rate": 17000},
//    "overlay": [{"name": "syn_flood", "rate": 1300000, "begin_s": 60, "end_s": 90}],
//    "capacity": 65536, "table": "set", "eviction": "state_first", "admission": "always", "ageing": "fixed",
//    "mode": "strict", "syn_backoff": "classic", "seconds": 300, "sample": 8, "seed": 1}
#ifndef TIDEGATE_TESTBED_CELL_CELL_H_
#define TIDEGATE_TESTBED_CELL_CELL_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"
#include "testbed/metrics/cost_model.h"
#include "tidegate/policy_options.h"

namespace tidegate::testbed {

using Json = nlohmann::ordered_json;

enum class SynBackoff : std::uint8_t {
  kClassic,  // 1, 2, 4, 8, ... s (RFC 6298)
  kLinear,   // Linux since 6.5: 1 s five times, then doubled (tcp_syn_linear_timeouts = 4)
};
constexpr std::string_view Name(SynBackoff backoff) { return backoff == SynBackoff::kClassic ? "classic" : "linear"; }

// What is generated: the name of a workload and its parameters, which the workload checks itself.
struct WorkloadSpec {
  std::string name;
  Json parameters = Json::object();  // all but the name
};

struct Cell {
  WorkloadSpec workload;
  std::vector<WorkloadSpec> overlay;  // attacks, laid over it
  std::uint64_t capacity = 131072;
  bool fully_associative = false;  // "table": "set" (the datapath's) or "full" (a reference)
  std::string eviction = "state_first";
  std::string plugin;  // path of a shared object that has the eviction policy; empty: a built-in one
  std::string admission = "always";
  std::string ageing = "fixed";
  CostMode mode = CostMode::kStrict;
  SynBackoff syn_backoff = SynBackoff::kClassic;
  std::uint64_t seconds = 300;  // of virtual time
  std::uint64_t sample = 1;     // one of so many connections is played, in a table that much smaller
  std::uint64_t seed = 1;
  bool optimum = false;   // compute the optima as well
  PolicyOptions options;  // half_open_max, syn_rate, syn_burst, timeouts by their names in kTimeoutRows

  // "state_first", "arc/full".
  std::string PolicyLabel() const { return fully_associative ? eviction + "/full" : eviction; }
};

// `where`: what the lines about errors begin with, e.g. a file's name.
absl::StatusOr<Cell> CellFromJson(const Json& json, const std::string& where);
// Canonical: every field, in a fixed order.
Json ToJson(const Cell& cell);
// 16 hexadecimal digits: the hash of the canonical form. Results are named by it. Of the files that the cell names it
// knows the paths, not what is in them.
std::string CellId(const Cell& cell);
// Those files: a plug-in, traces to replay.
std::set<std::string> FilesOf(const Cell& cell);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_CELL_CELL_H_
