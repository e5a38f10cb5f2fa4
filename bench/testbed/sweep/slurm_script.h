// A sweep as a job array of Slurm: a script for sbatch, one array task for each chunk of cells.
//
// The folder of the sweep is on a disk that all nodes share, and the program is found there under the path it has here.
// Afterwards `tidegate-testbed sweep MANIFEST --merge -o DIR` merges what is there; submitting the script again plays
// what is missing.
#ifndef TIDEGATE_TESTBED_SWEEP_SLURM_SCRIPT_H_
#define TIDEGATE_TESTBED_SWEEP_SLURM_SCRIPT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "testbed/sweep/manifest.h"
#include "testbed/sweep/sweep_folder.h"

namespace tidegate::testbed {

// Slurm takes 1001 by default (slurm.conf(5), MaxArraySize).
inline constexpr std::size_t kMaxTasks = 1000;

// 'It'\''s': one word for a shell, whatever is in it.
std::string ShellWord(const std::string& text);

// Writes DIR/cells/ID.json for each cell, DIR/cells.txt and DIR/sweep.sbatch. Cells come longest first and are dealt
// out in turn, so that chunks take about as long.
absl::Status WriteSlurmScript(const SweepFolder& folder, const std::vector<SweepCell>& cells,
                              const std::string& program, std::size_t tasks);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_SWEEP_SLURM_SCRIPT_H_
