// All results of a sweep in one: cells.jsonl, cells.csv and timeline.csv, the same bytes wherever and in whatever order
// the cells were played.
#ifndef TIDEGATE_TESTBED_SWEEP_MERGE_H_
#define TIDEGATE_TESTBED_SWEEP_MERGE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "testbed/sweep/manifest.h"
#include "testbed/sweep/sweep_folder.h"

namespace tidegate::testbed {

struct FailedCell {
  std::string id;
  std::string label;  // what it was about, for people
  std::string error;
};

struct Merged {
  std::size_t cells = 0;
  std::vector<FailedCell> failed;  // those without a result
};

// Merges the results that there are. Fails with "FILE: what" if the files cannot be written.
absl::StatusOr<Merged> MergeResults(const SweepFolder& folder, std::vector<SweepCell> cells);

// "port_exhaustion arc/full 65536 seed 1".
std::string LabelOf(const Cell& cell);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_SWEEP_MERGE_H_
