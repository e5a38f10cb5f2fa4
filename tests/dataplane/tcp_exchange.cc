#include "tcp_exchange.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>
#include <vector>

#include "in_namespace.h"

namespace tidegate::test {
namespace {

struct Address {
  Address(const std::string& text, std::uint16_t port) {
    v6 = text.find(':') != std::string::npos;
    if (v6) {
      auto* in6 = reinterpret_cast<sockaddr_in6*>(&storage);
      in6->sin6_family = AF_INET6;
      in6->sin6_port = htons(port);
      ::inet_pton(AF_INET6, text.c_str(), &in6->sin6_addr);
    } else {
      auto* in = reinterpret_cast<sockaddr_in*>(&storage);
      in->sin_family = AF_INET;
      in->sin_port = htons(port);
      ::inet_pton(AF_INET, text.c_str(), &in->sin_addr);
    }
  }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
  socklen_t size() const { return v6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in); }

  sockaddr_storage storage{};
  bool v6 = false;
};

std::size_t ReadAll(int fd) {
  std::vector<char> buffer(65536);
  std::size_t sum = 0;
  for (ssize_t got = 0; (got = ::read(fd, buffer.data(), buffer.size())) > 0;) sum += static_cast<std::size_t>(got);
  return sum;
}

bool WriteAll(int fd, std::size_t bytes) {
  const std::vector<char> buffer(bytes, 'x');
  std::size_t done = 0;
  for (ssize_t sent = 0; done < bytes && (sent = ::write(fd, buffer.data() + done, bytes - done)) > 0;) {
    done += static_cast<std::size_t>(sent);
  }
  return done == bytes && ::shutdown(fd, SHUT_WR) == 0;
}

}  // namespace

std::pair<std::size_t, std::size_t> ExchangeTcp(const std::string& client, const TcpServer& server, std::size_t bytes) {
  const Address to(server.address, server.port);
  const int listener = SocketIn(server.where, to.storage.ss_family, SOCK_STREAM);
  const int one = 1;
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
  EXPECT_EQ(::bind(listener, to.get(), to.size()), 0);
  EXPECT_EQ(::listen(listener, 1), 0);
  std::size_t server_got = 0;
  std::thread serve([&] {
    const int fd = ::accept(listener, nullptr, nullptr);
    if (fd < 0) return;
    std::thread send([&] { WriteAll(fd, bytes); });
    server_got = ReadAll(fd);
    send.join();
    ::close(fd);
  });
  const int fd = SocketIn(client, to.storage.ss_family, SOCK_STREAM);
  std::size_t client_got = 0;
  if (::connect(fd, to.get(), to.size()) == 0) {
    std::thread send([&] { WriteAll(fd, bytes); });
    client_got = ReadAll(fd);
    send.join();
  }
  ::close(fd);
  ::shutdown(listener, SHUT_RDWR);
  serve.join();
  ::close(listener);
  return {client_got, server_got};
}

}  // namespace tidegate::test
