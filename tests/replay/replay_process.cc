// Runs tidegate-replay with a pipe at its input and at its output.
#include "replay_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sstream>
#include <utility>

extern char** environ;

namespace tidegate::test {
namespace {

constexpr int kPatienceMs = 10'000;

struct Pipe {
  int read = -1;
  int write = -1;

  Pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) == 0) std::tie(read, write) = std::pair(ends[0], ends[1]);
  }
};

void Close(int& fd) {
  if (fd >= 0) close(fd);
  fd = -1;
}

}  // namespace

ReplayProcess::ReplayProcess(const std::string& program, std::vector<std::string> arguments) {
  signal(SIGPIPE, SIG_IGN);  // a program that ends early must not end the test
  Pipe in, out, err;
  arguments.insert(arguments.begin(), program);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.read, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write, 1);
  posix_spawn_file_actions_adddup2(&actions, err.write, 2);
  EXPECT_EQ(posix_spawn(&pid_, program.c_str(), &actions, nullptr, argv.data(), environ), 0) << program;
  posix_spawn_file_actions_destroy(&actions);
  Close(in.read);
  Close(out.write);
  Close(err.write);
  in_ = in.write;
  out_ = out.read;
  err_ = err.read;
}

ReplayProcess::~ReplayProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  for (int* fd : {&in_, &out_, &err_}) Close(*fd);
}

void ReplayProcess::Write(std::string_view bytes) {
  EXPECT_EQ(write(in_, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
}

void ReplayProcess::Signal(int signal) { kill(pid_, signal); }

// Closes `fd` and returns false when nothing more comes.
bool ReplayProcess::ReadSome(int& fd, std::string& into) {
  pollfd ready{fd, POLLIN, 0};
  char block[4096];
  const bool came = fd >= 0 && poll(&ready, 1, kPatienceMs) == 1;
  const ssize_t count = came ? read(fd, block, sizeof block) : 0;
  if (count > 0) into.append(block, static_cast<std::size_t>(count));
  if (count <= 0) Close(fd);
  return count > 0;
}

std::string ReplayProcess::ReadLine() {
  while (pending_.find('\n') == std::string::npos && ReadSome(out_, pending_)) {
  }
  const std::size_t end = pending_.find('\n');
  if (end == std::string::npos) return "";
  std::string line = pending_.substr(0, end);
  pending_.erase(0, end + 1);
  return line;
}

ProgramResult ReplayProcess::Finish() {
  Close(in_);
  ProgramResult result;
  while (ReadSome(out_, pending_)) {
  }
  result.out = std::move(pending_);
  while (ReadSome(err_, result.err)) {
  }
  int status = 0;
  waitpid(std::exchange(pid_, -1), &status, 0);
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

ProgramResult RunReplay(const std::string& program, std::vector<std::string> arguments) {
  return ReplayProcess(program, std::move(arguments)).Finish();
}

std::vector<std::string> Lines(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace tidegate::test
