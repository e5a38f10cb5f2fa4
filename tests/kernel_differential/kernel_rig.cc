#include "kernel_differential/kernel_rig.h"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <sstream>
#include <vector>

#include "kernel_differential/kernel_setup.h"

namespace tidegate::differential {
namespace {

using test::Bytes;

// Below the thousand frames that a processor's backlog holds (net.core.netdev_max_backlog).
constexpr std::size_t kChunk = 256;
constexpr std::size_t kMaxFrame = 2048;
constexpr std::size_t kReceiveBatch = 64;
constexpr auto kPatience = std::chrono::seconds(5);

// The test's thread stays on one processor while it lives: frames sent on one are forwarded in order on that one.
class StayOnProcessor {
 public:
  StayOnProcessor() {
    sched_getaffinity(0, sizeof(before_), &before_);
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(sched_getcpu(), &one);
    sched_setaffinity(0, sizeof(one), &one);
  }
  ~StayOnProcessor() { sched_setaffinity(0, sizeof(before_), &before_); }
  StayOnProcessor(const StayOnProcessor&) = delete;
  StayOnProcessor& operator=(const StayOnProcessor&) = delete;

 private:
  cpu_set_t before_{};
};

std::string ErrnoText(const char* what) { return std::string(what) + ": " + std::strerror(errno); }

FileDescriptor PacketSocket(const char* interface, std::string& error) {
  FileDescriptor fd(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) {
    error = ErrnoText("cannot open a packet socket");
    return fd;
  }
  const int yes = 1;
  const int buffer = 1 << 24;
  setsockopt(fd.get(), SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes, sizeof(yes));
  setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof(buffer));
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = static_cast<int>(if_nametoindex(interface));
  if (bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    error = ErrnoText("cannot bind a packet socket");
  }
  return fd;
}

Bytes MarkerFrame(Side from) {
  const Ends ends = EndsOf(0, false);
  const std::size_t src = Index(from);
  Bytes frame = test::BuildUdp({.src = ends.address[src], .dst = ends.address[1 - src], .payload = 0});
  SetFrameTag(frame, kMarkerTag);
  return frame;
}

// A frame that came out: what the tag and the DSCP field say. False for frames of others, such as the kernel's own.
bool ReadFrame(std::span<const std::uint8_t> frame, std::uint16_t& tag, std::uint8_t& dscp) {
  static constexpr std::uint8_t kTo[] = {0x02, 0, 0, 0, 0x01, 0x01};  // the neighbour of kernel_setup.h
  if (frame.size() < 54 - 20 || !std::equal(std::begin(kTo), std::end(kTo), frame.begin())) return false;
  const bool v6 = frame[12] == 0x86;
  const std::size_t at = 14 + (v6 ? 2 : 4);
  tag = static_cast<std::uint16_t>(frame[at] << 8 | frame[at + 1]);
  dscp = static_cast<std::uint8_t>(v6 ? (frame[14] & 0xf) << 2 | frame[15] >> 6 : frame[15] >> 2);
  return true;
}

}  // namespace

std::unique_ptr<KernelRig> KernelRig::Create(const Mode& mode, std::string& error) {
  std::optional<NetworkNamespace> middle = NetworkNamespace::Create(error);
  std::optional<NetworkNamespace> outside = NetworkNamespace::Create(error);
  if (!middle || !outside) return nullptr;
  std::unique_ptr<KernelRig> rig(new KernelRig(std::move(*middle), std::move(*outside)));
  rig->SetUp(mode, error);
  return error.empty() ? std::move(rig) : nullptr;
}

void KernelRig::SetUp(const Mode& mode, std::string& error) {
  // Before there are interfaces, as they take over these defaults.
  for (const char* name : {"net/ipv4/conf/default/rp_filter", "net/ipv4/conf/all/rp_filter"}) {
    if (!middle_.SetSysctl(name, "0")) error = std::string("cannot write ") + name;
  }
  if (!outside_.SetSysctl("net/ipv6/conf/default/disable_ipv6", "1")) error = "cannot write disable_ipv6";
  if (!error.empty()) return;
  middle_.Execute({"ip", "-batch", "-"}, LinkCommands(outside_.Path()), error);
  if (!error.empty()) return;
  outside_.Execute({"ip", "-batch", "-"}, "link set client1 up\nlink set server1 up\n", error);
  if (!error.empty()) return;
  middle_.Execute({"nft", "-f", "-"}, std::string(kRules), error);
  if (!error.empty()) return;
  SetSysctls(mode, error);
  if (error.empty()) OpenSockets(error);
  if (error.empty()) events_.Open(middle_, error);
}

void KernelRig::SetSysctls(const Mode& mode, std::string& error) const {
  const std::string life = std::to_string(kLifeSeconds);
  const std::string conntrack = "net/netfilter/nf_conntrack_";
  std::vector<std::pair<std::string, std::string>> settings = {
      {"net/ipv4/ip_forward", "1"},
      {"net/ipv6/conf/all/forwarding", "1"},
      {conntrack + "checksum", "1"},
      {conntrack + "events", "1"},
      {conntrack + "tcp_loose", mode.pickup ? "1" : "0"},
      {conntrack + "tcp_be_liberal", mode.liberal ? "1" : "0"},
      {conntrack + "tcp_timeout_established", std::to_string(kEstablishedSeconds)},
  };
  for (const char* name :
       {"tcp_timeout_syn_sent", "tcp_timeout_syn_recv", "tcp_timeout_fin_wait", "tcp_timeout_close_wait",
        "tcp_timeout_last_ack", "tcp_timeout_time_wait", "tcp_timeout_close", "udp_timeout", "udp_timeout_stream",
        "icmp_timeout", "icmpv6_timeout", "generic_timeout", "gre_timeout", "gre_timeout_stream"}) {
    settings.emplace_back(conntrack + name, life);
  }
  for (const auto& [name, value] : settings) {
    if (!middle_.SetSysctl(name, value)) error = "cannot write " + name;
  }
}

void KernelRig::OpenSockets(std::string& error) {
  outside_.Run([&] {
    sockets_[Index(Side::kClient)] = PacketSocket("client1", error);
    sockets_[Index(Side::kServer)] = PacketSocket("server1", error);
  });
}

void KernelRig::Classify(std::span<TestFrame> frames, std::span<PacketClass> classes, std::string& error) {
  const StayOnProcessor stay;
  for (std::size_t at = 0; at < frames.size() && error.empty(); at += kChunk) {
    const std::size_t count = std::min(kChunk, frames.size() - at);
    ClassifyChunk(frames.subspan(at, count), classes.subspan(at, count), error);
  }
  events_.Read(error);
}

void KernelRig::ClassifyChunk(std::span<TestFrame> frames, std::span<PacketClass> classes, std::string& error) {
  static const std::array<Bytes, 2> kMarkers = {MarkerFrame(Side::kClient), MarkerFrame(Side::kServer)};
  std::fill(classes.begin(), classes.end(), PacketClass::kLost);
  std::array<std::vector<const Bytes*>, 2> by_side;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    SetFrameTag(frames[i].bytes, static_cast<std::uint16_t>(i));
    by_side[Index(frames[i].from)].push_back(&frames[i].bytes);
  }
  for (const Side side : {Side::kClient, Side::kServer}) {
    by_side[Index(side)].push_back(&kMarkers[Index(side)]);
    Send(side, by_side[Index(side)], error);
  }
  std::array<bool, 2> done{};
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (error.empty() && !(done[0] && done[1])) {
    for (const Side side : {Side::kClient, Side::kServer}) done[Index(side)] |= Receive(side, classes);
    if (std::chrono::steady_clock::now() > until) error = "the kernel does not forward";
    std::array<pollfd, 2> waits = {{{sockets_[0].get(), POLLIN, 0}, {sockets_[1].get(), POLLIN, 0}}};
    if (!(done[0] && done[1])) poll(waits.data(), waits.size(), 10);
  }
}

void KernelRig::Send(Side from, std::span<const Bytes* const> frames, std::string& error) const {
  std::vector<iovec> parts(frames.size());
  std::vector<mmsghdr> messages(frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    parts[i] = {const_cast<std::uint8_t*>(frames[i]->data()), frames[i]->size()};
    messages[i] = {};
    messages[i].msg_hdr.msg_iov = &parts[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  for (std::size_t sent = 0; sent < frames.size();) {
    const int count =
        sendmmsg(sockets_[Index(from)].get(), messages.data() + sent, static_cast<unsigned>(messages.size() - sent), 0);
    if (count > 0) sent += static_cast<std::size_t>(count);
    if (count < 0 && errno != EAGAIN && errno != EINTR && errno != ENOBUFS) {
      error = ErrnoText("cannot send");
      return;
    }
  }
}

bool KernelRig::Receive(Side at, std::span<PacketClass> classes) const {
  static thread_local std::vector<std::array<std::uint8_t, kMaxFrame>> buffers(kReceiveBatch);
  std::array<iovec, kReceiveBatch> parts;
  std::array<mmsghdr, kReceiveBatch> messages{};
  for (std::size_t i = 0; i < kReceiveBatch; ++i) {
    parts[i] = {buffers[i].data(), kMaxFrame};
    messages[i].msg_hdr.msg_iov = &parts[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  bool marker = false;
  for (;;) {
    const int count = recvmmsg(sockets_[Index(at)].get(), messages.data(), kReceiveBatch, MSG_DONTWAIT, nullptr);
    if (count <= 0) return marker;
    for (int i = 0; i < count; ++i) {
      std::uint16_t tag = 0;
      std::uint8_t dscp = 0;
      if (!ReadFrame(
              std::span(buffers[static_cast<std::size_t>(i)]).first(messages[static_cast<std::size_t>(i)].msg_len), tag,
              dscp)) {
        continue;
      }
      if (tag == kMarkerTag) marker = true;
      if (tag < classes.size() && dscp < kPacketClassCount) classes[tag] = static_cast<PacketClass>(dscp);
    }
  }
}

std::array<std::uint64_t, kPacketClassCount> KernelRig::CountedByRules(std::string& error) const {
  std::array<std::uint64_t, kPacketClassCount> counts{};
  std::istringstream text(middle_.Execute({"nft", "list", "counters"}, "", error));
  std::string name;
  for (std::string word; text >> word;) {
    if (word == "counter") text >> name;
    if (word != "packets") continue;
    std::uint64_t count = 0;
    text >> count;
    for (std::size_t i = 0; i < kPacketClassCount; ++i) {
      if (name == Name(static_cast<PacketClass>(i))) counts[i] = count;
    }
  }
  return counts;
}

}  // namespace tidegate::differential
