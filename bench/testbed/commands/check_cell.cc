#include "testbed/commands/check_cell.h"

#include "testbed/workload/workloads.h"

namespace tidegate::testbed {
namespace {

// "$.workload.rate: found X, ..." in its two parts.
Problem Split(const std::string& message) {
  const std::size_t colon = message.find(": ");
  if (colon == std::string::npos) return {"$", message};
  return {message.substr(0, colon), message.substr(colon + 2)};
}

// What a workload is made from (Parameters).
std::string KeyOf(const WorkloadSpec& spec, const Cell& cell) {
  return Json{spec.name, spec.parameters, cell.capacity, cell.seconds, cell.sample}.dump();
}

}  // namespace

std::optional<Problem> WorkloadCheck::Check(const WorkloadSpec& spec, const Cell& cell, const std::string& path) {
  const std::string key = KeyOf(spec, cell);
  if (well_.contains(key)) return std::nullopt;
  const auto workload = MakeWorkload(spec, cell, path);
  if (!workload.ok()) return Split(std::string(workload.status().message()));
  well_.insert(key);
  return std::nullopt;
}

std::optional<Problem> WorkloadCheck::operator()(const Cell& cell) {
  std::optional<Problem> problem = Check(cell.workload, cell, "$.workload");
  for (std::size_t i = 0; i < cell.overlay.size() && !problem; ++i) {
    problem = Check(cell.overlay[i], cell, PathOf("$.overlay", i));
  }
  return problem;
}

}  // namespace tidegate::testbed
