// Runs a program as a user would: arguments in, lines of both outputs and an exit status out.
#ifndef TIDEGATE_TESTS_DATAPLANE_CHILD_PROCESS_H_
#define TIDEGATE_TESTS_DATAPLANE_CHILD_PROCESS_H_

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace tidegate::test {

struct SpawnOptions {
  bool unprivileged = false;             // as the user nobody, if this process may change its user
  std::vector<std::string> environment;  // "NAME=value", added to this process's
};

class ChildProcess {
 public:
  // argv[0] is the program's path. Standard input is empty. Ends with the test at the latest.
  explicit ChildProcess(const std::vector<std::string>& argv, const SpawnOptions& options = {});
  ~ChildProcess();  // kills it if it still runs
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // Waits until standard output holds `text`, the process ends or time is up. Returns whether it does.
  bool WaitForOutput(const std::string& text, std::chrono::seconds limit = std::chrono::seconds(20));

  void Signal(int signal);

  // The exit status, or 128 + the signal that ended it, or -1 if it still runs when time is up.
  int WaitForEnd(std::chrono::seconds limit = std::chrono::seconds(20));

  // All that it wrote so far.
  std::string Output();
  std::string Errors();

  pid_t pid() const { return pid_; }

 private:
  bool Reap();

  pid_t pid_ = -1;
  int status_ = -1;
  bool ended_ = false;
  int out_ = -1;  // memory files: a full pipe cannot stop the program
  int err_ = -1;
};

struct Finished {
  int status = -1;
  std::string out;
  std::string err;
};

// Runs a program to its end.
Finished RunProgram(const std::vector<std::string>& argv, const SpawnOptions& options = {});

// Calls `condition` until it returns true or time is up; returns its last answer.
template <typename Condition>
bool Eventually(Condition condition, std::chrono::seconds limit = std::chrono::seconds(20));

void SleepShortly();

template <typename Condition>
bool Eventually(Condition condition, std::chrono::seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    SleepShortly();
  }
  return true;
}

}  // namespace tidegate::test

#endif  // TIDEGATE_TESTS_DATAPLANE_CHILD_PROCESS_H_
