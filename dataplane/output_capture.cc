// Keeps what a library prints while it starts, so that an error can be told in one line of our own.
#include "output_capture.h"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string_view>

namespace tidegate {
namespace {

void Redirect(int from, int to) {
  std::fflush(nullptr);
  ::dup2(from, to);
}

// Without "EAL: " and the like, and without the name of the C function that some drivers put in front, or that of the
// program, which getopt does.
std::string WithoutPrefix(std::string_view line) {
  constexpr std::string_view kProgram = "tidegate-dataplane: ";
  if (const std::size_t program = line.find(kProgram); program < line.find(' ')) {
    line.remove_prefix(program + kProgram.size());
  }
  for (const std::string_view prefix : {"EAL: ", "ETHDEV: ", "FATAL: "}) {
    if (line.starts_with(prefix)) line.remove_prefix(prefix.size());
  }
  if (const std::size_t function = line.find("(): "); function < line.find(' ')) line.remove_prefix(function + 4);
  return std::string(line);
}

}  // namespace

OutputCapture::OutputCapture(bool active) {
  if (!active) return;
  memory_ = ::memfd_create("tidegate-output", MFD_CLOEXEC);
  if (memory_ < 0) return;
  saved_out_ = ::dup(STDOUT_FILENO);
  saved_err_ = ::dup(STDERR_FILENO);
  Redirect(memory_, STDOUT_FILENO);
  Redirect(memory_, STDERR_FILENO);
}

OutputCapture::~OutputCapture() {
  if (memory_ < 0) return;
  Redirect(saved_out_, STDOUT_FILENO);
  Redirect(saved_err_, STDERR_FILENO);
  for (int fd : {memory_, saved_out_, saved_err_}) ::close(fd);
}

std::string OutputCapture::TakeFirstLine() {
  if (memory_ < 0) return "";
  std::fflush(nullptr);
  std::array<char, 1024> buffer;
  const ssize_t count = ::pread(memory_, buffer.data(), buffer.size(), 0);
  if (::ftruncate(memory_, 0) != 0 || ::lseek(memory_, 0, SEEK_SET) < 0 || count <= 0) return "";
  const std::string_view text(buffer.data(), static_cast<std::size_t>(count));
  return WithoutPrefix(text.substr(0, text.find('\n')));
}

}  // namespace tidegate
