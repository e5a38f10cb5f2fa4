#include "testbed/sweep/process_pool.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <string_view>
#include <utility>

namespace tidegate::testbed {
namespace {

constexpr int kCannotExec = 127;
constexpr int kSignalBase = 128;
constexpr std::chrono::milliseconds kTick{100};

absl::Status ErrorOf(const std::string& what) {
  return absl::InternalError(what + ": " + std::string(std::strerror(errno)));
}

sigset_t ChildSignal() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  return set;
}

// A file in memory: a pipe would have to be fed.
int FileWith(const std::string& text) {
  const int fd = ::memfd_create("input", MFD_CLOEXEC);
  if (fd >= 0 && ::pwrite(fd, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size())) return fd;
  if (fd >= 0) ::close(fd);
  return -1;
}

struct Standard {
  int input = -1;
  int output = -1;

  Standard() = default;
  Standard(const Standard&) = delete;
  Standard& operator=(const Standard&) = delete;
  ~Standard() {
    if (input >= 0) ::close(input);
    if (output >= 0) ::close(output);
  }
};

[[noreturn]] void BecomeProgram(const ProcessSpec& spec, char* const* argv, const Standard& standard, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, spec.signal_if_orphaned);
  if (::getppid() != parent) ::_exit(kCannotExec);  // it died before it was watched
  const sigset_t children = ChildSignal();
  ::sigprocmask(SIG_UNBLOCK, &children, nullptr);
  ::dup2(standard.input, STDIN_FILENO);
  ::dup2(standard.output, STDOUT_FILENO);
  ::dup2(standard.output, STDERR_FILENO);
  if (spec.folder.empty() || ::chdir(spec.folder.c_str()) == 0) ::execvp(argv[0], argv);
  const char* const reason = std::strerror(errno);
  for (const std::string_view part : {std::string_view(argv[0]), std::string_view(": cannot be run: "),
                                      std::string_view(reason), std::string_view("\n")}) {
    if (::write(STDERR_FILENO, part.data(), part.size()) < 0) break;
  }
  ::_exit(kCannotExec);
}

struct Running {
  pid_t pid;
  std::size_t number;
};

}  // namespace

absl::StatusOr<pid_t> StartProcess(const ProcessSpec& spec) {
  Standard standard;
  standard.input = FileWith(spec.input);
  if (standard.input < 0) return ErrorOf("no memory for a process's input");
  standard.output = ::open(spec.output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
  if (standard.output < 0) return ErrorOf(spec.output + ": cannot be written");
  std::vector<char*> argv;
  argv.reserve(spec.argv.size() + 1);
  for (const std::string& word : spec.argv) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) BecomeProgram(spec, argv.data(), standard, parent);
  if (pid < 0) return ErrorOf("no process can be started");
  return pid;
}

std::string DescribeEnd(int status) {
  return DescribeExit(WIFSIGNALED(status) ? kSignalBase + WTERMSIG(status) : WEXITSTATUS(status));
}

std::string DescribeExit(int code) {
  if (code == 0) return "";
  const int signal = code - kSignalBase;
  if (signal <= 0 || signal >= NSIG) return "exit status " + std::to_string(code);
  return "killed by signal " + std::to_string(signal) + " (" + ::strsignal(signal) + ")";
}

absl::Status RunProcesses(std::size_t count, std::size_t at_once, const std::function<ProcessSpec(std::size_t)>& spec,
                          const std::function<void(std::size_t, int status)>& ended,
                          const std::function<void()>& tick) {
  const ChildWatch watch;
  absl::Status status;
  std::vector<Running> running;
  for (std::size_t next = 0; (status.ok() && next < count) || !running.empty();) {
    while (status.ok() && next < count && running.size() < at_once) {
      const absl::StatusOr<pid_t> pid = StartProcess(spec(next));
      if (pid.ok()) running.push_back({*pid, next++});
      status = pid.status();
    }
    if (!running.empty()) ChildWatch::WaitForChild(kTick);
    std::erase_if(running, [&](const Running& process) {
      int end = 0;
      if (::waitpid(process.pid, &end, WNOHANG) != process.pid) return false;
      ended(process.number, end);
      return true;
    });
    tick();
  }
  return status;
}

ChildWatch::ChildWatch() {
  const sigset_t children = ChildSignal();
  ::sigprocmask(SIG_BLOCK, &children, nullptr);
}

ChildWatch::~ChildWatch() {
  const sigset_t children = ChildSignal();
  ::sigprocmask(SIG_UNBLOCK, &children, nullptr);
}

void ChildWatch::WaitForChild(std::chrono::milliseconds limit) {
  const sigset_t children = ChildSignal();
  const timespec time = {.tv_sec = limit.count() / 1000, .tv_nsec = limit.count() % 1000 * 1'000'000};
  ::sigtimedwait(&children, nullptr, &time);
}

}  // namespace tidegate::testbed
