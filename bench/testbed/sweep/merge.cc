#include "testbed/sweep/merge.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include "testbed/cell/json_file.h"
#include "testbed/report/csv.h"

namespace tidegate::testbed {
namespace {

template <class Write>
absl::Status WriteTable(const std::string& path, std::span<const Json> results, Write write) {
  std::ostringstream text;
  write(results, text);
  return WriteFileWhole(path, text.view());
}

absl::Status WriteMerged(const SweepFolder& folder, const std::string& lines, std::span<const Json> results) {
  absl::Status status = WriteFileWhole(folder.FileOf("cells.jsonl"), lines);
  if (status.ok()) status = WriteTable(folder.FileOf("cells.csv"), results, WriteCsv);
  if (status.ok()) status = WriteTable(folder.FileOf("timeline.csv"), results, WriteTimelineCsv);
  return status;
}

}  // namespace

std::string LabelOf(const Cell& cell) {
  std::string label = cell.workload.name;
  for (const WorkloadSpec& spec : cell.overlay) label += "+" + spec.name;
  return label + " " + cell.PolicyLabel() + " " + std::to_string(cell.capacity) + " seed " + std::to_string(cell.seed);
}

absl::StatusOr<Merged> MergeResults(const SweepFolder& folder, std::vector<SweepCell> cells) {
  std::ranges::sort(cells, {}, &SweepCell::id);
  Merged merged;
  std::string lines;
  std::vector<Json> results;
  for (const SweepCell& cell : cells) {
    const std::optional<std::string> line = folder.ResultLine(cell);
    if (!line) {
      merged.failed.push_back({cell.id, LabelOf(cell.cell), folder.ErrorOf(cell.id)});
      continue;
    }
    lines += *line;
    // No table has a column for the explanations, and they are the larger part.
    results.push_back(Json::parse(*line));
    results.back().erase("explain");
  }
  merged.cells = results.size();
  if (absl::Status status = WriteMerged(folder, lines, results); !status.ok()) return status;
  return merged;
}

}  // namespace tidegate::testbed
