// Prints the comparison.
#include "testbed/report/compare_text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "conntrack/text.h"
#include "testbed/report/cat.h"
#include "testbed/report/figures.h"

namespace tidegate::testbed {
namespace {

using bench::PadLeft;
using bench::PadRight;

// All changes of one figure of a policy on a workload.
struct Group {
  double before = 0;
  double after = 0;
  std::size_t cells = 0;
  std::size_t better = 0;
  std::size_t worse = 0;
  double worst_percent = 0;
};
using Groups = std::map<std::tuple<std::string, std::string, std::string>, Group>;  // workload, policy, what

void Add(const Change& change, Group& group) {
  group.before += change.before;
  group.after += change.after;
  ++group.cells;
  if (!change.counts) return;
  (change.after < change.before ? group.better : group.worse) += 1;
  group.worst_percent = std::max(group.worst_percent, change.percent());
}

std::string FigureText(const std::string& what, double value) {
  return what == "loss" ? Share(value) : Cat(Plain(value), " s");
}

std::string PercentText(double percent) {
  if (std::isinf(percent)) return "from 0";
  if (percent == 0) return "same";
  return bench::Format("%+.2f %%", percent);
}

std::string MeanPercent(const Group& group) {
  const Change mean{"", "", group.before, group.after, true, false};
  return PercentText(mean.percent());
}

std::string CellText(const std::string& id, const ComparedCell& cell) {
  return Cat(id, "  ", cell.workload, ", ", cell.policy, ", ", bench::Grouped(cell.capacity), " slots, ", cell.mode,
             ", seed ", cell.seed);
}

std::string RowText(const std::string& workload, const std::string& policy, const std::string& what,
                    const std::vector<std::string>& figures) {
  std::string row = PadRight(workload, 22) + PadRight(policy, 22) + PadRight(what, 12);
  for (const std::string& figure : figures) row += PadLeft(figure, 12);
  return bench::TrimRight(row) + "\n";
}

}  // namespace

void PrintChanges(const std::vector<Change>& changes, const ComparedCells& cells, std::ostream& out) {
  Groups groups;
  for (const Change& change : changes) {
    const ComparedCell& cell = cells.at(change.cell);
    Add(change, groups[{cell.workload, cell.policy, change.what}]);
  }
  out << RowText("workload", "policy", "figure", {"before", "after", "change", "better", "worse", "worst"});
  for (const auto& [key, group] : groups) {
    const auto& [workload, policy, what] = key;
    const auto count = static_cast<double>(group.cells);
    out << RowText(workload, policy, what,
                   {FigureText(what, group.before / count), FigureText(what, group.after / count), MeanPercent(group),
                    Cat(group.better), Cat(group.worse), group.worse > 0 ? PercentText(group.worst_percent) : ""});
  }
  out << "loss: of SYNs; cost: seconds for 1000 connections; means over the cells\n";
}

void PrintWorse(const std::vector<Change>& changes, const ComparedCells& cells, std::ostream& out) {
  for (const Change& change : changes) {
    if (!change.worse) continue;
    out << "worse: " << CellText(change.cell, cells.at(change.cell)) << ": " << change.what << " "
        << FigureText(change.what, change.before) << " -> " << FigureText(change.what, change.after) << " ("
        << PercentText(change.percent()) << ")\n";
  }
}

void PrintMissing(const ComparedCells& cells, const ComparedCells& others, const std::string& where,
                  std::ostream& out) {
  for (const auto& [id, cell] : cells) {
    if (!others.contains(id)) out << "missing in " << where << ": " << CellText(id, cell) << "\n";
  }
}

}  // namespace tidegate::testbed
