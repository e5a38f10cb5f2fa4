// TCP between two network namespaces, by the kernel's own sockets.
#ifndef TIDEGATE_TESTS_DATAPLANE_TCP_EXCHANGE_H_
#define TIDEGATE_TESTS_DATAPLANE_TCP_EXCHANGE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace tidegate::test {

// A server's end, IPv4 or IPv6 by the form of its address.
struct TcpServer {
  std::string where;  // the namespace
  std::string address;
  std::uint16_t port;
};

// Both ends send `bytes` and close. Returns what they received: client, server; nothing if they did not connect.
std::pair<std::size_t, std::size_t> ExchangeTcp(const std::string& client, const TcpServer& server, std::size_t bytes);

}  // namespace tidegate::test

#endif  // TIDEGATE_TESTS_DATAPLANE_TCP_EXCHANGE_H_
