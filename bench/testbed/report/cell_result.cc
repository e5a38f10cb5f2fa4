// Reads a cell's result.
#include "testbed/report/cell_result.h"

#include <numeric>
#include <string_view>

#include "testbed/report/cat.h"
#include "testbed/report/fields.h"

namespace tidegate::testbed {
namespace {

ByClass ReadByClass(Fields& fields, std::string_view path) {
  ByClass values{};
  for (std::size_t i = 0; i < kShownClasses.size(); ++i) {
    values[i] = fields.NumberOr(Cat(path, ".", Name(kShownClasses[i])), 0);
  }
  return values;
}

ByMode ReadByMode(Fields& fields, std::string_view path) {
  ByMode values;
  for (std::size_t i = 0; i < kCostModeNames.size(); ++i) {
    values[i] = fields.MaybeNumber(Cat(path, ".", kCostModeNames[i]));
  }
  return values;
}

void ReadCell(Fields& fields, CellResult& result) {
  result.id = fields.Text("id");
  result.cell = fields.Object("cell");
  result.policy = fields.Text("policy");
  result.admission = fields.TextOr("admission", "always");
  result.ageing = fields.TextOr("ageing", "fixed");
  result.workload = fields.Text("workload");
  result.fully_associative = fields.TextOr("table", "set") == "full";
  result.capacity = fields.Count("capacity");
  result.seed = fields.Count("seed");
  result.sample = fields.NumberOr("sample", 1);
  result.slots = fields.NumberOr("slots", static_cast<double>(result.capacity) / result.sample);
  result.events = fields.NumberOr("events", 0);
  const std::string mode = fields.Text("mode");
  result.loose = mode == Name(CostMode::kLoose);
  if (!result.loose && mode != Name(CostMode::kStrict) && mode != Name(CostMode::kNat)) {
    fields.Fail("mode", "strict, nat or loose");
  }
}

void ReadCounts(Fields& fields, CellResult& result) {
  result.connections = fields.Number("legit.connections");
  result.established = fields.NumberOr("legit.established", 0);
  result.gave_up = fields.NumberOr("legit.gave_up", 0);
  result.broken = fields.NumberOr("legit.broken", 0);
  result.syn_attempts = fields.Number("legit.syn_attempts");
  result.syn_refused = fields.Number("legit.syn_refused");
  result.datagrams_refused = fields.MaybeNumber("legit.datagrams_refused");
  result.wrongful = ReadByClass(fields, "legit.wrongful");
  result.setup_bins = fields.Pairs("setup.bins");
  result.cost_ms = ReadByMode(fields, "cost");
  for (const CostMode mode : {CostMode::kStrict, CostMode::kNat, CostMode::kLoose}) {
    const bool played = (mode == CostMode::kLoose) == result.loose;
    const std::string path = Cat("cost.", Name(mode));
    if (played && !result.cost_ms[static_cast<std::size_t>(mode)]) fields.Fail(path, "a number");
  }
}

void ReadOptimum(Fields& fields, CellResult& result) {
  const std::optional<double> connections = fields.MaybeNumber("optimum.connections");
  if (!connections || *connections <= 0) return;
  result.optimum = OptimumResult{*connections, fields.NumberOr("optimum.fewest_refused", 0),
                                 ReadByMode(fields, "optimum.least"), ReadByMode(fields, "optimum.in_sets")};
}

void ReadTimeline(Fields& fields, Timeline& timeline) {
  timeline.step_s = fields.NumberOr("timeline.step_s", 1);
  for (std::size_t i = 0; i < kShownClasses.size(); ++i) {
    timeline.occupancy[i] = fields.Numbers(Cat("timeline.occupancy.", Name(kShownClasses[i])));
  }
  timeline.connections = fields.Numbers("timeline.connections");
  timeline.refused = fields.Numbers("timeline.refused");
  timeline.broken = fields.Numbers("timeline.broken");
  timeline.attack = fields.Numbers("timeline.attack");
}

ExplainedCandidate CandidateFrom(const Json& json, Fields& eviction) {
  Fields fields(json, eviction.where());
  ExplainedCandidate candidate{fields.TextOr("class", ""), fields.NumberOr("idle_s", 0), fields.NumberOr("left_s", 0),
                               fields.FlagOr("useful", false), fields.FlagOr("victim", false)};
  if (!fields.status().ok()) eviction.Fail("candidates", "class, idle_s, left_s, useful and victim of each");
  return candidate;
}

ExplainedEviction EvictionFrom(Fields& fields) {
  ExplainedEviction eviction;
  eviction.at_s = fields.NumberOr("at_s", 0);
  eviction.state = fields.TextOr("state", "");
  eviction.victim = fields.TextOr("victim", "");
  eviction.in_favour_of = fields.TextOr("for", "");
  eviction.idle_s = fields.NumberOr("idle_s", 0);
  eviction.left_s = fields.NumberOr("left_s", 0);
  eviction.missed_after_s = fields.NumberOr("missed_after_s", 0);
  if (const Json* candidates = fields.Array("candidates")) {
    for (const Json& candidate : *candidates) {
      eviction.candidates.push_back(CandidateFrom(candidate, fields));
    }
  }
  return eviction;
}

absl::Status ReadExplain(Fields& fields, CellResult& result) {
  const Json* array = fields.Array("explain");
  if (array == nullptr) return fields.status();
  for (const Json& eviction : *array) {
    Fields own(eviction, Cat(fields.where(), ": explain"));
    result.explain.push_back(EvictionFrom(own));
    if (!own.status().ok()) return own.status();
  }
  return fields.status();
}

}  // namespace

double CellResult::cost(CostMode mode) const {
  return connections > 0 ? cost_ms[static_cast<std::size_t>(mode)].value_or(0) / connections : 0;
}

double CellResult::wrongful_total() const { return std::accumulate(wrongful.begin(), wrongful.end(), 0.0); }

absl::StatusOr<CellResult> CellResultFromJson(const Json& json, const std::string& where) {
  CellResult result;
  Fields fields(json, where);
  ReadCell(fields, result);
  ReadCounts(fields, result);
  ReadOptimum(fields, result);
  ReadTimeline(fields, result.timeline);
  if (absl::Status status = ReadExplain(fields, result); !status.ok()) return status;
  return result;
}

}  // namespace tidegate::testbed
