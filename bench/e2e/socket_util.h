// Sockets for the load generator: descriptors that close themselves, and IPv4 addresses of the kernel's shape.
#ifndef TIDEGATE_BENCH_E2E_SOCKET_UTIL_H_
#define TIDEGATE_BENCH_E2E_SOCKET_UTIL_H_

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

namespace tidegate::e2e {

// Owns a descriptor, or none.
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

inline sockaddr_in SocketAddress(in_addr address, std::uint16_t port) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_addr = address;
  result.sin_port = htons(port);
  return result;
}

inline Descriptor TcpSocket() { return Descriptor(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)); }

inline bool SetReuseAddress(int fd) {
  const int on = 1;
  return setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0;
}

// "ECONNREFUSED"; 0 stands for an end of the stream that came too early.
inline std::string ErrorName(int error) {
  if (error == 0) return "closed_early";
  const char* name = strerrorname_np(error);
  return name != nullptr ? name : std::to_string(error);
}

// As many descriptors as the hard limit allows.
inline void RaiseDescriptorLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Set by SIGINT and SIGTERM once CatchStopSignals has been called.
inline volatile std::sig_atomic_t stop_requested = 0;

inline void CatchStopSignals() {
  struct sigaction action {};
  action.sa_handler = [](int) { stop_requested = 1; };
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_SOCKET_UTIL_H_
