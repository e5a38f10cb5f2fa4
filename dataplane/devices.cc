// The device strings of the configuration: what can be checked and improved before DPDK sees them.
#include "devices.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <numeric>

#include "config/switch_options.h"

namespace tidegate {
namespace {

constexpr std::string_view kAfPacket = "net_af_packet";
constexpr std::size_t kAfPacketFrames = 4096;
constexpr std::size_t kAfPacketRingBytes = 16u << 20;
constexpr std::size_t kAfPacketFrameBytes = 2048;  // the driver's own default, in blocks of a page
// In a frame of the ring, in front of the packet: the kernel's header and its own alignment (TPACKET_V2).
constexpr std::size_t kAfPacketFrameHeader = 80;
constexpr std::size_t kPageBytes = 4096;
constexpr std::uint16_t kEthernetMtu = 1500;

// Reads `count` hexadecimal digits and moves on.
bool TakeHex(std::string_view& text, std::size_t count) {
  if (text.size() < count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (std::isxdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  }
  text.remove_prefix(count);
  return true;
}

bool TakeChar(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::size_t AfPacketFrameFor(std::uint16_t mtu) { return kAfPacketFrameHeader + kMostL2Bytes + mtu; }

// What the user gave, or what holds a packet: the driver's default, or some whole kilobytes.
std::size_t AfPacketFrame(std::string_view device, std::uint16_t mtu) {
  if (const auto given = DeviceArgument(device, "framesz")) return std::strtoull(given->c_str(), nullptr, 10);
  constexpr std::size_t kUnit = 1024;
  return std::max(kAfPacketFrameBytes, (AfPacketFrameFor(mtu) + kUnit - 1) / kUnit * kUnit);
}

absl::Status CheckFrames(const std::string& device, std::uint16_t mtu) {
  const std::optional<std::string> given = DeviceArgument(device, "framesz");
  if (!given || std::strtoull(given->c_str(), nullptr, 10) >= AfPacketFrameFor(mtu)) return absl::OkStatus();
  return absl::InvalidArgumentError("\"" + device + "\": framesz=" + *given + " holds no packet of the MTU " +
                                    std::to_string(mtu) + "; expected at least " +
                                    std::to_string(AfPacketFrameFor(mtu)) + ", or none, for what fits");
}

// A socket to ask for interfaces with, and a request about the device's one; nothing if there is none.
class InterfaceRequest {
 public:
  explicit InterfaceRequest(std::string_view device) {
    if (!device.starts_with(kAfPacket) && !device.starts_with("net_af_xdp")) return;
    const std::optional<std::string> interface = DeviceArgument(device, "iface");
    if (!interface || interface->size() >= sizeof(request_.ifr_name)) return;
    interface->copy(request_.ifr_name, sizeof(request_.ifr_name) - 1);
    fd_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  }
  ~InterfaceRequest() {
    if (fd_ >= 0) ::close(fd_);
  }
  InterfaceRequest(const InterfaceRequest&) = delete;
  InterfaceRequest& operator=(const InterfaceRequest&) = delete;

  bool possible() const { return fd_ >= 0; }
  int& mtu() { return request_.ifr_mtu; }
  bool Do(unsigned long what) { return ::ioctl(fd_, what, &request_) == 0; }

 private:
  ifreq request_{};
  int fd_ = -1;
};

absl::Status CheckPacketSockets(const std::string& device) {
  const int fd = ::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_ALL));
  if (fd < 0) {
    return absl::PermissionDeniedError("\"" + device + "\" cannot be opened: " + std::strerror(errno) +
                                       "; expected to run as root or with CAP_NET_RAW");
  }
  ::close(fd);
  return absl::OkStatus();
}

}  // namespace

bool IsPciDevice(std::string_view device) {
  if (device.starts_with("pci:")) return true;
  std::string_view rest = device.substr(0, device.find(','));
  if (std::string_view with_domain = rest; TakeHex(with_domain, 4) && TakeChar(with_domain, ':')) rest = with_domain;
  return TakeHex(rest, 2) && TakeChar(rest, ':') && TakeHex(rest, 2) && TakeChar(rest, '.') && TakeHex(rest, 1) &&
         rest.empty();
}

std::optional<std::string> DeviceArgument(std::string_view device, std::string_view name) {
  for (std::size_t comma = device.find(','); comma != std::string_view::npos;) {
    const std::size_t next = device.find(',', comma + 1);
    const std::string_view pair = device.substr(comma + 1, next == std::string_view::npos ? next : next - comma - 1);
    const std::size_t equals = pair.find('=');
    if (pair.substr(0, equals) == name) {
      return std::string(equals == std::string_view::npos ? "" : pair.substr(equals + 1));
    }
    comma = next;
  }
  return std::nullopt;
}

std::string WithDefaults(const std::string& device, std::uint16_t mtu) {
  if (!device.starts_with(kAfPacket)) return device;
  std::string out = device;
  const std::size_t frame = AfPacketFrame(device, mtu);
  if (frame > kAfPacketFrameBytes && !DeviceArgument(device, "framesz")) {
    // The driver takes the ring for one array of frames, so a block of whole pages must hold a whole number of them.
    out += ",blocksz=" + std::to_string(std::lcm(frame, kPageBytes)) + ",framesz=" + std::to_string(frame);
  }
  if (!DeviceArgument(device, "framecnt")) {
    out += ",framecnt=" + std::to_string(std::min(kAfPacketFrames, std::bit_floor(kAfPacketRingBytes / frame)));
  }
  return out;
}

bool MayVerifyChecksums(std::string_view driver) {
  return !driver.starts_with("net_virtio") && driver != "net_vhost" && driver != "net_vmxnet3";
}

std::optional<std::uint16_t> InterfaceMtu(std::string_view device) {
  InterfaceRequest request(device);
  if (!request.possible() || !request.Do(SIOCGIFMTU) || request.mtu() <= 0) return std::nullopt;
  return static_cast<std::uint16_t>(std::min(request.mtu(), 65535));
}

absl::Status SetInterfaceMtu(std::string_view device, std::uint16_t mtu) {
  InterfaceRequest request(device);
  if (!request.possible() || InterfaceMtu(device) == mtu) return absl::OkStatus();
  request.mtu() = mtu;
  if (request.Do(SIOCSIFMTU)) return absl::OkStatus();
  return absl::FailedPreconditionError(std::to_string(mtu) + " is refused by the interface of \"" +
                                       std::string(device) + "\": " + std::strerror(errno) +
                                       "; expected an MTU that `ip link set mtu` can set");
}

std::uint16_t ExpectedMtu(std::string_view device, std::optional<std::uint16_t> configured) {
  return configured ? *configured : std::min(InterfaceMtu(device).value_or(kEthernetMtu), kMaxMtu);
}

std::size_t BufferRoom(std::string_view device, std::uint16_t mtu) {
  constexpr std::size_t kCheckSequence = 4;  // which some devices leave behind the packet
  return device.starts_with(kAfPacket) ? AfPacketFrame(device, mtu) : kMostL2Bytes + mtu + kCheckSequence;
}

absl::Status CheckDevice(const std::string& device, std::uint16_t mtu) {
  const bool af_packet = device.starts_with(kAfPacket);
  if (!af_packet && !device.starts_with("net_af_xdp")) return absl::OkStatus();
  const std::optional<std::string> interface = DeviceArgument(device, "iface");
  if (!interface) {
    return absl::InvalidArgumentError("\"" + device + "\" names no interface; expected iface=NAME");
  }
  if (::if_nametoindex(interface->c_str()) == 0) {
    return absl::NotFoundError("\"" + device + "\": network interface \"" + *interface +
                               "\" does not exist; expected one that `ip link` shows");
  }
  if (!af_packet) return absl::OkStatus();
  if (absl::Status status = CheckFrames(device, mtu); !status.ok()) return status;
  return CheckPacketSockets(device);
}

}  // namespace tidegate
