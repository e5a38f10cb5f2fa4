#include "testbed/sweep/run_here.h"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "testbed/sweep/cost_guess.h"
#include "testbed/sweep/process_pool.h"

namespace tidegate::testbed {

absl::Status RunHere(const SweepFolder& folder, std::span<const SweepCell> cells, const std::string& program,
                     std::size_t at_once, Progress& progress) {
  const auto spec = [&](std::size_t i) {
    return ProcessSpec{.argv = {program, "run", "-", "-o", folder.ResultFile(cells[i].id)},
                       .input = ToJson(cells[i].cell).dump(),
                       .output = folder.ErrorFile(cells[i].id),
                       .folder = ""};
  };
  const auto ended = [&](std::size_t i, int status) {
    const std::string error_file = folder.ErrorFile(cells[i].id);
    const bool well = status == 0 && folder.ResultLine(cells[i]).has_value();
    if (well) ::unlink(error_file.c_str());
    // One that was killed could not say so itself.
    if (WIFSIGNALED(status)) std::ofstream(error_file, std::ios::app) << DescribeEnd(status) << "\n";
    progress.Ended(CostGuess(cells[i].cell), well);
  };
  return RunProcesses(cells.size(), at_once, spec, ended, [&] { progress.Tick(std::chrono::steady_clock::now()); });
}

}  // namespace tidegate::testbed
