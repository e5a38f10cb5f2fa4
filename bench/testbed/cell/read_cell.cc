#include "testbed/cell/read_cell.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <utility>

#include "testbed/cell/policy_names.h"
#include "tidegate/firewall.h"

namespace tidegate::testbed {
namespace {

constexpr std::uint64_t kMaxSeconds = 7 * 86400;
constexpr std::uint64_t kMaxSample = kMaxCapacity / kMinCapacity;
constexpr std::size_t kMaxOverlays = 16;

// Up to here every whole number is a double of its own.
constexpr double kExact = 0x1p53;

Json CanonicalNumber(const Json& value) {
  const double number = value.get<double>();
  if (std::abs(number) > kExact || std::trunc(number) != number) return value;
  if (number < 0) return static_cast<std::int64_t>(number);
  return static_cast<std::uint64_t>(number);
}

// Equal values look equal: members in the order of their names, 17000.0 as 17000, as which a count can be read too.
Json Canonical(const Json& value) {
  if (value.is_array()) {
    Json array = Json::array();
    for (const Json& element : value) array.push_back(Canonical(element));
    return array;
  }
  if (value.is_object()) {
    Json object = Json::object();
    const nlohmann::json sorted(value);
    for (const auto& [key, member] : sorted.items()) object[key] = Canonical(value[key]);
    return object;
  }
  return value.is_number_float() ? CanonicalNumber(value) : value;
}

WorkloadSpec ReadWorkload(const Json& json, const std::string& path, std::optional<Problem>& problem) {
  WorkloadSpec spec;
  Members fields(json, path, problem);
  fields.Text("name", spec.name);
  if (spec.name.empty()) fields.Fail("name", Missing("the name of a workload"));
  if (problem) return spec;
  spec.parameters = Canonical(json);
  spec.parameters.erase("name");
  return spec;
}

void ReadWorkloads(Members& fields, Cell& cell, std::optional<Problem>& problem) {
  const Json* const workload = fields.Find("workload");
  if (workload == nullptr) return fields.Fail("workload", Missing("an object with the name of a workload"));
  cell.workload = ReadWorkload(*workload, fields.PathTo("workload"), problem);
  const Json* const overlay = fields.Find("overlay");
  if (overlay == nullptr) return;
  if (!overlay->is_array() || overlay->size() > kMaxOverlays) {
    return fields.Fail("overlay",
                       Mismatch(*overlay, "a list of at most " + std::to_string(kMaxOverlays) + " workloads"));
  }
  for (const Json& spec : *overlay) {
    cell.overlay.push_back(ReadWorkload(spec, PathOf(fields.PathTo("overlay"), cell.overlay.size()), problem));
  }
}

void ReadName(Members& fields, std::string_view field, const std::vector<std::string_view>& names, std::string& out) {
  if (const auto which = fields.OneOf(field, names)) out = names[*which];
}

// A plug-in's policy has the name it is given, or its file's.
void ReadEviction(Members& fields, Cell& cell) {
  if (const auto which = fields.OneOf("table", {"set", "full"})) cell.fully_associative = *which == 1;
  fields.Text("plugin", cell.plugin);
  if (cell.plugin.empty()) return ReadName(fields, "eviction", EvictionNames(cell.fully_associative), cell.eviction);
  cell.eviction = std::filesystem::path(cell.plugin).stem().string();
  fields.Text("eviction", cell.eviction);
  if (cell.eviction.empty()) fields.Fail("eviction", Mismatch(cell.eviction, "a name for the plug-in's policy"));
  if (cell.fully_associative) fields.Fail("table", Mismatch("full", "set, which plug-ins are for"));
}

void ReadSample(Members& fields, Cell& cell) {
  fields.Count("sample", 1, kMaxSample, cell.sample);
  if (cell.capacity / cell.sample >= kMinCapacity) return;
  fields.Fail("sample", Mismatch(cell.sample, "at most " + std::to_string(cell.capacity / kMinCapacity) +
                                                  ", which leaves a table of " + std::to_string(kMinCapacity)));
}

void ReadTimeouts(const Json& json, const std::string& path, Timeouts& out, std::optional<Problem>& problem) {
  Members fields(json, path, problem);
  for (const TimeoutRow& row : kTimeoutRows) {
    TimeNs seconds = out.Of(row.state) / kSecond;
    fields.Count(row.name, row.min_s, row.max_s, seconds);
    out.Set(row.state, seconds * kSecond);
  }
  fields.Finish();
}

void ReadOptions(const Json& json, const std::string& path, PolicyOptions& out, std::optional<Problem>& problem) {
  Members fields(json, path, problem);
  fields.Count("half_open_max", 1, kMaxCapacity, out.half_open_max);
  fields.Count("half_open_per_source", 0, kMaxPerSource, out.half_open_per_source);
  fields.Count("syn_rate", 1, kMaxSynRate, out.syn_rate);
  fields.Count("syn_burst", 1, kMaxSynRate, out.syn_burst);
  if (const Json* const timeouts = fields.Find("timeouts")) {
    ReadTimeouts(*timeouts, fields.PathTo("timeouts"), out.timeouts, problem);
  }
  fields.Finish();
}

}  // namespace

std::vector<std::string_view> CellFields() {
  return {"workload", "overlay",     "capacity", "table",  "plugin", "eviction", "admission", "ageing",
          "mode",     "syn_backoff", "seconds",  "sample", "seed",   "optimum",  "options"};
}

Cell ReadCell(const Json& json, std::optional<Problem>& problem) {
  Cell cell;
  Members fields(json, "$", problem);
  if (problem) return cell;
  ReadWorkloads(fields, cell, problem);
  fields.Count("capacity", kMinCapacity, kMaxCapacity, cell.capacity);
  cell.options.half_open_max = cell.capacity / 4;  // as the dataplane has it
  ReadEviction(fields, cell);
  ReadName(fields, "admission", AdmissionNames(), cell.admission);
  ReadName(fields, "ageing", AgeingNames(), cell.ageing);
  if (const auto which = fields.OneOf("mode", {kCostModeNames.begin(), kCostModeNames.end()})) {
    cell.mode = static_cast<CostMode>(*which);
  }
  if (const auto which = fields.OneOf("syn_backoff", {Name(SynBackoff::kClassic), Name(SynBackoff::kLinear)})) {
    cell.syn_backoff = static_cast<SynBackoff>(*which);
  }
  fields.Count("seconds", 1, kMaxSeconds, cell.seconds);
  ReadSample(fields, cell);
  fields.Count("seed", 0, ~std::uint64_t{0}, cell.seed);
  fields.Flag("optimum", cell.optimum);
  if (const Json* const options = fields.Find("options")) {
    ReadOptions(*options, fields.PathTo("options"), cell.options, problem);
  }
  fields.Finish();
  return cell;
}

}  // namespace tidegate::testbed
