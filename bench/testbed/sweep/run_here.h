// Plays cells on this machine, each in a process of its own.
#ifndef TIDEGATE_TESTBED_SWEEP_RUN_HERE_H_
#define TIDEGATE_TESTBED_SWEEP_RUN_HERE_H_

#include <cstddef>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "testbed/sweep/manifest.h"
#include "testbed/sweep/progress.h"
#include "testbed/sweep/sweep_folder.h"

namespace tidegate::testbed {

// Runs `PROGRAM run - -o results/ID.json` for each, in their order. A cell that fails leaves its error in the folder
// and no result. Fails itself only if no process can be started.
absl::Status RunHere(const SweepFolder& folder, std::span<const SweepCell> cells, const std::string& program,
                     std::size_t at_once, Progress& progress);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_SWEEP_RUN_HERE_H_
