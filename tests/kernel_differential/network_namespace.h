// A network namespace without a name: it is gone when nothing uses it any more, however the program ends.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_NETWORK_NAMESPACE_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_NETWORK_NAMESPACE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::differential {

// A file descriptor that closes itself.
class FileDescriptor {
 public:
  explicit FileDescriptor(int fd = -1) : fd_(fd) {}
  ~FileDescriptor();
  FileDescriptor(FileDescriptor&& other) noexcept;
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

class NetworkNamespace {
 public:
  // None if the rights are missing; `error` says so.
  static std::optional<NetworkNamespace> Create(std::string& error);

  // Runs `action` on a thread that is in the namespace, and waits for it.
  void Run(const std::function<void()>& action) const;

  // Runs a program in the namespace with the given text as its standard input. Returns what it printed; `error` is set
  // if it failed.
  std::string Execute(const std::vector<std::string>& command, const std::string& input, std::string& error) const;

  // Writes /proc/sys/<name>. False if that is not possible.
  bool SetSysctl(const std::string& name, const std::string& value) const;

  // A path by which programs of this process's namespaces reach it.
  std::string Path() const;

 private:
  explicit NetworkNamespace(FileDescriptor fd) : fd_(std::move(fd)) {}

  FileDescriptor fd_;
};

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_NETWORK_NAMESPACE_H_
