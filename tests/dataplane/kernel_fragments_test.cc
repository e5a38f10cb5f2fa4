// Fragments that Linux makes, through two of its interfaces and net_af_packet, to a Linux that puts them together.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "in_namespace.h"
#include "running_dataplane.h"
#include "support/packet_builder.h"

namespace tidegate::test {
namespace {

constexpr std::uint16_t kPort = 5300;

// Two namespaces, each with an interface "e0" whose other end the dataplane has: "tgPIDa" and "tgPIDb".
class Namespaces {
 public:
  explicit Namespaces(int mtu) {
    std::string script;
    for (const std::string end : {"a", "b"}) {
      const std::string name = Name(end);
      const std::string host = end == "a" ? "1" : "2";
      script += "ip netns add " + name + "\nip link add " + name + " type veth peer name e0 netns " + name + "\n" +
                "ip -n " + name + " addr add 10.77.0." + host + "/24 dev e0\n" + "ip -n " + name +
                " addr add fd77::" + host + "/64 dev e0 nodad\n" + "ip netns exec " + name +
                " ethtool -K e0 tx off >/dev/null\n" + "ip -n " + name + " link set e0 up\nip link set " + name +
                " up\n";
    }
    script += "ip -n " + Name("b") + " link set e0 mtu " + std::to_string(mtu) + "\nip link set " + Name("b") +
              " mtu " + std::to_string(mtu) + "\n";
    RunScript(script);
  }

  // With its namespace, a pair of interfaces goes as well.
  ~Namespaces() {
    for (const char* end : {"a", "b"})
      RunProgram({"/bin/sh", "-c", "ip link del " + Name(end) + "; ip netns del " + Name(end)});
  }

  static std::string Name(const std::string& end) { return "tg" + std::to_string(::getpid()) + end; }
};

struct Address {
  explicit Address(const char* text, std::uint16_t port) {
    auto* v4 = reinterpret_cast<sockaddr_in*>(&storage);
    auto* v6 = reinterpret_cast<sockaddr_in6*>(&storage);
    const bool is_v6 = std::strchr(text, ':') != nullptr;
    storage.ss_family = is_v6 ? AF_INET6 : AF_INET;
    ::inet_pton(storage.ss_family, text, is_v6 ? static_cast<void*>(&v6->sin6_addr) : &v4->sin_addr);
    (is_v6 ? v6->sin6_port : v4->sin_port) = htons(port);
    size = is_v6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
  }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }

  sockaddr_storage storage{};
  socklen_t size = 0;
};

// A client in the one namespace and a server in the other.
class Talk {
 public:
  explicit Talk(const char* server)
      : server_(server, kPort),
        client_fd_(SocketIn(Namespaces::Name("a"), server_.storage.ss_family, SOCK_DGRAM)),
        server_fd_(SocketIn(Namespaces::Name("b"), server_.storage.ss_family, SOCK_DGRAM)) {
    EXPECT_EQ(::bind(server_fd_, server_.get(), server_.size), 0);
    // IP_MTU_DISCOVER = IP_PMTUDISC_DONT, of both families: the sender cuts by its own interface's MTU, without DF.
    const int dont = 0;
    ::setsockopt(client_fd_, IPPROTO_IP, IP_MTU_DISCOVER, &dont, sizeof(dont));
  }
  ~Talk() {
    ::close(client_fd_);
    ::close(server_fd_);
  }
  Talk(const Talk&) = delete;
  Talk& operator=(const Talk&) = delete;

  // Whether a datagram of this size gets to the server and its copy back, both unchanged.
  bool Echoes(std::size_t bytes) {
    Bytes sent(bytes);
    for (std::size_t i = 0; i < bytes; ++i) sent[i] = static_cast<std::uint8_t>(i * 7 >> 3);
    std::array<std::uint8_t, 65536> buffer;
    sockaddr_storage from{};
    socklen_t from_size = sizeof(from);
    ::sendto(client_fd_, sent.data(), sent.size(), 0, server_.get(), server_.size);
    const ssize_t got =
        ::recvfrom(server_fd_, buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr*>(&from), &from_size);
    if (got < 0 || !std::equal(sent.begin(), sent.end(), buffer.begin(), buffer.begin() + got)) return false;
    ::sendto(server_fd_, sent.data(), sent.size(), 0, reinterpret_cast<const sockaddr*>(&from), from_size);
    const ssize_t back = ::recv(client_fd_, buffer.data(), buffer.size(), 0);
    return back >= 0 && std::equal(sent.begin(), sent.end(), buffer.begin(), buffer.begin() + back);
  }

 private:
  Address server_;
  int client_fd_;
  int server_fd_;
};

json Config() {
  json config =
      MakeConfig("net_af_packet0,iface=" + Namespaces::Name("b"), "net_af_packet1,iface=" + Namespaces::Name("a"));
  config["ports"][0]["addresses"] = {"10.77.0.2", "fd77::2"};
  for (const char* remote : {"10.77.0.0/24", "fd77::/64"}) {
    config["security_groups"][0]["rules"].push_back({{"direction", "inbound"},
                                                     {"protocol", "udp"},
                                                     {"port_min", kPort},
                                                     {"port_max", kPort},
                                                     {"remote", {{"cidr_block", remote}}}});
  }
  return config;
}

TEST(KernelFragments, OfBothFamiliesGetThroughAndBack) {
  if (!MayMakeNamespaces()) GTEST_SKIP() << "network namespaces need root";
  Namespaces namespaces(1500);
  RunningDataplane dataplane(Config());
  for (const char* server : {"10.77.0.2", "fd77::2"}) {
    Talk talk(server);
    for (const std::size_t bytes : {100, 1452, 1453, 1472, 1473, 4000, 11000}) {
      EXPECT_TRUE(talk.Echoes(bytes)) << server << ", " << bytes << " bytes";
    }
  }
  EXPECT_EQ(dataplane.CtlJson({"drops"}), json::object());
  EXPECT_EQ(dataplane.CtlJson({"stats"})["created"], 2);
}

TEST(KernelFragments, AreCutToTheMtuOfTheInterfaceBehind) {
  if (!MayMakeNamespaces()) GTEST_SKIP() << "network namespaces need root";
  Namespaces namespaces(1300);
  RunningDataplane dataplane(Config());
  Talk talk("10.77.0.2");
  EXPECT_TRUE(talk.Echoes(4000));
  EXPECT_EQ(dataplane.CtlJson({"drops"}), json::object());
}

}  // namespace
}  // namespace tidegate::test
