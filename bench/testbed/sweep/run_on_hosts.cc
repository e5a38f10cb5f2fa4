#include "testbed/sweep/run_on_hosts.h"

#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <system_error>

#include "testbed/cell/json_file.h"
#include "testbed/sweep/cost_guess.h"
#include "testbed/sweep/job_log.h"
#include "testbed/sweep/process_pool.h"
#include "testbed/sweep/travel_bag.h"

namespace tidegate::testbed {
namespace {

constexpr std::chrono::milliseconds kPoll{100};

// Ends with this when it has told of jobs that failed, one or many (parallel(1), EXIT STATUS); beyond it has failed
// itself.
constexpr int kMostJobsFailed = 101;

absl::Status WriteCellList(const SweepFolder& folder, const std::vector<SweepCell>& cells) {
  std::string text;
  for (const SweepCell& cell : cells) text += cell.id + "\n";
  return WriteFileWhole(folder.FileOf("cells.txt"), text);
}

std::vector<std::string> CommandLine(const SweepFolder& folder, const TravelBag& bag, const HostsOptions& options) {
  const std::string cell = bag.name() + "/{}";
  std::vector<std::string> words = {"parallel", "--will-cite", "--sshloginfile", options.hosts};
  const auto add = [&](std::initializer_list<std::string> more) { words.insert(words.end(), more); };
  add({"--joblog", folder.FileOf("joblog"), "--resume-failed", "--retries", "2"});
  if (options.at_once != 0) add({"--jobs", std::to_string(options.at_once)});
  for (const std::string& file : bag.once()) add({"--basefile", file});
  add({"--transferfile", cell + ".cell.json", "--return", cell + ".result.json", "--return", cell + ".error.txt"});
  add({"--cleanup", "--arg-file", folder.FileOf("cells.txt")});
  add({"cd " + bag.name() + " && ./program run {}.cell.json -o {}.result.json 2> {}.error.txt"});
  return words;
}

class HostsRun {
 public:
  HostsRun(const SweepFolder& folder, const std::vector<SweepCell>& cells, const std::vector<bool>& done,
           const TravelBag& bag, Progress& progress)
      : folder_(folder), cells_(cells), settled_(done), bag_(bag), progress_(progress), log_(folder.FileOf("joblog")) {
    log_.SkipToEnd();
  }

  // Until parallel has ended; returns how, as of waitpid().
  int Watch(pid_t parallel) {
    int status = 0;
    while (::waitpid(parallel, &status, WNOHANG) != parallel) {
      ChildWatch::WaitForChild(kPoll);
      CollectEnded();
    }
    CollectEnded();
    return status;
  }

  // What was sent and never came back.
  void GiveUpRest(const std::string& why) {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      if (!settled_[i]) Settle({i, why});
    }
  }

 private:
  void CollectEnded() {
    log_.ReadNew([this](const JobEnd& end) { Settle(end); });
    progress_.Tick(std::chrono::steady_clock::now());
  }

  void Settle(const JobEnd& end) {
    if (end.job >= cells_.size() || settled_[end.job]) return;
    settled_[end.job] = true;
    const SweepCell& cell = cells_[end.job];
    const bool well = bag_.Unpack(folder_, cell, end.how.empty() ? "came back without a result" : end.how);
    progress_.Ended(CostGuess(cell.cell), well);
  }

  const SweepFolder& folder_;
  const std::vector<SweepCell>& cells_;
  std::vector<bool> settled_;
  const TravelBag& bag_;
  Progress& progress_;
  JobLogReader log_;
};

absl::Status StatusOf(const SweepFolder& folder, int status) {
  if (WIFEXITED(status) && WEXITSTATUS(status) <= kMostJobsFailed) return absl::OkStatus();
  const std::string said = LastLineOf(folder.FileOf("parallel.log"));
  return absl::InternalError("parallel: " + DescribeEnd(status) + (said.empty() ? "" : ": " + said));
}

}  // namespace

absl::Status RunOnHosts(const SweepFolder& folder, const std::vector<SweepCell>& cells, const HostsOptions& options,
                        Progress& progress) {
  std::vector<SweepCell> missing;
  std::vector<bool> done;
  for (const SweepCell& cell : cells) {
    done.push_back(folder.ResultLine(cell).has_value());
    if (!done.back()) missing.push_back(cell);
  }
  if (missing.empty()) return absl::OkStatus();
  absl::Status status = WriteCellList(folder, cells);
  if (status.ok()) status = WriteJobLog(folder.FileOf("joblog"), done);
  if (!status.ok()) return status;
  const absl::StatusOr<TravelBag> bag = TravelBag::Pack(folder, missing, options.program);
  if (!bag.ok()) return bag.status();
  const ChildWatch watch;
  HostsRun run(folder, cells, done, *bag, progress);
  // It ends its jobs, here and there, when it is asked to end.
  const absl::StatusOr<pid_t> parallel = StartProcess({.argv = CommandLine(folder, *bag, options),
                                                       .input = "",
                                                       .output = folder.FileOf("parallel.log"),
                                                       .folder = bag->parent(),
                                                       .signal_if_orphaned = SIGTERM});
  if (!parallel.ok()) return parallel.status();
  status = StatusOf(folder, run.Watch(*parallel));
  run.GiveUpRest(status.ok() ? "was not run" : std::string(status.message()));
  return status;
}

}  // namespace tidegate::testbed
