#include "real_stacks/network.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sched.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

namespace tidegate::real_stacks {
namespace {

constexpr int kBacklog = 4096;

[[noreturn]] void Throw(const std::string& what) { throw NetworkError(what + ": " + strerror(errno)); }

void SetOption(const Descriptor& socket, int level, int option, int value) {
  if (setsockopt(socket.get(), level, option, &value, sizeof(value)) != 0) Throw("setsockopt");
}

// Whoever waits for a RST that was lost learns of it by a keep-alive.
void SetUp(const Descriptor& socket) {
  SetOption(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
  SetOption(socket, IPPROTO_TCP, TCP_KEEPIDLE, 1);
  SetOption(socket, IPPROTO_TCP, TCP_KEEPINTVL, 1);
  SetOption(socket, IPPROTO_TCP, TCP_KEEPCNT, 30);
  SetOption(socket, SOL_SOCKET, SO_OOBINLINE, 1);
}

Descriptor BoundSocket(const SocketAddress& address) {
  Descriptor result(socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!result.valid()) Throw("socket");
  SetOption(result, SOL_SOCKET, SO_REUSEADDR, 1);
  SetUp(result);
  if (bind(result.get(), address.get(), address.size) != 0) Throw("bind");
  return result;
}

SocketAddress AddressOf(const SideSpec& spec, bool ipv6, std::uint16_t port) {
  const std::string& text = ipv6 ? spec.ipv6 : spec.ipv4;
  const auto address = SocketAddress::Parse(text, port);
  if (!address) throw NetworkError("\"" + text + "\" found, expected an address");
  return *address;
}

// The kernel's numbers in /proc/net/tcp.
std::string StateName(unsigned state) {
  constexpr const char* kNames[] = {"?",         "ESTABLISHED", "SYN_SENT",   "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2",
                                    "TIME_WAIT", "CLOSE",       "CLOSE_WAIT", "LAST_ACK", "LISTEN",    "CLOSING"};
  return state < std::size(kNames) ? kNames[state] : std::to_string(state);
}

}  // namespace

std::optional<SocketAddress> SocketAddress::Parse(const std::string& text, std::uint16_t port) {
  SocketAddress result;
  auto* four = reinterpret_cast<sockaddr_in*>(&result.storage);
  auto* six = reinterpret_cast<sockaddr_in6*>(&result.storage);
  if (inet_pton(AF_INET, text.c_str(), &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons(port);
    result.size = sizeof(*four);
  } else if (inet_pton(AF_INET6, text.c_str(), &six->sin6_addr) == 1) {
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(port);
    result.size = sizeof(*six);
  } else {
    return std::nullopt;
  }
  return result;
}

std::uint16_t SocketAddress::port() const {
  return ntohs(storage.ss_family == AF_INET ? reinterpret_cast<const sockaddr_in*>(&storage)->sin_port
                                            : reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port);
}

Network::Network(SideSpec client, SideSpec server) : specs_{std::move(client), std::move(server)} {
  for (std::size_t i = 0; i < specs_.size(); ++i) {
    const std::string path = "/run/netns/" + specs_[i].network_namespace;
    namespaces_[i] = Descriptor(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!namespaces_[i].valid()) Throw(path);
  }
}

void Network::Enter(Side side) {
  if (entered_ == side) return;
  if (setns(namespaces_[static_cast<std::size_t>(side)].get(), CLONE_NEWNET) != 0) Throw("setns");
  entered_ = side;
}

Descriptor Network::Listen(bool ipv6, std::uint16_t port) {
  Enter(Side::kServer);
  Descriptor result = BoundSocket(AddressOf(Spec(Side::kServer), ipv6, port));
  if (listen(result.get(), kBacklog) != 0) Throw("listen");
  return result;
}

Descriptor Network::Connect(Side from, bool ipv6, std::uint16_t port, std::uint16_t to_port, int receive_buffer,
                            int& error) {
  Enter(from);
  Descriptor result = BoundSocket(AddressOf(Spec(from), ipv6, port));
  if (receive_buffer != 0) SetOption(result, SOL_SOCKET, SO_RCVBUF, receive_buffer);
  const SocketAddress to = AddressOf(Spec(Opposite(from)), ipv6, to_port);
  error = connect(result.get(), to.get(), to.size) == 0 || errno == EINPROGRESS ? 0 : errno;
  return error == 0 ? std::move(result) : Descriptor();
}

Descriptor Network::Accept(const Descriptor& listener, std::uint16_t& remote_port) {
  SocketAddress from;
  from.size = sizeof(from.storage);
  Descriptor result(
      accept4(listener.get(), reinterpret_cast<sockaddr*>(&from.storage), &from.size, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!result.valid()) return result;
  SetUp(result);
  remote_port = from.port();
  return result;
}

void Network::Set(Side side, const StackOptions& options) {
  WriteSetting(side, "tcp_window_scaling", options.window_scaling ? "1" : "0");
  WriteSetting(side, "tcp_sack", options.sack ? "1" : "0");
  WriteSetting(side, "tcp_timestamps", options.timestamps ? "1" : "0");
}

void Network::WriteSetting(Side side, const std::string& name, const std::string& value) {
  Enter(side);
  const std::string path = "/proc/sys/net/ipv4/" + name;
  std::ofstream file(path);
  file << value << std::flush;
  if (!file) Throw(path);
}

std::vector<LeftOver> Network::LeftOvers() {
  std::vector<LeftOver> all;
  for (const Side side : {Side::kClient, Side::kServer}) {
    AddLeftOvers(side, "/proc/thread-self/net/tcp", all);
    AddLeftOvers(side, "/proc/thread-self/net/tcp6", all);
  }
  return all;
}

// A line is "  0: 0A00A8C0:2710 0400A8C0:1389 06 ...": number, local and remote end, state.
void Network::AddLeftOvers(Side side, const char* file, std::vector<LeftOver>& all) {
  Enter(side);
  std::ifstream lines(file);
  if (!lines) Throw(file);
  std::string line;
  std::getline(lines, line);  // the titles
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string number, local, remote;
    unsigned state = 0;
    words >> number >> local >> remote >> std::hex >> state;
    const std::string name = StateName(state);
    if (!words || name == "TIME_WAIT" || name == "LISTEN") continue;
    const auto port = [](const std::string& end) {
      return static_cast<std::uint16_t>(std::stoul(end.substr(end.find(':') + 1), nullptr, 16));
    };
    all.push_back({side, port(local), port(remote), name});
  }
}

}  // namespace tidegate::real_stacks
