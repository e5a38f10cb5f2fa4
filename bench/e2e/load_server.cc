// An epoll loop over the listeners and their connections.
//
// The descriptor alone is a connection's state: what to do after the answer depends only on who closes first.
//   server: answer and close, so this side sends the first FIN.
//   client: answer until the end of the stream, then close.
//   both:   the one and the other by turns. The client closes on having read the answer either way, so where this side
//           is first, the FINs may cross on their way (RFC 9293, section 3.6, simultaneous close).
#include "e2e/load_server.h"

#include <sys/epoll.h>

#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "e2e/socket_util.h"

namespace tidegate::e2e {
namespace {

// Above what clients have in flight; the kernel cuts it to net.core.somaxconn.
constexpr int kBacklog = 8192;
// Listeners are told from connections by this bit of the event's data.
constexpr std::uint64_t kListenerBit = std::uint64_t{1} << 32;

absl::Status SystemError(const std::string& what) { return absl::UnavailableError(what + ": " + std::strerror(errno)); }

class Server {
 public:
  explicit Server(const ServerOptions& options) : options_(options), epoll_(epoll_create1(EPOLL_CLOEXEC)) {}

  absl::Status Listen();
  void Serve();

 private:
  absl::Status ListenOn(std::uint16_t port);
  void Watch(int fd, std::uint64_t data);
  void Accept(int listener);
  void Answer(int fd);

  const ServerOptions options_;
  Descriptor epoll_;
  std::vector<Descriptor> listeners_;
  bool wait_ = false;  // was the last connection left for the client to close first? (both)
};

absl::Status Server::Listen() {
  for (const std::uint16_t port : options_.ports) {
    absl::Status status = ListenOn(port);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Server::ListenOn(std::uint16_t port) {
  Descriptor listener = TcpSocket();
  const sockaddr_in address = SocketAddress(options_.address, port);
  if (!listener.valid() || !SetReuseAddress(listener.get()) ||
      bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      listen(listener.get(), kBacklog) != 0) {
    return SystemError("cannot listen on port " + std::to_string(port));
  }
  Watch(listener.get(), kListenerBit | static_cast<std::uint32_t>(listener.get()));
  listeners_.push_back(std::move(listener));
  return absl::OkStatus();
}

void Server::Watch(int fd, std::uint64_t data) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = data;
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0 && (data & kListenerBit) == 0) close(fd);
}

void Server::Accept(int listener) {
  for (;;) {
    const int fd = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    Watch(fd, static_cast<std::uint32_t>(fd));
  }
}

void Server::Answer(int fd) {
  char byte = 0;
  const ssize_t got = recv(fd, &byte, 1, 0);
  if (got < 0 && errno == EAGAIN) return;
  const bool answered = got == 1 && send(fd, &byte, 1, MSG_NOSIGNAL) == 1;
  const bool wait_for_end =
      options_.close == CloseSide::kClient || (options_.close == CloseSide::kBoth && answered && (wait_ = !wait_));
  if (!answered || !wait_for_end) close(fd);
}

void Server::Serve() {
  std::array<epoll_event, 256> events;
  while (stop_requested == 0) {
    // A timeout even without work: a signal just before the call must not be missed.
    const int count = epoll_wait(epoll_.get(), events.data(), events.size(), 100);
    for (int i = 0; i < count; ++i) {
      const int fd = static_cast<int>(events[i].data.u64 & 0xffffffff);
      if ((events[i].data.u64 & kListenerBit) != 0) {
        Accept(fd);
      } else {
        Answer(fd);
      }
    }
  }
}

}  // namespace

absl::Status RunServer(const ServerOptions& options) {
  CatchStopSignals();
  RaiseDescriptorLimit();
  Server server(options);
  absl::Status status = server.Listen();
  if (!status.ok()) return status;
  std::puts("ready");
  std::fflush(stdout);
  server.Serve();
  return absl::OkStatus();
}

}  // namespace tidegate::e2e
