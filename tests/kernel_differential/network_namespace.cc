#include "kernel_differential/network_namespace.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <thread>
#include <utility>

namespace tidegate::differential {
namespace {

std::string ReadAll(int fd) {
  std::string text;
  std::array<char, 4096> buffer;
  for (;;) {
    const ssize_t count = read(fd, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

// An unnamed file with the text, to be read from its beginning.
FileDescriptor FileWith(const std::string& text) {
  FileDescriptor file(memfd_create("input", 0));
  if (!file || write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    return FileDescriptor();
  lseek(file.get(), 0, SEEK_SET);
  return file;
}

}  // namespace

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) close(fd_);
}
FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

std::optional<NetworkNamespace> NetworkNamespace::Create(std::string& error) {
  FileDescriptor fd;
  std::thread([&] {
    if (unshare(CLONE_NEWNET) == 0) {
      fd = FileDescriptor(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
    }
    if (!fd) error = std::string("cannot make a network namespace: ") + std::strerror(errno);
  }).join();
  if (!fd) return std::nullopt;
  return NetworkNamespace(std::move(fd));
}

void NetworkNamespace::Run(const std::function<void()>& action) const {
  std::thread([&] {
    if (setns(fd_.get(), CLONE_NEWNET) == 0) action();
  }).join();
}

std::string NetworkNamespace::Execute(const std::vector<std::string>& command, const std::string& input,
                                      std::string& error) const {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const FileDescriptor in = FileWith(input);
  std::array<int, 2> ends{};
  if (!in || pipe2(ends.data(), O_CLOEXEC) != 0) {
    error = std::string("cannot start ") + command[0] + ": " + std::strerror(errno);
    return {};
  }
  const FileDescriptor output(ends[0]);
  FileDescriptor child_output(ends[1]);
  const pid_t child = fork();
  if (child == 0) {
    // Between fork and exec: nothing that takes locks.
    if (setns(fd_.get(), CLONE_NEWNET) != 0 || dup2(in.get(), 0) < 0 || dup2(ends[1], 1) < 0 || dup2(ends[1], 2) < 0) {
      _exit(126);
    }
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  child_output = FileDescriptor();
  std::string text = ReadAll(output.get());
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
    error = "\"" + command[0] + "\" failed: " + text;
  }
  return text;
}

bool NetworkNamespace::SetSysctl(const std::string& name, const std::string& value) const {
  bool done = false;
  Run([&] {
    std::ofstream file("/proc/sys/" + name);
    file << value << std::flush;
    done = file.good();
  });
  return done;
}

std::string NetworkNamespace::Path() const {
  return "/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(fd_.get());
}

}  // namespace tidegate::differential
