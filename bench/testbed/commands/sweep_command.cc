// tidegate-testbed sweep: plays the cells of a manifest, here, on many machines, or by way of Slurm, and merges what
// they give.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "testbed/cell/json_file.h"
#include "testbed/commands/check_cell.h"
#include "testbed/commands/command.h"
#include "testbed/commands/commands.h"
#include "testbed/sweep/cost_guess.h"
#include "testbed/sweep/manifest.h"
#include "testbed/sweep/merge.h"
#include "testbed/sweep/progress.h"
#include "testbed/sweep/run_here.h"
#include "testbed/sweep/run_on_hosts.h"
#include "testbed/sweep/slurm_script.h"
#include "testbed/sweep/sweep_folder.h"

namespace tidegate::testbed {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kVerb = "sweep";
constexpr std::uint64_t kMaxJobs = 4096;
constexpr std::uint64_t kUsualTasks = 100;
constexpr std::size_t kMostNamed = 20;  // failed cells; all of them are in DIR/errors

// This very program, also if its file has been replaced meanwhile.
constexpr char kSelf[] = "/proc/self/exe";

Arguments SweepArguments() {
  return Arguments({{"-o", "DIR", "where results go and merged ones stand; the default is the manifest's name"},
                    {"-j", "N", "cells at a time; the default is one for each core"},
                    {"--fresh", "", "play all cells; without it those that have a result in DIR are passed over"},
                    {"--list", "", "print the cells, an id and JSON each, and play none"},
                    {"--merge", "", "merge the results that are there, and play none"},
                    {"--hosts", "FILE", "play on the machines of FILE, by GNU parallel: [CELLS/][USER@]HOST lines"},
                    {"--slurm", "", "write DIR/sweep.sbatch, a job array, and play none"},
                    {"--tasks", "N", "of the job array; the default is 100"}},
                   {"MANIFEST.json"});
}

struct Sweep {
  const Arguments& arguments;
  SweepFolder& folder;
  std::vector<SweepCell> cells;  // longest first
};

absl::StatusOr<std::vector<SweepCell>> ReadManifest(const std::string& path) {
  const absl::StatusOr<Json> json = ReadJsonFile(path);
  if (!json.ok()) return json.status();
  return ExpandManifest(*json, NameOfFile(path), WorkloadCheck());
}

int PrintCells(const std::vector<SweepCell>& cells) {
  for (const SweepCell& cell : cells) std::cout << cell.id << " " << ToJson(cell.cell).dump() << "\n";
  return kOk;
}

absl::Status CheckCombination(const Arguments& arguments) {
  std::string found;
  for (const char* option : {"--list", "--merge", "--hosts", "--slurm"}) {
    if (!arguments.Has(option)) continue;
    if (!found.empty())
      return absl::InvalidArgumentError(option + (": found beside " + found + ", expected one of them"));
    found = option;
  }
  if (arguments.Has("--hosts")) return ReadWholeFile(*arguments.Value("--hosts")).status();
  return absl::OkStatus();
}

std::string FolderOf(const Arguments& arguments) {
  const std::string& manifest = arguments.operand(0);
  return arguments.Value("-o").value_or(manifest == "-" ? "sweep" : fs::path(manifest).stem().string());
}

// When a file was last written; none if there is no such file.
std::optional<fs::file_time_type> TimeOf(const std::string& file) {
  std::error_code error;
  const fs::file_time_type time = fs::last_write_time(file, error);
  return error ? std::nullopt : std::optional(time);
}

// Results tell nothing of the program that made them, nor of what stood in the files that their cells name, so it has
// to be said if these may be others by now.
void MentionOldResults(const SweepFolder& folder, const std::vector<SweepCell>& cells) {
  const std::optional<fs::file_time_type> program = TimeOf(kSelf);
  std::size_t than_program = 0;
  std::size_t than_files = 0;
  for (const SweepCell& cell : cells) {
    const std::optional<fs::file_time_type> result = TimeOf(folder.ResultFile(cell.id));
    if (!result) continue;
    than_program += program && *result < *program;
    const std::set<std::string> files = FilesOf(cell.cell);
    than_files += std::ranges::any_of(files, [&](const std::string& file) {
      const std::optional<fs::file_time_type> time = TimeOf(file);
      return time && *result < *time;
    });
  }
  const auto mention = [&](std::size_t older, const char* than) {
    if (older == 0) return;
    std::cerr << "tidegate-testbed: sweep: " << older << " results in " << folder.path() << " are older than " << than
              << "; --fresh plays their cells again\n";
  };
  mention(than_program, "this program");
  mention(than_files, "the plug-in or the trace of their cells");
}

absl::Status Play(const Sweep& sweep, std::uint64_t jobs) {
  const std::vector<SweepCell> missing = sweep.folder.WithoutResult(sweep.cells);
  double cost = 0;
  for (const SweepCell& cell : missing) cost += CostGuess(cell.cell);
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  Progress progress(std::cerr, terminal, missing.size(), cost, std::chrono::steady_clock::now());
  absl::Status status;
  if (const auto hosts = sweep.arguments.Value("--hosts")) {
    const HostsOptions options = {fs::absolute(*hosts).string(), kSelf, jobs};
    status = RunOnHosts(sweep.folder, sweep.cells, options, progress);
  } else {
    const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
    status = RunHere(sweep.folder, missing, kSelf, jobs == 0 ? cores : jobs, progress);
  }
  if (!missing.empty()) progress.Finish(std::chrono::steady_clock::now());
  return status;
}

int Merge(const Sweep& sweep) {
  const absl::StatusOr<Merged> merged = MergeResults(sweep.folder, sweep.cells);
  if (!merged.ok()) return Complain(kVerb, merged.status(), kFailed);
  std::cout << merged->cells << " cells in " << sweep.folder.FileOf("cells.jsonl") << ", cells.csv, timeline.csv\n";
  if (merged->failed.empty()) return kOk;
  for (std::size_t i = 0; i < std::min(merged->failed.size(), kMostNamed); ++i) {
    const FailedCell& cell = merged->failed[i];
    std::cerr << "failed: " << cell.id << " (" << cell.label << "): " << cell.error << "\n";
  }
  std::cerr << "tidegate-testbed: sweep: " << merged->failed.size() << " cells have no result; "
            << sweep.folder.FileOf("errors") << " has more about them\n";
  return kFailed;
}

int WriteSlurm(const Sweep& sweep, std::uint64_t tasks) {
  sweep.folder.RemoveResults(sweep.folder.WithoutResult(sweep.cells));  // those that are none
  std::error_code error;
  const std::string program = fs::read_symlink(kSelf, error).string();
  const absl::Status status = WriteSlurmScript(sweep.folder, sweep.cells, program, tasks);
  if (!status.ok()) return Complain(kVerb, status, kFailed);
  std::cout << "submit it:   sbatch " << ShellWord(sweep.folder.FileOf("sweep.sbatch")) << "\n"
            << "then merge:  tidegate-testbed sweep " << ShellWord(sweep.arguments.operand(0)) << " --merge -o "
            << ShellWord(sweep.folder.path()) << "\n";
  return kOk;
}

int Execute(Sweep& sweep) {
  const absl::StatusOr<std::uint64_t> jobs = sweep.arguments.Count("-j", 0, 1, kMaxJobs);
  if (!jobs.ok()) return Complain(kVerb, jobs.status());
  const absl::StatusOr<std::uint64_t> tasks = sweep.arguments.Count("--tasks", kUsualTasks, 1, kMaxTasks);
  if (!tasks.ok()) return Complain(kVerb, tasks.status());
  if (sweep.arguments.Has("--merge")) return Merge(sweep);
  if (const absl::Status status = sweep.folder.Lock(); !status.ok()) return Complain(kVerb, status, kFailed);
  if (sweep.arguments.Has("--fresh")) sweep.folder.RemoveResults(sweep.cells);
  MentionOldResults(sweep.folder, sweep.cells);
  if (sweep.arguments.Has("--slurm")) return WriteSlurm(sweep, *tasks);
  const absl::Status played = Play(sweep, *jobs);
  const int merged = Merge(sweep);
  return played.ok() ? merged : Complain(kVerb, played, kFailed);
}

}  // namespace

int SweepCommand(Args args) {
  Arguments arguments = SweepArguments();
  int exit_status = kOk;
  if (!ReadArguments(kVerb, args, arguments, exit_status)) return exit_status;
  if (const absl::Status status = CheckCombination(arguments); !status.ok()) return Complain(kVerb, status);
  absl::StatusOr<std::vector<SweepCell>> cells = ReadManifest(arguments.operand(0));
  if (!cells.ok()) return Complain(kVerb, cells.status());
  if (arguments.Has("--list")) return PrintCells(*cells);
  SortLongestFirst(*cells);
  absl::StatusOr<SweepFolder> folder = SweepFolder::Open(FolderOf(arguments));
  if (!folder.ok()) return Complain(kVerb, folder.status());
  Sweep sweep{arguments, *folder, *std::move(cells)};
  return Execute(sweep);
}

}  // namespace tidegate::testbed
