#include "testbed/sweep/slurm_script.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_replace.h"
#include "testbed/cell/json_file.h"

namespace tidegate::testbed {
namespace {

namespace fs = std::filesystem;

// $start is where plug-ins and traces are looked for that have a relative path.
constexpr char kScript[] = R"sh(#!/usr/bin/env bash
#SBATCH --job-name=tidegate-sweep
#SBATCH --array=0-@LAST@
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --output=/dev/null
#
# Plays the cells of one array task: every @TASKS@th line of cells.txt. Cells that have a result are passed over.
set -euo pipefail

folder=@FOLDER@
start=@START@
program=@PROGRAM@
tasks=@TASKS@

cd -- "$start"
mapfile -t cells <"$folder/cells.txt"
failed=0
for ((i = SLURM_ARRAY_TASK_ID; i < ${#cells[@]}; i += tasks)); do
  id=${cells[i]}
  if [[ -s $folder/results/$id.json ]]; then continue; fi
  error=$folder/errors/$id.txt
  status=0
  "$program" run "$folder/cells/$id.json" -o "$folder/results/$id.json" >"$error" 2>&1 || status=$?
  if ((status == 0)); then
    rm -f -- "$error"
  else
    if ((status > 128)); then echo "killed by signal $((status - 128))" >>"$error"; fi
    failed=1
  fi
done
exit "$failed"
)sh";

absl::Status WriteCells(const SweepFolder& folder, const std::vector<SweepCell>& cells) {
  std::error_code error;
  fs::create_directories(folder.FileOf("cells"), error);
  if (error) return absl::NotFoundError(folder.FileOf("cells") + ": cannot be made: " + error.message());
  std::string list;
  for (const SweepCell& cell : cells) {
    const std::string file = folder.FileOf("cells/" + cell.id + ".json");
    if (absl::Status status = WriteFileWhole(file, ToJson(cell.cell).dump() + "\n"); !status.ok()) return status;
    list += cell.id + "\n";
  }
  return WriteFileWhole(folder.FileOf("cells.txt"), list);
}

}  // namespace

std::string ShellWord(const std::string& text) { return "'" + absl::StrReplaceAll(text, {{"'", R"('\'')"}}) + "'"; }

absl::Status WriteSlurmScript(const SweepFolder& folder, const std::vector<SweepCell>& cells,
                              const std::string& program, std::size_t tasks) {
  if (absl::Status status = WriteCells(folder, cells); !status.ok()) return status;
  tasks = std::clamp<std::size_t>(tasks, 1, std::max<std::size_t>(cells.size(), 1));
  std::error_code error;
  const std::string script = absl::StrReplaceAll(kScript, {{"@LAST@", std::to_string(tasks - 1)},
                                                           {"@TASKS@", std::to_string(tasks)},
                                                           {"@FOLDER@", ShellWord(folder.path())},
                                                           {"@START@", ShellWord(fs::current_path(error).string())},
                                                           {"@PROGRAM@", ShellWord(program)}});
  return WriteFileWhole(folder.FileOf("sweep.sbatch"), script);
}

}  // namespace tidegate::testbed
