// The two network namespaces that the connections run between, as the program sees them: sockets of each, and the
// kernel's settings there.
//
// One thread plays both sides, so that it can make them act at the same moment. A socket belongs to the namespace that
// the thread is in when it makes it, so the thread changes between them.
#ifndef TIDEGATE_TESTS_REAL_STACKS_NETWORK_H_
#define TIDEGATE_TESTS_REAL_STACKS_NETWORK_H_

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "real_stacks/descriptor.h"
#include "real_stacks/plan.h"

namespace tidegate::real_stacks {

enum class Side : std::uint8_t { kClient, kServer };
constexpr Side Opposite(Side side) { return side == Side::kClient ? Side::kServer : Side::kClient; }

// What the machine does not provide; the text is for the user.
struct NetworkError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// One side's namespace and its addresses there.
struct SideSpec {
  std::string network_namespace;  // a name in /run/netns
  std::string ipv4;
  std::string ipv6;
};

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  static std::optional<SocketAddress> Parse(const std::string& text, std::uint16_t port);
  std::uint16_t port() const;
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

// A TCP socket that is not in its final state.
struct LeftOver {
  Side side;
  std::uint16_t local_port;
  std::uint16_t remote_port;
  std::string state;
};

class Network {
 public:
  // Throws NetworkError, as all below do.
  Network(SideSpec client, SideSpec server);

  // A socket that listens at the server.
  Descriptor Listen(bool ipv6, std::uint16_t port);

  // A socket of `from`, bound to its address and port, that connects to the other side's. Without one, `error` says
  // why: EADDRNOTAVAIL while the tuple is still in use.
  Descriptor Connect(Side from, bool ipv6, std::uint16_t port, std::uint16_t to_port, int receive_buffer, int& error);

  // Accepts one connection if there is one. `remote_port` is the client's.
  static Descriptor Accept(const Descriptor& listener, std::uint16_t& remote_port);

  // What the namespace's kernel offers in its next handshakes.
  void Set(Side side, const StackOptions& options);
  void WriteSetting(Side side, const std::string& name, const std::string& value);

  // Sockets that neither listen nor are in TIME-WAIT.
  std::vector<LeftOver> LeftOvers();

 private:
  const SideSpec& Spec(Side side) const { return specs_[static_cast<std::size_t>(side)]; }
  void Enter(Side side);
  void AddLeftOvers(Side side, const char* file, std::vector<LeftOver>& all);

  std::array<SideSpec, 2> specs_;
  std::array<Descriptor, 2> namespaces_;
  std::optional<Side> entered_;
};

}  // namespace tidegate::real_stacks

#endif  // TIDEGATE_TESTS_REAL_STACKS_NETWORK_H_
