// A descriptor that closes itself.
#ifndef TIDEGATE_TESTS_REAL_STACKS_DESCRIPTOR_H_
#define TIDEGATE_TESTS_REAL_STACKS_DESCRIPTOR_H_

#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace tidegate::real_stacks {

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) {
      Close();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }
  ~Descriptor() { Close(); }

  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  void Close() {
    if (fd_ >= 0) close(std::exchange(fd_, -1));
  }

 private:
  int fd_;
};

// Makes a TCP socket's Close() send a RST instead of a FIN.
inline bool SetResetOnClose(const Descriptor& socket) {
  const linger now{.l_onoff = 1, .l_linger = 0};
  return setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &now, sizeof(now)) == 0;
}

}  // namespace tidegate::real_stacks

#endif  // TIDEGATE_TESTS_REAL_STACKS_DESCRIPTOR_H_
