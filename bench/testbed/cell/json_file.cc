#include "testbed/cell/json_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "config/json_text.h"

namespace tidegate::testbed {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

absl::Status ErrorOf(const std::string& path, std::string_view what) {
  const std::string reason = std::strerror(errno);
  return absl::NotFoundError(NameOfFile(path) + ": " + std::string(what) + ": " + reason);
}

absl::StatusOr<std::string> ReadAll(std::FILE* file, const std::string& path) {
  std::string text;
  char block[1 << 16];
  while (const std::size_t count = std::fread(block, 1, sizeof block, file)) text.append(block, count);
  if (std::ferror(file) != 0) return ErrorOf(path, "cannot be read");
  return text;
}

// As if the program had made it with open(): mkstemp() lets nobody else read it.
void GiveUsualRights(int fd) {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(fd, 0666 & ~mask);
}

bool WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(fd, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

std::string NameOfFile(const std::string& path) { return path == "-" ? "standard input" : path; }

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  if (path == "-") return ReadAll(stdin, path);
  const File file(std::fopen(path.c_str(), "re"), &std::fclose);
  if (!file) return ErrorOf(path, "cannot be read");
  return ReadAll(file.get(), path);
}

absl::StatusOr<Json> ReadJsonFile(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadWholeFile(path);
  if (!text.ok()) return text.status();
  // Read twice: the first reader is strict, the second one keeps the order.
  if (const auto strict = config::ParseJsonText(*text); !strict.ok()) {
    const std::string what(strict.status().message());
    const bool begins_with_line = std::isdigit(static_cast<unsigned char>(what[0])) != 0;
    return absl::InvalidArgumentError(NameOfFile(path) + (begins_with_line ? ":" : ": ") + what);
  }
  return Json::parse(*text);
}

absl::Status WriteFileWhole(const std::string& path, std::string_view text) {
  std::string temporary = path + ".XXXXXX";
  const int fd = ::mkstemp(temporary.data());
  if (fd < 0) return ErrorOf(path, "cannot be written");
  GiveUsualRights(fd);
  const bool written = WriteAll(fd, text);
  const bool closed = ::close(fd) == 0;
  if (written && closed && std::rename(temporary.c_str(), path.c_str()) == 0) return absl::OkStatus();
  absl::Status status = ErrorOf(path, "cannot be written");
  ::unlink(temporary.c_str());
  return status;
}

}  // namespace tidegate::testbed
