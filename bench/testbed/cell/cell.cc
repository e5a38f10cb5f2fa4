// The canonical form of a cell, and the hash of it.
#include "testbed/cell/cell.h"

// Scalar, which is fast enough: g++ 12 is wrong about the AVX-512 one (GCC PR 105593).
#define XXH_INLINE_ALL
#define XXH_VECTOR XXH_SCALAR
#include <xxhash.h>

#include <cstdio>
#include <optional>
#include <utility>

#include "testbed/cell/read_cell.h"

namespace tidegate::testbed {
namespace {

Json ToJson(const WorkloadSpec& spec) {
  Json json = {{"name", spec.name}};
  json.update(spec.parameters);
  return json;
}

Json ToJson(const PolicyOptions& options) {
  Json timeouts = Json::object();
  for (const TimeoutRow& row : kTimeoutRows) timeouts[std::string(row.name)] = options.timeouts.Of(row.state) / kSecond;
  return {{"half_open_max", options.half_open_max},
          {"half_open_per_source", options.half_open_per_source},
          {"syn_rate", options.syn_rate},
          {"syn_burst", options.syn_burst},
          {"timeouts", std::move(timeouts)}};
}

}  // namespace

absl::StatusOr<Cell> CellFromJson(const Json& json, const std::string& where) {
  std::optional<Problem> problem;
  Cell cell = ReadCell(json, problem);
  if (problem) return absl::InvalidArgumentError(where + ": " + problem->path + ": " + problem->what);
  return cell;
}

Json ToJson(const Cell& cell) {
  Json overlay = Json::array();
  for (const WorkloadSpec& spec : cell.overlay) overlay.push_back(ToJson(spec));
  return {{"workload", ToJson(cell.workload)},
          {"overlay", std::move(overlay)},
          {"capacity", cell.capacity},
          {"table", cell.fully_associative ? "full" : "set"},
          {"eviction", cell.eviction},
          {"plugin", cell.plugin},
          {"admission", cell.admission},
          {"ageing", cell.ageing},
          {"mode", std::string(Name(cell.mode))},
          {"syn_backoff", std::string(Name(cell.syn_backoff))},
          {"seconds", cell.seconds},
          {"sample", cell.sample},
          {"seed", cell.seed},
          {"optimum", cell.optimum},
          {"options", ToJson(cell.options)}};
}

std::string CellId(const Cell& cell) {
  const std::string text = ToJson(cell).dump();
  char id[17];
  std::snprintf(id, sizeof id, "%016llx", static_cast<unsigned long long>(XXH3_64bits(text.data(), text.size())));
  return id;
}

std::set<std::string> FilesOf(const Cell& cell) {
  std::set<std::string> files;
  const auto add = [&](const WorkloadSpec& spec) {
    const auto file = spec.parameters.find("file");
    if (file != spec.parameters.end() && file->is_string()) files.insert(file->get<std::string>());
  };
  if (!cell.plugin.empty()) files.insert(cell.plugin);
  add(cell.workload);
  for (const WorkloadSpec& spec : cell.overlay) add(spec);
  return files;
}

}  // namespace tidegate::testbed
