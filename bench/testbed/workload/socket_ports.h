// The ports of a host with so many sockets in use at once: each socket goes round its own share of them, so that no two
// have the same one.
#ifndef TIDEGATE_TESTBED_WORKLOAD_SOCKET_PORTS_H_
#define TIDEGATE_TESTBED_WORKLOAD_SOCKET_PORTS_H_

#include <cstdint>

namespace tidegate::testbed {

class SocketPorts {
 public:
  static constexpr std::uint32_t kMost = 64512;  // 1024 and up

  // REQUIRES: 0 < sockets <= kMost.
  explicit SocketPorts(std::uint64_t sockets) : each_(kMost / static_cast<std::uint32_t>(sockets)) {}

  // Of the connections that a socket has one after another, from 0.
  std::uint16_t Port(std::uint32_t socket, std::uint32_t connection) const {
    return static_cast<std::uint16_t>(1024 + socket * each_ + connection % each_);
  }

 private:
  std::uint32_t each_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_SOCKET_PORTS_H_
