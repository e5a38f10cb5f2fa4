// Runs a program as a user would.
#include "child_process.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

namespace tidegate::test {
namespace {

constexpr uid_t kNobody = 65534;
constexpr int kCannotExec = 127;

std::string ReadAll(int fd) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) return "";
  std::string text(static_cast<std::size_t>(info.st_size), '\0');
  const ssize_t count = ::pread(fd, text.data(), text.size(), 0);
  text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  return text;
}

[[noreturn]] void BecomeProgram(const std::vector<std::string>& argv, const SpawnOptions& options, int out, int err) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  for (const std::string& variable : options.environment) ::putenv(const_cast<char*>(variable.c_str()));
  if (options.unprivileged && ::getuid() == 0) {
    if (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0) ::_exit(kCannotExec);
  }
  std::vector<char*> words;
  words.reserve(argv.size() + 1);
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execv(words[0], words.data());
  ::_exit(kCannotExec);
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& argv, const SpawnOptions& options)
    : out_(::memfd_create("out", MFD_CLOEXEC)), err_(::memfd_create("err", MFD_CLOEXEC)) {
  // Both ends append: the file offset is shared with what the program inherits.
  pid_ = ::fork();
  if (pid_ == 0) BecomeProgram(argv, options, out_, err_);
}

ChildProcess::~ChildProcess() {
  if (!Reap()) {
    Signal(SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(out_);
  ::close(err_);
}

bool ChildProcess::Reap() {
  int status = 0;
  if (ended_ || ::waitpid(pid_, &status, WNOHANG) != pid_) return ended_;
  ended_ = true;
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return true;
}

bool ChildProcess::WaitForOutput(const std::string& text, std::chrono::seconds limit) {
  Eventually([&] { return Output().find(text) != std::string::npos || Reap(); }, limit);
  return Output().find(text) != std::string::npos;
}

void ChildProcess::Signal(int signal) { ::kill(pid_, signal); }

int ChildProcess::WaitForEnd(std::chrono::seconds limit) {
  Eventually([&] { return Reap(); }, limit);
  return status_;
}

std::string ChildProcess::Output() { return ReadAll(out_); }
std::string ChildProcess::Errors() { return ReadAll(err_); }

Finished RunProgram(const std::vector<std::string>& argv, const SpawnOptions& options) {
  ChildProcess child(argv, options);
  Finished finished;
  finished.status = child.WaitForEnd();
  finished.out = child.Output();
  finished.err = child.Errors();
  return finished;
}

void SleepShortly() { std::this_thread::sleep_for(std::chrono::milliseconds(20)); }

}  // namespace tidegate::test
