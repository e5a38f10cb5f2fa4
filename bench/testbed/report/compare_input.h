// What two sweeps are compared by.
#ifndef TIDEGATE_TESTBED_REPORT_COMPARE_INPUT_H_
#define TIDEGATE_TESTBED_REPORT_COMPARE_INPUT_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "testbed/report/cell_result.h"

namespace tidegate::testbed {

// Of a cell, as JSON and CSV both have it.
struct ComparedCell {
  std::string workload;  // with its overlay: "web + syn_flood"
  std::string policy;    // with its table and admission: "arc/full", "lru + half_open_quota"
  std::uint64_t capacity = 0;
  std::string mode;
  std::uint64_t seed = 0;
  double connections = 0;
  double syn_attempts = 0;
  double syn_refused = 0;
  ByMode cost_ms;
};

using ComparedCells = std::map<std::string, ComparedCell>;  // by id

// A directory with cells.jsonl, or one with cells.csv alone, or a file that ends in .csv or is JSON, line by line.
absl::StatusOr<ComparedCells> LoadComparedCells(const std::string& path);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_COMPARE_INPUT_H_
