// The device strings of the configuration: what can be checked and improved before DPDK sees them.
#include "devices.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>

namespace tidegate {
namespace {

constexpr std::string_view kAfPacket = "net_af_packet";
constexpr std::string_view kAfPacketFrames = "4096";

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

std::string WithDefaults(const std::string& device) {
  if (!device.starts_with(kAfPacket) || DeviceArgument(device, "framecnt")) return device;
  return device + ",framecnt=" + std::string(kAfPacketFrames);
}

bool MayVerifyChecksums(std::string_view driver) {
  return !driver.starts_with("net_virtio") && driver != "net_vhost" && driver != "net_vmxnet3";
}

std::optional<std::uint16_t> InterfaceMtu(std::string_view device) {
  if (!device.starts_with(kAfPacket) && !device.starts_with("net_af_xdp")) return std::nullopt;
  const std::optional<std::string> interface = DeviceArgument(device, "iface");
  ifreq request{};
  if (!interface || interface->size() >= sizeof(request.ifr_name)) return std::nullopt;
  interface->copy(request.ifr_name, sizeof(request.ifr_name) - 1);
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const bool known = fd >= 0 && ::ioctl(fd, SIOCGIFMTU, &request) == 0;
  if (fd >= 0) ::close(fd);
  if (!known || request.ifr_mtu <= 0) return std::nullopt;
  return static_cast<std::uint16_t>(std::min(request.ifr_mtu, 65535));
}

absl::Status CheckDevice(const std::string& device) {
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
  return af_packet ? CheckPacketSockets(device) : absl::OkStatus();
}

}  // namespace tidegate
