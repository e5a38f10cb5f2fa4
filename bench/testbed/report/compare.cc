// Compares.
#include "testbed/report/compare.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "testbed/metrics/cost_model.h"
#include "testbed/report/cat.h"
#include "testbed/report/compare_text.h"
#include "tidegate/conn_state.h"

namespace tidegate::testbed {
namespace {

// What a single connection may cost: less may be one of them, that went the other way.
double PriceOfOne(CostMode mode) { return std::max(BreakCostMs(mode, ConnClass::kEstablished), kFirstSynRefusedMs); }

double Ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

Change ChangeOf(const std::string& id, std::string what, double before, double after, double units, double floor,
                double max_regress) {
  Change change{id, std::move(what), before, after, std::abs(after - before) * units > floor * (1 + 1e-9), false};
  change.worse = change.counts && change.percent() > max_regress + 1e-9;
  return change;
}

}  // namespace

double Change::percent() const {
  if (after == before) return 0;
  return before > 0 ? (after - before) / before * 100 : std::numeric_limits<double>::infinity();
}

std::vector<Change> ChangesOf(const std::string& id, const ComparedCell& before, const ComparedCell& after,
                              double max_regress) {
  std::vector<Change> changes;
  changes.push_back(ChangeOf(id, "loss", Ratio(before.syn_refused, before.syn_attempts),
                             Ratio(after.syn_refused, after.syn_attempts), after.syn_attempts, 1, max_regress));
  for (std::size_t i = 0; i < kCostModeNames.size(); ++i) {
    if (!before.cost_ms[i] || !after.cost_ms[i]) continue;
    changes.push_back(ChangeOf(id, Cat("cost.", kCostModeNames[i]), Ratio(*before.cost_ms[i], before.connections),
                               Ratio(*after.cost_ms[i], after.connections), after.connections,
                               PriceOfOne(static_cast<CostMode>(i)), max_regress));
  }
  return changes;
}

int Compare(const CompareOptions& options, std::ostream& out, std::ostream& errors) {
  const absl::StatusOr<ComparedCells> before = LoadComparedCells(options.old_results);
  const absl::StatusOr<ComparedCells> after = LoadComparedCells(options.new_results);
  for (const auto* loaded : {&before, &after}) {
    if (loaded->ok()) continue;
    errors << loaded->status().message() << "\n";
    return kNotCompared;
  }
  std::vector<Change> changes;
  std::size_t common = 0;
  for (const auto& [id, cell] : *before) {
    const auto match = after->find(id);
    if (match == after->end()) continue;
    ++common;
    for (Change& change : ChangesOf(id, cell, match->second, options.max_regress)) changes.push_back(std::move(change));
  }
  PrintMissing(*before, *after, options.new_results, out);
  PrintMissing(*after, *before, options.old_results, out);
  if (common == 0) {
    errors << options.old_results << " and " << options.new_results << " have no cell in common\n";
    return kNotCompared;
  }
  PrintChanges(changes, *before, out);
  PrintWorse(changes, *before, out);
  const auto worse = std::ranges::count_if(changes, &Change::worse);
  out << common << (common == 1 ? " cell" : " cells") << " compared, " << worse
      << Cat(worse == 1 ? " figure" : " figures", " worse by more than ", options.max_regress, " %\n");
  return worse > 0 ? kWorse : kNotWorse;
}

}  // namespace tidegate::testbed
