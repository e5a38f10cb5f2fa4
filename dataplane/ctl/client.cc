// Talks to the control socket of a running dataplane: DPDK's telemetry protocol, version 2. The server greets with a
// line of JSON; each request is one message, and so is each answer, {"command": answer}.
#include "ctl/client.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "runtime_dir.h"

namespace tidegate {
namespace {

constexpr std::size_t kMaxRequest = 1023;      // of DPDK's buffer
constexpr std::size_t kMaxAnswer = 64 * 1024;  // DPDK's own limit is 16 KB
constexpr timeval kPatience = {.tv_sec = 10, .tv_usec = 0};

absl::Status NobodyAnswers(const std::string& path, const std::string& why) {
  return absl::UnavailableError("no dataplane answers at " + path + ": " + why +
                                "; expected one to run as the same user (--file-prefix NAME chooses among several)");
}

}  // namespace

absl::StatusOr<Client> Client::Connect(const std::string& file_prefix) {
  const std::string path = TelemetrySocketPath(file_prefix);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return NobodyAnswers(path, "the path is too long");
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  Client client(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
  ::setsockopt(client.fd_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof(kPatience));
  ::setsockopt(client.fd_, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof(kPatience));
  if (::connect(client.fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    return NobodyAnswers(path, std::strerror(errno));
  }
  if (absl::StatusOr<std::string> greeting = client.Receive(); !greeting.ok()) {
    return NobodyAnswers(path, std::string(greeting.status().message()));
  }
  return client;
}

Client::Client(Client&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Client::~Client() {
  if (fd_ >= 0) ::close(fd_);
}

absl::StatusOr<std::string> Client::Receive() const {
  std::string message(kMaxAnswer, '\0');
  const ssize_t count = ::recv(fd_, message.data(), message.size(), 0);
  if (count < 0) return absl::UnavailableError(std::string("no answer: ") + std::strerror(errno));
  if (count == 0) return absl::UnavailableError("the dataplane closed the connection");
  message.resize(static_cast<std::size_t>(count));
  return message;
}

absl::StatusOr<Json> Client::Ask(const std::string& command) const {
  if (command.size() > kMaxRequest) return absl::InvalidArgumentError("the parameter is too long");
  if (::send(fd_, command.data(), command.size(), MSG_NOSIGNAL) < 0) {
    return absl::UnavailableError(std::string("the dataplane cannot be asked: ") + std::strerror(errno));
  }
  absl::StatusOr<std::string> message = Receive();
  if (!message.ok()) return message.status();
  const Json answer = Json::parse(*message, nullptr, /*allow_exceptions=*/false);
  const std::string name = command.substr(0, command.find(','));
  if (!answer.is_object() || !answer.contains(name) || answer[name].is_null()) {
    return absl::UnavailableError("the process that answers is no Tidegate dataplane, or ends, or refuses " + command);
  }
  return answer[name];
}

absl::Status Client::AskPages(const std::string& command, const std::function<void(const Json& page)>& show) const {
  std::uint64_t next = 0;
  do {
    absl::StatusOr<Json> page = Ask(command + "," + std::to_string(next));
    if (!page.ok()) return page.status();
    show(*page);
    next = page->value("next", std::uint64_t{0});
  } while (next != 0);
  return absl::OkStatus();
}

}  // namespace tidegate
