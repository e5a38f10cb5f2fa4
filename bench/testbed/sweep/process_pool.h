// Runs processes, so many at a time.
//
// Cells are processes: one that crashes takes no other one with it, none sees what another has left behind in memory,
// and when this process is killed they go with it.
#ifndef TIDEGATE_TESTBED_SWEEP_PROCESS_POOL_H_
#define TIDEGATE_TESTBED_SWEEP_PROCESS_POOL_H_

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tidegate::testbed {

struct ProcessSpec {
  std::vector<std::string> argv;  // argv[0] is the program's path, or its name in PATH
  std::string input;              // on its standard input
  std::string output;             // file for its standard output and standard error, made anew
  std::string folder;             // where it runs; empty: here
  int signal_if_orphaned = 9;     // what it gets when this process dies
};

absl::StatusOr<pid_t> StartProcess(const ProcessSpec& spec);

// "killed by signal 11 (Segmentation fault)", "exit status 1"; empty if it ended well. `status` as of waitpid().
std::string DescribeEnd(int status);
// The same of an exit status as a shell or ssh hands it on: a signal is 128 and its number.
std::string DescribeExit(int code);

// Starts processes 0 to count - 1 in order, `at_once` of them side by side. `ended` is told of each end, `tick` is
// called several times a second. Fails if a process cannot be started; those that run are waited for first.
absl::Status RunProcesses(std::size_t count, std::size_t at_once, const std::function<ProcessSpec(std::size_t)>& spec,
                          const std::function<void(std::size_t, int status)>& ended, const std::function<void()>& tick);

// While it lives, SIGCHLD is kept for WaitForChild().
class ChildWatch {
 public:
  ChildWatch();
  ~ChildWatch();
  ChildWatch(const ChildWatch&) = delete;
  ChildWatch& operator=(const ChildWatch&) = delete;

  // Until a child ends, or `limit` is over.
  static void WaitForChild(std::chrono::milliseconds limit);
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_SWEEP_PROCESS_POOL_H_
