// plain_wire: what the dataplane would be without its firewall. It reads the same configuration file, passes every
// frame between the two ports' network interfaces, and treats them as badly, by the same impairment with the same seed.
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "config/config.h"
#include "devices.h"
#include "impairer.h"
#include "real_stacks/descriptor.h"

namespace tidegate::real_stacks {
namespace {

constexpr std::size_t kFrameBytes = 2048;
constexpr std::size_t kBurst = 64;
constexpr int kReceiveBuffer = 64 << 20;

volatile std::sig_atomic_t stop_requested = 0;

struct Frame {
  std::array<std::uint8_t, kFrameBytes> bytes;
  std::size_t size = 0;
};

[[noreturn]] void Throw(const std::string& what) { throw std::runtime_error(what + ": " + strerror(errno)); }

TimeNs Now() {
  return static_cast<TimeNs>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
          .count());
}

// A packet socket that takes all frames of an interface but those sent by itself.
Descriptor OpenInterface(const PortSpec& port) {
  const auto name = DeviceArgument(port.device, "iface");
  if (!name) throw std::runtime_error("port \"" + port.name + "\": expected a device with iface=");
  Descriptor result(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!result.valid()) Throw("packet socket");
  const int on = 1;
  setsockopt(result.get(), SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof(on));
  setsockopt(result.get(), SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof(on));
  setsockopt(result.get(), SOL_SOCKET, SO_RCVBUFFORCE, &kReceiveBuffer, sizeof(kReceiveBuffer));
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = static_cast<int>(if_nametoindex(name->c_str()));
  if (address.sll_ifindex == 0) Throw(*name);
  if (bind(result.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) Throw(*name);
  return result;
}

class Wire {
 public:
  explicit Wire(const Config& config) {
    if (config.ports.size() != 2) throw std::runtime_error("/ports: expected two");
    for (std::size_t i = 0; i < 2; ++i) sockets_[i] = OpenInterface(config.ports[i]);
    const ImpairmentOptions& options = config.dataplane.impairment;
    if (options.before) before_.emplace(*options.before, options.seed, 2);
    if (options.after) after_.emplace(*options.after, options.seed + 1, 2);
  }

  void Run() {
    std::array<pollfd, 2> ready{{{sockets_[0].get(), POLLIN, 0}, {sockets_[1].get(), POLLIN, 0}}};
    while (stop_requested == 0) {
      const bool waiting = (before_ && before_->waiting() > 0) || (after_ && after_->waiting() > 0);
      poll(ready.data(), ready.size(), waiting ? 1 : 100);
      for (std::size_t port = 0; port < 2; ++port) Receive(port);
      if (before_) before_->Elapse(Now(), [this](void* frame, std::size_t from) { EnterSecond(frame, from); });
      if (after_) after_->Elapse(Now(), [this](void* frame, std::size_t from) { Send(frame, from); });
    }
  }

  void Print() const {
    std::printf("{\"frames\": %lu, \"unsent\": %lu", static_cast<unsigned long>(frames_),
                static_cast<unsigned long>(unsent_));
    for (const auto& [name, impairer] : {std::pair("before", &before_), std::pair("after", &after_)}) {
      if (!*impairer) continue;
      const ImpairmentCounters counters = (*impairer)->Counters();
      std::printf(", \"impaired_%s_lost\": %lu, \"impaired_%s_duplicated\": %lu, \"impaired_%s_reordered\": %lu", name,
                  static_cast<unsigned long>(counters.lost), name, static_cast<unsigned long>(counters.duplicated),
                  name, static_cast<unsigned long>(counters.reordered));
    }
    std::printf("}\n");
  }

 private:
  void Receive(std::size_t port) {
    for (std::size_t i = 0; i < kBurst; ++i) {
      auto frame = std::make_unique<Frame>();
      const ssize_t size = recv(sockets_[port].get(), frame->bytes.data(), frame->bytes.size(), 0);
      if (size <= 0) return;
      frame->size = static_cast<std::size_t>(size);
      ++frames_;
      EnterFirst(frame.release(), port);
    }
  }

  // Both stages own the frames that are in them; a stage that is not wished for passes them on.
  void EnterFirst(void* frame, std::size_t port) {
    Enter(before_, frame, port, [this](void* one, std::size_t from) { EnterSecond(one, from); });
  }
  void EnterSecond(void* frame, std::size_t port) {
    Enter(after_, frame, port, [this](void* one, std::size_t from) { Send(one, from); });
  }

  template <typename Forward>
  static void Enter(std::optional<Impairer>& stage, void* frame, std::size_t port, Forward forward) {
    if (!stage) return forward(frame, port);
    const std::unique_ptr<Frame> owned(static_cast<Frame*>(frame));
    if (stage->Loses()) return;
    const bool twice = stage->Doubles();
    stage->Enter(new Frame(*owned), port, Now(), forward);
    if (!twice) return;
    stage->CountDoubled();
    stage->Enter(new Frame(*owned), port, Now(), forward);
  }

  void Send(void* frame, std::size_t from) {
    const std::unique_ptr<Frame> owned(static_cast<Frame*>(frame));
    const ssize_t sent = send(sockets_[1 - from].get(), owned->bytes.data(), owned->size, MSG_DONTWAIT);
    if (sent < 0) ++unsent_;
  }

  std::array<Descriptor, 2> sockets_;
  std::optional<Impairer> before_;
  std::optional<Impairer> after_;
  std::uint64_t frames_ = 0;
  std::uint64_t unsent_ = 0;
};

int Main(int argc, char** argv) {
  if (argc != 3 || std::string(argv[1]) != "--config") throw std::runtime_error("expected --config FILE");
  const auto config = LoadConfig(argv[2]);
  if (!config.ok()) throw std::runtime_error(std::string(config.status().message()));
  for (const int signal : {SIGINT, SIGTERM}) {
    struct sigaction action {};
    action.sa_handler = [](int) { stop_requested = 1; };
    sigaction(signal, &action, nullptr);
  }
  Wire wire(*config);
  std::puts("ready");
  std::fflush(stdout);
  wire.Run();
  wire.Print();
  return 0;
}

}  // namespace
}  // namespace tidegate::real_stacks

int main(int argc, char** argv) {
  try {
    return tidegate::real_stacks::Main(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "plain_wire: %s\n", error.what());
    return 2;
  }
}
